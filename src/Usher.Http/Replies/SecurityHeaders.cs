using Microsoft.Extensions.Primitives;

namespace Usher.Http.Replies;

/// <summary>
/// What every answer tells a browser, whatever it is: nobody frames it, nothing in it runs, and it is what it says it
/// is. A page, which is made of scripts and styles, puts its own policy in place of this one.
/// </summary>
public static class SecurityHeaders
{
    /// <summary>For answers that are no pages.</summary>
    private static readonly StringValues Bare = "default-src 'none'; frame-ancestors 'none'";

    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues SameOrigin = "same-origin";

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.Headers.SetSecurity();
        return next(context);
    });

    /// <summary>Sets them; again where an answer was begun and is made anew.</summary>
    public static void SetSecurity(this IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = NoSniff;
        headers.ContentSecurityPolicy = Bare;
        // The address of a booking is its key: it stays here. With "no-referrer" the origin of a form would be "null"
        // as well, and browsers on plain HTTP have nothing else to tell a form of ours from a stranger's.
        headers["Referrer-Policy"] = SameOrigin;
    }
}
