using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Permissions;
using Usher.Http.Errors;
using Usher.Http.Fields;
using Usher.Http.Replies;
using Usher.Http.Security;

namespace Usher.Api.Identity;

/// <summary>People sign in to the API, stay signed in, and sign out.</summary>
internal sealed class TokenEndpoints(
    PasswordSignIn signIn, AccessTokens accessTokens, RefreshTokens refreshTokens, Sessions sessions,
    SigningKeys keys, IOptions<AccessOptions> options)
{
    private const string NoStore = "no-store";

    // As long as a program may take what it has read; a new key is published as long before it signs.
    private const string ForAWhile = "public, max-age=300";

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    public async Task<Results<Reply<TokenDocument>, ProblemReply>> Create(HttpContext context)
    {
        var errors = new FieldErrors();
        var body = await JsonBody.ReadAsync<TokenBody>(context.Request, errors);
        if (body is null || errors.Any)
        {
            return Problems.BadRequest(errors);
        }

        if ((await keys.GetAsync(context.RequestAborted)).Count == 0)
        {
            return Problems.Of(ProblemType.TokensNotSetUp);
        }

        return await signIn.CheckAsync(body.Email, body.Password, body.Otp, context) switch
        {
            SignInOutcome.Right(var person) => await OpenAsync(person, context),
            SignInOutcome.CodeNeeded(_, var wasWrong) => AccessRefusals.CodeNeeded(wasWrong),
            SignInOutcome.Wrong => AccessRefusals.SignInFailed("The e-mail address or the password is wrong."),
            SignInOutcome.TooMany(var wait) => Problems.Later(ProblemType.TooManySignIns, wait),
            SignInOutcome.Busy => Problems.Later(ProblemType.Overloaded, RetryAfter),
        };
    }

    public async Task<Results<Reply<TokenDocument>, ProblemReply>> Refresh(HttpContext context)
    {
        var errors = new FieldErrors();
        var body = await JsonBody.ReadAsync<RefreshBody>(context.Request, errors);
        if (body is null || errors.Any)
        {
            return Problems.BadRequest(errors);
        }

        // What has begun is carried out: a token that is used up and not answered would end the session.
        return await refreshTokens.RotateAsync(body.RefreshToken, CancellationToken.None) switch
        {
            RefreshOutcome.Rotated(var session, var next) => await TokensAsync(session.Id, session.Person, next),
            RefreshOutcome.Replayed => AccessRefusals.SignInFailed(
                "This refresh token was used before, so its session was ended. Sign in again."),
            RefreshOutcome.Unknown => AccessRefusals.SignInFailed(
                "This refresh token does not exist, or its session has ended. Sign in again."),
        };
    }

    public async Task<Results<NoContent, ProblemReply>> Revoke(HttpContext context)
    {
        var errors = new FieldErrors();
        var body = await JsonBody.ReadAsync<RefreshBody>(context.Request, errors);
        if (body is null || errors.Any)
        {
            return Problems.BadRequest(errors);
        }

        // Whether it was one is nobody's to know (RFC 7009 §2.2).
        await refreshTokens.RevokeAsync(body.RefreshToken, CancellationToken.None);
        return TypedResults.NoContent();
    }

    public async Task<Reply<KeySetDocument>> Keys(HttpContext context) => new(
        StatusCodes.Status200OK,
        new KeySetDocument
        {
            Keys =
            [
                .. (await keys.GetAsync(context.RequestAborted)).Select(key => new PublicKeyDocument
                {
                    Kty = "EC",
                    Use = "sig",
                    Alg = "ES256",
                    Crv = "P-256",
                    Kid = key.Id,
                    X = key.X,
                    Y = key.Y,
                }),
            ],
        },
        IdentityJson.Default.KeySetDocument)
    {
        CacheControl = ForAWhile,
    };

    private async Task<Results<Reply<TokenDocument>, ProblemReply>> OpenAsync(Person person, HttpContext context)
    {
        var length = TimeSpan.FromDays(options.Value.RefreshDays);
        var session = await sessions.OpenAsync(
            PasswordSignIn.SessionOf(person, SessionKind.Api, length, context), CancellationToken.None);
        return await TokensAsync(
            session, person.Id, await refreshTokens.IssueAsync(session, CancellationToken.None));
    }

    private async Task<Results<Reply<TokenDocument>, ProblemReply>> TokensAsync(
        SessionId session, PersonId? person, string refreshToken) =>
        person is { } id && await accessTokens.MakeAsync(session, id, CancellationToken.None) is { } accessToken
            ? new Reply<TokenDocument>(
                StatusCodes.Status200OK,
                new TokenDocument
                {
                    AccessToken = accessToken,
                    TokenType = "Bearer",
                    ExpiresIn = (int)accessTokens.Length.TotalSeconds,
                    RefreshToken = refreshToken,
                },
                IdentityJson.Default.TokenDocument)
            {
                CacheControl = NoStore,
            }
            : Problems.Of(ProblemType.TokensNotSetUp);
}
