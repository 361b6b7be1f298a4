using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Usher.Http.Security;

/// <summary>Authenticates programs by the key that they send with each call, and tells all who may not call why.
/// </summary>
internal sealed class KeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, KeyCheck keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync() =>
        await keys.OfHeaderAsync(Context) switch
        {
            null => AuthenticateResult.NoResult(),
            { Caller: { } caller } => AuthenticateResult.Success(
                new AuthenticationTicket(caller.Enter(Context, Scheme.Name), Scheme.Name)),
            _ => AuthenticateResult.Fail("The key in the header is none that opens anything."),
        };

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        AccessRefusals.Unknown(Context).ExecuteAsync(Context);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        AccessRefusals.Forbidden(Context).ExecuteAsync(Context);
}
