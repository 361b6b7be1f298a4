using System.Globalization;
using Microsoft.Extensions.Options;
using Usher.Http.Security;

namespace Usher.Pages.Desk.SignIn;

/// <summary>Who is signed in: whoever brings a cookie that says until when, which a server here has signed.</summary>
public sealed class DeskSessions(
    DeskSeal seal, DeskKey key, IOptions<DeskOptions> options, TimeProvider time)
{
    public const string CookieName = "usher-desk";

    private const string Purpose = "session";

    public async ValueTask OpenAsync(HttpContext context)
    {
        var until = time.GetUtcNow().AddHours(options.Value.SessionHours);
        context.Response.Cookies.Append(
            CookieName, await SignAsync(until, context.RequestAborted), Cookie(context, until));
    }

    /// <summary>A session of this server's own, as a browser would send it.</summary>
    public async ValueTask<string> CookieAsync(TimeSpan length, CancellationToken ct) =>
        $"{CookieName}={await SignAsync(time.GetUtcNow() + length, ct)}";

    public static void Close(HttpContext context) =>
        context.Response.Cookies.Delete(CookieName, Cookie(context, until: null));

    public async ValueTask<bool> IsOpenAsync(HttpContext context)
    {
        var text = await seal.OpenAsync(
            Purpose, context.Request.Cookies[CookieName], context.RequestAborted);
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var until)
            && until > time.GetUtcNow().ToUnixTimeSeconds();
    }

    /// <summary>Programs send the key itself with each call.</summary>
    public async ValueTask<bool> CameWithKeyAsync(HttpContext context) =>
        context.Request.Headers.TryGetValue(AdminKey.HeaderName, out var values)
        && values is [{ } presented]
        && await key.IsAsync(presented, context.RequestAborted);

    private ValueTask<string> SignAsync(DateTimeOffset until, CancellationToken ct) =>
        seal.SignAsync(Purpose, until.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), ct);

    private static CookieOptions Cookie(HttpContext context, DateTimeOffset? until) => new()
    {
        Path = "/desk",
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        Expires = until,
    };
}
