using Usher.Http.Replies;
using Usher.Http.Security;
using Usher.Pages.Desk.Account;
using Usher.Pages.Desk.ApiKeys;
using Usher.Pages.Desk.Bookings;
using Usher.Pages.Desk.LiveMap;
using Usher.Pages.Desk.NewShows;
using Usher.Pages.Desk.Organizations;
using Usher.Pages.Desk.Overview;
using Usher.Pages.Desk.Plans;
using Usher.Pages.Desk.Privacy;
using Usher.Pages.Desk.Shows;
using Usher.Pages.Desk.SignIn;
using Usher.Pages.Desk.Team;
using Usher.Pages.Kit;


namespace Usher.Pages;

internal static class DeskRoutes
{
    public static void MapDesk(this IEndpointRouteBuilder routes)
    {
        routes.MapSignIn();
        var services = routes.ServiceProvider;
        // Whatever is mapped here needs a session or a key, of the role that its group names, and forms of our own.
        var desk = routes.MapGroup("/desk").ExcludeFromDescription().RefuseCrossSiteForms().ForReaders();
        services.GetRequiredService<FormToken>().RequireIn(desk);
        var scanner = desk.MapGroup("").RequireAuthorization(Policies.Scanner);
        var staff = desk.MapGroup("").RequireAuthorization(Policies.Staff);
        var admin = desk.MapGroup("").RequireAuthorization(Policies.Admin);
        admin.MapPlans(services);
        admin.MapNewShows(services);
        scanner.MapShowList(services);
        staff.MapDeskShows(services);
        admin.MapShowChanges(services);
        staff.MapRead("", services.GetRequiredService<OverviewPages>().GetOverview);
        staff.MapLiveMap(services);
        staff.MapBookingDesk(services);
        admin.MapTeam(services);
        admin.MapApiKeys(services);
        admin.MapOrganization(services);
        admin.MapPrivacy(services);
        desk.MapGroup("").RequireAuthorization(Policies.Operator).MapTenants(services);
        scanner.MapAccount(services);
    }
}
