using System.Globalization;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Usher.Http.Replies;

/// <summary>
/// What every answer tells a browser, whatever it is: nobody frames it, nothing in it runs, it is what it says it is,
/// no other site loads it, and, where the site has TLS, that there is no other way to it. A page, which is made of
/// scripts and styles, puts its own policy in place of this one; all policies are here.
/// </summary>
/// <remarks>
/// The API's JSON, of which there are tens of thousands of answers a second, does without two of them: it has no links
/// to follow, and what is no picture, style or script, and not to be taken for one, no browser gives to another site.
/// </remarks>
public sealed class SecurityHeaders(IOptions<BrowserOptions> options)
{
    private static readonly PathString Api = "/api";

    /// <summary>For answers that are no pages.</summary>
    private static readonly StringValues Bare = "default-src 'none'; frame-ancestors 'none'";

    // Nothing runs or styles a page that does not come from this server as a file of its own.
    private static readonly StringValues OfPages = "default-src 'none'; script-src 'self'; style-src 'self'; "
        + "img-src 'self' data:; connect-src 'self'; font-src 'none'; form-action 'self'; base-uri 'none'; "
        + "frame-ancestors 'none'";

    // The viewer styles its elements one by one, and has pictures in its stylesheet.
    private static readonly StringValues OfViewer = "default-src 'none'; script-src 'self'; "
        + "style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    // What no page of ours asks of a device, nothing that gets into one shall.
    private static readonly StringValues NoDevices = "accelerometer=(), bluetooth=(), camera=(), display-capture=(), "
        + "geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), "
        + "usb=()";

    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues SameOrigin = "same-origin";
    private static readonly StringValues NoReferrer = "no-referrer";

    private readonly StringValues _hsts = HstsOf(options.Value);

    /// <summary>Sets them; again where an answer was begun and is made anew.</summary>
    public void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = NoSniff;
        headers.ContentSecurityPolicy = Bare;
        if (!context.Request.Path.StartsWithSegments(Api, StringComparison.OrdinalIgnoreCase))
        {
            // The address of a booking is its key: it stays here. With "no-referrer" the origin of a form would be
            // "null" as well, and browsers on plain HTTP have nothing else to tell a form of ours from a stranger's. A
            // ticket has no form, and its address is not even for the logs of what stands before us.
            headers["Referrer-Policy"] = TicketAddress.SentWith(context.Request) is null ? SameOrigin : NoReferrer;
            headers["Cross-Origin-Resource-Policy"] = SameOrigin;
        }

        if (context.Request.IsHttps && _hsts.Count > 0 && !IsLocal(context.Request.Host))
        {
            headers.StrictTransportSecurity = _hsts;
        }
    }

    /// <summary>For an answer that is a page.</summary>
    public static void SetForPage(IHeaderDictionary headers) => SetForDocument(headers, OfPages);

    /// <summary>For the viewer of the API's description, which is not ours.</summary>
    public static void SetForViewer(IHeaderDictionary headers) => SetForDocument(headers, OfViewer);

    private static void SetForDocument(IHeaderDictionary headers, StringValues policy)
    {
        headers.ContentSecurityPolicy = policy;
        headers["Cross-Origin-Opener-Policy"] = SameOrigin;
        headers["Permissions-Policy"] = NoDevices;
    }

    private static StringValues HstsOf(BrowserOptions options)
    {
        var below = options.HstsIncludeSubdomains ? "; includeSubDomains" : "";
        return options.HstsSeconds == 0
            ? StringValues.Empty
            : new StringValues(string.Create(CultureInfo.InvariantCulture, $"max-age={options.HstsSeconds}{below}"));
    }

    // A browser keeps it by name: all that is ever served on this machine would have to have TLS.
    private static bool IsLocal(HostString host) => host.Value is not { } name
        || name.StartsWith("localhost", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("127.", StringComparison.Ordinal)
        || name.StartsWith("[::1]", StringComparison.Ordinal);
}

public static class SecurityHeadersMiddleware
{
    public static void UseSecurityHeaders(this WebApplication app)
    {
        var security = app.Services.GetRequiredService<SecurityHeaders>();
        app.Use((context, next) =>
        {
            security.Set(context);
            return next(context);
        });
    }
}
