using Microsoft.AspNetCore.Authorization;
using Usher.BoxOffice.Organizations;
using Usher.BoxOffice.Permissions;
using Usher.Engine.Database;
using Usher.Engine.Shows;
using Usher.Http.Errors;

namespace Usher.Http.Security;

/// <summary>
/// Has each request act for one organization, where it is not everybody's: its people's, or the one whose address a
/// buyer came by (ADR 59). Shows and bookings of another one are there as little as those that nobody has.
/// </summary>
public sealed class TenantGate(ShowCatalog shows, OrganizationDirectory organizations)
{
    /// <summary>By which an OPERATOR says for which organization a call is: its slug.</summary>
    public const string Header = "Usher-Organization";

    private const string IdValue = "id";

    // What no show has, and so no booking.
    private static readonly ShowId Nobodys = new(BookingId.ShowIdMax);

    // Of a suspended organization's: what somebody does about their own account, and for a buyer who asks what is known
    // of them or to be forgotten.
    private static readonly PathString[] GoesOn =
    [
        Policies.DeskPath + "/account", Policies.DeskPath + "/sign-out", Policies.DeskPath + "/privacy",
        "/api/admin/privacy",
    ];

    // A form only so that no address of a person is in the address of a page.
    private static readonly PathString Search = Policies.DeskPath + "/bookings";

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint() is not RouteEndpoint route)
        {
            return next(context);
        }

        return route.Metadata.GetMetadata<IAllowAnonymous>() is null && Caller.OfRequest(context) is { } caller
            ? EnterAsync(context, route, caller, next)
            : BuyersTenant.Of(context) is { } own ? EnterAsync(context, route, own.Id, next)
            : next(context);
    }

    private async Task EnterAsync(HttpContext context, RouteEndpoint route, Caller caller, RequestDelegate next)
    {
        // What only an OPERATOR may do is about all organizations.
        if (AccessRefusals.RoleOf(context) is null or Role.Operator)
        {
            await next(context);
            return;
        }

        var known = await organizations.GetAsync(context.RequestAborted);
        if (context.Request.Headers[Header] is [{ } slug])
        {
            if (known.FindBySlug(slug) is not { } chosen
                || (chosen.Id != caller.Organization && !caller.Is(Role.Operator)))
            {
                await Problems.Of(
                    ProblemType.RoleRequired, $"{Header} must be the slug of an organization that is yours.")
                    .ExecuteAsync(context);
                return;
            }

            caller = caller with { Organization = chosen.Id };
            context.Features.Set(caller);
        }

        if (known.Find(caller.Organization)?.IsSuspended == true && IsChange(context.Request)
            && !caller.Is(Role.Operator))
        {
            await Problems.Of(ProblemType.OrganizationSuspended).ExecuteAsync(context);
            return;
        }

        await EnterAsync(context, route, caller.Organization, next);
    }

    private async Task EnterAsync(
        HttpContext context, RouteEndpoint route, OrganizationId organization, RequestDelegate next)
    {
        Tenant.Enter(organization);
        await HideOthersAsync(context, route);
        await next(context);
    }

    private static bool IsChange(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)
        && !request.Path.Equals(Search, StringComparison.OrdinalIgnoreCase)
        && !Array.Exists(GoesOn, path => request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase));

    // An id of another organization's becomes one that nobody has, and so does one that nobody has: whatever the route
    // answers to that, it is the same.
    private async ValueTask HideOthersAsync(HttpContext context, RouteEndpoint route)
    {
        if (context.Request.RouteValues[IdValue] is not string id)
        {
            return;
        }

        var pattern = route.RoutePattern.RawText!;
        if (pattern.Contains("shows/{id}", StringComparison.Ordinal))
        {
            if (ShowId.TryParse(id, out var show) && !await IsOursAsync(show, context))
            {
                context.Request.RouteValues[IdValue] = Nobodys.ToString();
            }
        }
        else if (pattern.Contains("bookings/{id}", StringComparison.Ordinal)
            && BookingId.TryParse(id, out var booking) && !await IsOursAsync(booking.ShowId, context))
        {
            context.Request.RouteValues[IdValue] = BookingId.Random(Nobodys).ToString();
        }
    }

    private async ValueTask<bool> IsOursAsync(ShowId show, HttpContext context) =>
        await shows.FindAsync(show, context.RequestAborted) is { } terms && Tenant.MaySee(terms.OrganizationId);
}
