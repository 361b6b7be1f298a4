using Usher.Http.Replies;
using Usher.Pages.Buyers.Bookings;
using Usher.Pages.Buyers.Shows;
using Usher.Pages.Kit;


namespace Usher.Pages;

internal static class PageRoutes
{
    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var pages = routes.MapGroup("").ExcludeFromDescription().AllowAnonymous().RefuseCrossSiteForms()
            .ForReaders();

        var shows = services.GetRequiredService<ShowsPages>();
        pages.MapRead("/", shows.List);

        var show = services.GetRequiredService<ShowPages>();
        pages.MapRead("/shows/{id}", show.GetShow);
        pages.MapRead("/shows/{id}/opening.ics", show.Opening);
        pages.MapRead("/shows/{id}/find", services.GetRequiredService<FindPages>().Find);
        pages.MapPost("/shows/{id}/book", (Delegate)services.GetRequiredService<BookPages>().Book);

        pages.MapRead(OwnAddress.ColoursPath, OwnAddress.Colours);
        pages.MapRead(Logos.Route, services.GetRequiredService<Logos>().GetLogo);

        var bookings = services.GetRequiredService<BookingPages>();
        pages.MapRead("/bookings", RememberedPages.GetList);
        pages.MapPost("/bookings/states", (Delegate)services.GetRequiredService<RememberedPages>().States);
        pages.MapRead("/bookings/{id}", bookings.GetBooking);
        pages.MapRead("/bookings/{id}/show.ics", bookings.Calendar);
        pages.MapRead("/bookings/{id}/cancel", bookings.AskCancel);
        pages.MapPost("/bookings/{id}/cancel", (Delegate)bookings.Cancel);
        pages.MapPost("/bookings/{id}/confirm", (Delegate)bookings.Confirm);
        pages.MapPost("/bookings/{id}/extend", (Delegate)bookings.Extend);
    }
}
