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
        && CrossOrigin.IsFromAnotherSite(context.Request)
        && context.User.Identity?.AuthenticationType != Policies.KeyScheme;
}
