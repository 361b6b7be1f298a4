using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Usher.Http.BotChecks;
using Usher.Http.Fields;
using Usher.Http.RateLimits;
using Usher.Http.Replies;

namespace Usher.Http.Security;

/// <summary>
/// Which other sites' scripts may call the API (CORS, Fetch standard): those that are listed, none by default, and
/// never with cookies. Pages and the desk are for nobody else's scripts.
/// </summary>
public static class CrossOrigin
{
    private static readonly PathString Api = "/api";
    private static readonly TimeSpan PreflightAge = TimeSpan.FromMinutes(10);

    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

    private static readonly string[] Sent =
    [
        HeaderNames.Accept, HeaderNames.AcceptLanguage, HeaderNames.Authorization, HeaderNames.ContentType,
        HeaderNames.IfNoneMatch, IdempotencyKey.HeaderName, AdminKey.HeaderName, Challenge.AnswerHeader,
        TenantGate.Header,
        "Last-Event-ID", "Prefer",
    ];

    private static readonly string[] Exposed =
    [
        HeaderNames.ETag, HeaderNames.Location, HeaderNames.RetryAfter, HeaderNames.WWWAuthenticate,
        RateHeaders.State, RateHeaders.Policy,
    ];

    /// <summary>
    /// Whether a page of another site sent the request. Browsers say where one comes from: in Sec-Fetch-Site (Fetch
    /// Metadata, W3C), or, over plain HTTP, in Origin (RFC 6454). Who says neither is no browser, and no stranger's
    /// page can send its requests.
    /// </summary>
    public static bool IsFromAnotherSite(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"];
        if (site.Count > 0)
        {
            return site != "same-origin" && site != "none";
        }

        var origin = request.Headers.Origin;
        return origin.Count > 0
            && !request.HttpContext.RequestServices.GetRequiredService<PublicAddress>()
                .IsOwn(origin.ToString(), request);
    }

    /// <summary>Whether a script may watch by a WebSocket, which browsers let go to any site: one of this site, or of a
    /// listed one.</summary>
    public static bool MayWatch(HttpRequest request) => !IsFromAnotherSite(request)
        || BrowserOptions.ReadOrigins(
                request.HttpContext.RequestServices.GetRequiredService<IOptions<BrowserOptions>>().Value.CorsOrigins)?
            .Contains(request.Headers.Origin.ToString(), StringComparer.OrdinalIgnoreCase) == true;

    /// <summary>Without a list there is nothing to pass, and no header of the kind in any answer.</summary>
    internal static void UseCrossOrigin(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<BrowserOptions>>().Value;
        if (BrowserOptions.ReadOrigins(options.CorsOrigins) is not { Count: > 0 } origins)
        {
            return;
        }

        app.UseWhen(
            context => context.Request.Path.StartsWithSegments(Api, StringComparison.OrdinalIgnoreCase),
            api => api.UseCors(policy => policy.WithOrigins([.. origins]).WithMethods(Methods).WithHeaders(Sent)
                .WithExposedHeaders(Exposed).SetPreflightMaxAge(PreflightAge)));
    }
}
