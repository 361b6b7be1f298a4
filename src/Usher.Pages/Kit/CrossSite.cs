using Usher.Http.Security;

namespace Usher.Pages.Kit;

/// <summary>Whether a form was sent by a page of another site.</summary>
internal static class CrossSite
{
    public static RouteGroupBuilder RefuseCrossSiteForms(this RouteGroupBuilder group) =>
        group.AddEndpointFilter((invocation, next) => IsRefused(invocation.HttpContext)
            ? ValueTask.FromResult<object?>(Notices.FromElsewhere())
            : next(invocation));

    // Whoever sends the key with a request is a program, and no browser can be made to.
    private static bool IsRefused(HttpContext context) =>
        HttpMethods.IsPost(context.Request.Method)
        && Sent(context.Request)
        && context.User.Identity?.AuthenticationType != Policies.KeyScheme;

    /// <summary>
    /// Browsers say where a request comes from: in Sec-Fetch-Site (Fetch Metadata, W3C), or, over plain HTTP, in Origin
    /// (RFC 6454). Who says neither is no browser, and no stranger's page can send its requests.
    /// </summary>
    private static bool Sent(HttpRequest request)
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
}
