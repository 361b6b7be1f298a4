using Usher.Server.Desk.Bookings;
using Usher.Server.Desk.LiveMap;
using Usher.Server.Desk.NewShows;
using Usher.Server.Desk.Overview;
using Usher.Server.Desk.Plans;
using Usher.Server.Desk.Shows;
using Usher.Server.Desk.SignIn;
using Usher.Server.Http;

namespace Usher.Server.Desk;

internal static class DeskRoutes
{
    public static void MapDesk(this IEndpointRouteBuilder routes)
    {
        routes.MapSignIn();
        var services = routes.ServiceProvider;
        // Whatever is mapped here needs a session or the admin key, and forms of our own.
        var desk = routes.MapGroup("/desk").ExcludeFromDescription()
            .RequireDesk(services.GetRequiredService<DeskSessions>());
        desk.MapPlans(services);
        desk.MapNewShows(services);
        desk.MapDeskShows(services);
        desk.MapRead("", services.GetRequiredService<OverviewPages>().Show);
        desk.MapLiveMap(services);
        desk.MapBookingDesk(services);
    }
}
