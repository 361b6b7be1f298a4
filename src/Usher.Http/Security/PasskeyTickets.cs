using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Usher.BoxOffice.Identity;

namespace Usher.Http.Security;

/// <summary>
/// Keeps a challenge between the page that shows it and the form that answers it: sealed, in a cookie of the browser
/// that asked for it, for some minutes and one purpose. Whoever only has the answer has nothing.
/// </summary>
public sealed class PasskeyTickets(
    IDataProtectionProvider protection, SiteCookies cookies, SpentChallenges spent)
{
    public const string CookieName = "usher-desk-passkey";

    /// <summary>How long a challenge can be answered.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(5);

    private readonly IDataProtector _protector = protection.CreateProtector("Usher.Desk.Passkey");

    /// <summary>Gives the browser one; the one before is nothing any more.</summary>
    /// <param name="context">The request.</param>
    /// <param name="purpose">What its answer will be good for.</param>
    /// <param name="state">The challenge, as the handler wants it back.</param>
    public void Give(HttpContext context, string purpose, string state) => context.Response.Cookies.Append(
        cookies.NameOf(CookieName), Of(purpose).Protect(state, Length), cookies.Strict(context.Request));

    /// <summary>Takes it back from the browser.</summary>
    /// <returns>Null: it has none for this purpose, or it is too old.</returns>
    public string? Take(HttpContext context, string purpose)
    {
        var name = cookies.NameOf(CookieName);
        if (context.Request.Cookies[name] is not { Length: > 0 } ticket)
        {
            return null;
        }

        context.Response.Cookies.Delete(name, cookies.Strict(context.Request));
        try
        {
            return Of(purpose).Unprotect(ticket);
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }

    /// <summary>After the answer was found to be right, and before it opens anything.</summary>
    /// <returns>False: it was answered before.</returns>
    public Task<bool> SpendAsync(string state, CancellationToken ct) => spent.SpendAsync(state, Length, ct);

    private ITimeLimitedDataProtector Of(string purpose) =>
        _protector.CreateProtector(purpose).ToTimeLimitedDataProtector();
}
