using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Usher.Http.Errors;

namespace Usher.Http.Security;

/// <summary>Authenticates programs by the key that they send with each call.</summary>
internal sealed class AdminKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, DeskKey key)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private const string Organiser = "organiser";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Request.Headers.TryGetValue(AdminKey.HeaderName, out var values))
        {
            return AuthenticateResult.NoResult();
        }

        if (values is not [{ } presented] || !await key.IsAsync(presented, Context.RequestAborted))
        {
            return AuthenticateResult.Fail("The header has another key than this server.");
        }

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, Organiser)], Scheme.Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        (Problems.Of(ProblemType.AdminKeyRequired) with
        {
            Header = ("WWW-Authenticate", $"ApiKey realm=\"usher\", header=\"{AdminKey.HeaderName}\""),
        }).ExecuteAsync(Context);
}
