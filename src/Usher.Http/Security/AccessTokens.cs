using System.Globalization;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Permissions;

namespace Usher.Http.Security;

/// <summary>
/// Access tokens of the API (RFC 9068): JWTs of a few minutes. They name a session; what it may do is looked up, so
/// that one that is ended is refused although its token is still good. Everything a forger could vary is pinned (RFC
/// 8725): algorithm, type, issuer, audience, and the key by its id.
/// </summary>
public sealed class AccessTokens(
    SigningKeys keys, Sessions sessions, IOptions<AccessOptions> options, TimeProvider time)
{
    public const string Issuer = "usher";
    public const string Audience = "usher-api";

    private const string Algorithm = SecurityAlgorithms.EcdsaSha256;
    private const string Type = "at+jwt";
    private const string SessionClaim = JwtRegisteredClaimNames.Sid;

    // Clocks of servers beside each other differ by less.
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(5);

    private readonly JsonWebTokenHandler _writer = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>How long a token is good.</summary>
    public TimeSpan Length => TimeSpan.FromMinutes(options.Value.TokenMinutes);

    /// <summary>A token of a session; null: no keys are configured.</summary>
    public async Task<string?> MakeAsync(SessionId session, PersonId person, CancellationToken ct)
    {
        if (await keys.GetAsync(ct) is not [var key, ..])
        {
            return null;
        }

        var now = time.GetUtcNow().UtcDateTime;
        return _writer.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            TokenType = Type,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Length,
            SigningCredentials = new SigningCredentials(key.Key, Algorithm),
            Claims = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                [JwtRegisteredClaimNames.Sub] = person.ToString(),
                [SessionClaim] = session.Value.ToString("D", CultureInfo.InvariantCulture),
                [JwtRegisteredClaimNames.Jti] = Guid.NewGuid().ToString("D", CultureInfo.InvariantCulture),
            },
        });
    }

    internal void Configure(JwtBearerOptions options)
    {
        options.MapInboundClaims = false;
        options.SaveToken = false;
        options.ForwardChallenge = Policies.KeyScheme;
        options.ForwardForbid = Policies.KeyScheme;
        options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidAlgorithms = [Algorithm],
            ValidTypes = [Type],
            ValidIssuer = Issuer,
            ValidAudience = Audience,
            ValidateIssuerSigningKey = true,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            TryAllIssuerSigningKeys = false,
            IssuerSigningKeyResolver = (_, _, id, _) => keys.Find(id) is { } key ? [key] : [],
            ClockSkew = Skew,
        };
        options.Events = new JwtBearerEvents
        {
            // What looks for the key cannot wait for the database.
            OnMessageReceived = async context => await keys.GetAsync(context.HttpContext.RequestAborted),
            OnTokenValidated = EnterAsync,
        };
    }

    private async Task EnterAsync(TokenValidatedContext context)
    {
        var claim = context.Principal?.FindFirst(SessionClaim)?.Value;
        if (Guid.TryParseExact(claim, "D", out var id)
            && await sessions.FindAsync(new SessionId(id), context.HttpContext.RequestAborted) is
            { Kind: SessionKind.Api } session)
        {
            context.Principal = Caller.Of(session).Enter(context.HttpContext, Policies.TokenScheme);
            context.Success();
        }
        else
        {
            context.Fail("The session of this token is over.");
        }
    }
}
