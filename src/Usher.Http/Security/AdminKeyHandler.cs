using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Usher.Http.Errors;

namespace Usher.Http.Security;

/// <summary>Authenticates programs by the key that they send with each call.</summary>
internal sealed class AdminKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, KeyCheck keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private const string Organiser = "organiser";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync() =>
        await keys.OfHeaderAsync(Context) switch
        {
            null => AuthenticateResult.NoResult(),
            { IsRight: false } => AuthenticateResult.Fail("The key in the header is not this server's key."),
            _ => AuthenticateResult.Success(new AuthenticationTicket(
                new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, Organiser)], Scheme.Name)),
                Scheme.Name)),
        };

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        KeyRefusals.Of(Context, ProblemType.AdminKeyRequired.Explanation).ExecuteAsync(Context);
}
