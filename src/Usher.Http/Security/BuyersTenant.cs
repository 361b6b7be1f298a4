using Usher.BoxOffice.Organizations;

namespace Usher.Http.Security;

/// <summary>
/// The organization whose address a buyer came by: its own host, or /o/slug on any other. Behind the latter everything
/// is as on the default host, so that routes know nothing of it.
/// </summary>
public sealed class BuyersTenant(OrganizationDirectory organizations)
{
    private const string Prefix = "/o/";

    /// <summary>Whose address the request came by; null: everybody's.</summary>
    public static Organization? Of(HttpContext context) => context.Features.Get<Found>()?.Organization;

    /// <summary>Finds it before anything is routed, and takes it off the path.</summary>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var known = organizations.RecallAsync(context.RequestAborted);
        return known.IsCompletedSuccessfully ? Enter(context, known.Result, next) : EnterAsync(context, known, next);
    }

    private static async Task EnterAsync(
        HttpContext context, ValueTask<OrganizationsKnown> known, RequestDelegate next) =>
        await Enter(context, await known, next);

    private static Task Enter(HttpContext context, OrganizationsKnown known, RequestDelegate next)
    {
        // Under a host of its own there is no way to another one.
        if ((known.FindByHost(context.Request.Host.Host) ?? OfPath(context.Request, known)) is { } organization)
        {
            context.Features.Set(new Found(organization));
        }

        return next(context);
    }

    private static Organization? OfPath(HttpRequest request, OrganizationsKnown known)
    {
        if (request.Path.Value is not { } path || !path.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var end = path.IndexOf('/', Prefix.Length);
        var rest = new PathString(end < 0 ? "/" : path[end..]);
        // The desk is where its cookie is sent.
        if (rest.StartsWithSegments(Policies.DeskPath, StringComparison.OrdinalIgnoreCase)
            || known.FindBySlug(end < 0 ? path[Prefix.Length..] : path[Prefix.Length..end]) is not { } organization)
        {
            return null;
        }

        request.PathBase += organization.Path;
        request.Path = rest;
        return organization;
    }

    private sealed record Found(Organization Organization);
}
