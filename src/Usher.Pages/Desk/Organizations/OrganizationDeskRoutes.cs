using Usher.Http.LoadShedding;
using Usher.Http.Replies;

namespace Usher.Pages.Desk.Organizations;

internal static class OrganizationDeskRoutes
{
    public static void MapOrganization(this RouteGroupBuilder desk, IServiceProvider services)
    {
        var organization = services.GetRequiredService<OrganizationPages>();
        desk.MapRead("/organization", organization.Ask);
        desk.MapPost("/organization", (Delegate)organization.Save);
        var logo = services.GetRequiredService<LogoPages>();
        desk.MapRead("/organization/logo/{file}", logo.GetLogo);
        desk.MapPost("/organization/logo", (Delegate)logo.Save).WithMetadata(LargeBodyRoute.Logo);
        desk.MapPost("/organization/logo/remove", (Delegate)logo.Remove);
    }

    public static void MapTenants(this RouteGroupBuilder desk, IServiceProvider services)
    {
        var tenants = services.GetRequiredService<TenantPages>();
        desk.MapRead("/tenants", tenants.List);
        desk.MapPost("/tenants", (Delegate)tenants.Make);
        desk.MapPost("/tenants/{slug}/suspend", tenants.Suspend);
        desk.MapPost("/tenants/{slug}/resume", tenants.Resume);
        desk.MapPost("/tenants/{slug}/enter", tenants.Enter);
    }
}
