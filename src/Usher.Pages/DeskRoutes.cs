using Usher.Http.Replies;
using Usher.Http.Security;
using Usher.Pages.Desk.Bookings;
using Usher.Pages.Desk.LiveMap;
using Usher.Pages.Desk.NewShows;
using Usher.Pages.Desk.Overview;
using Usher.Pages.Desk.Plans;
using Usher.Pages.Desk.Shows;
using Usher.Pages.Desk.SignIn;
using Usher.Pages.Kit;


namespace Usher.Pages;

internal static class DeskRoutes
{
    public static void MapDesk(this IEndpointRouteBuilder routes)
    {
        routes.MapSignIn();
        var services = routes.ServiceProvider;
        // Whatever is mapped here needs a session or the admin key, and forms of our own.
        var desk = routes.MapGroup("/desk").ExcludeFromDescription().RequireAuthorization(Policies.Desk)
            .RefuseCrossSiteForms().ForReaders();
        services.GetRequiredService<FormToken>().RequireIn(desk);
        desk.MapPlans(services);
        desk.MapNewShows(services);
        desk.MapDeskShows(services);
        desk.MapRead("", services.GetRequiredService<OverviewPages>().GetOverview);
        desk.MapLiveMap(services);
        desk.MapBookingDesk(services);
    }
}
