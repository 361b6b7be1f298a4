using Microsoft.Extensions.Options;
using Usher.Api.OpenApi;
using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Permissions;
using Usher.Http.Errors;
using Usher.Http.Replies;
using Usher.Http.Security;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Usher.Api.Identity;

internal static class TokenRoutes
{
    /// <summary>The ways in; whoever comes has nothing to show yet.</summary>
    public static void MapTokens(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var tokens = new TokenEndpoints(
            services.GetRequiredService<PasswordSignIn>(), services.GetRequiredService<AccessTokens>(),
            services.GetRequiredService<RefreshTokens>(), services.GetRequiredService<Sessions>(),
            services.GetRequiredService<SigningKeys>(), services.GetRequiredService<IOptions<AccessOptions>>());

        routes.MapPost("/api/auth/token", (Delegate)tokens.Create)
            .Named("createToken", DocumentTransformer.SignIn, "Sign in with e-mail and password", """
                Opens a session. Wrong passwords, unknown addresses and people who are disabled get the same answer
                after the same time. After a few failures a client has to wait before its next attempt, longer each
                time; others can sign in to the account meanwhile. There is no `Idempotency-Key`: tokens are stored
                nowhere, so a repeated request opens another session.
                """)
            .Takes<TokenBody>(IdentityExamples.Credentials)
            .Answers<TokenDocument>(Status200OK, "The tokens.", IdentityExamples.Tokens)
            .Refuses(
                ProblemType.Validation, ProblemType.MalformedBody, ProblemType.SignInFailed,
                ProblemType.CodeNeeded, ProblemType.TokensNotSetUp, ProblemType.TooManySignIns,
                ProblemType.Overloaded, ProblemType.Unavailable);

        routes.MapPost("/api/auth/refresh", (Delegate)tokens.Refresh)
            .Named("refreshToken", DocumentTransformer.SignIn, "Get the next access token", """
                Each refresh token works once, and the response contains the next one. If one comes a second time,
                somebody else has it too: the session ends, for both.
                """)
            .Takes<RefreshBody>(IdentityExamples.Refresh)
            .Answers<TokenDocument>(Status200OK, "The tokens.", IdentityExamples.Tokens)
            .Refuses(
                ProblemType.Validation, ProblemType.MalformedBody, ProblemType.SignInFailed,
                ProblemType.TokensNotSetUp, ProblemType.Unavailable);

        routes.MapPost("/api/auth/revoke", (Delegate)tokens.Revoke)
            .Named("revokeToken", DocumentTransformer.SignIn, "Sign out", """
                Ends the session of the refresh token. Its access token is refused from then on too: immediately by this
                server, by others within `Auth:RecheckSeconds`. A token that does not exist gets the same response.
                """)
            .Takes<RefreshBody>(IdentityExamples.Refresh)
            .AnswersEmpty(Status204NoContent, "The session is over.")
            .Refuses(ProblemType.Validation, ProblemType.MalformedBody, ProblemType.Unavailable);

        routes.MapRead("/.well-known/jwks.json", tokens.Keys)
            .Named("getKeys", DocumentTransformer.SignIn, "Get the keys that sign access tokens", """
                For other services that want to check an access token: algorithm ES256, `iss` usher, `aud` usher-api,
                `typ` at+jwt. They do not learn from it that a session has ended.
                """)
            .Answers<KeySetDocument>(Status200OK, "The public keys.", IdentityExamples.Keys)
            .Refuses(ProblemType.Unavailable);
    }
}
