using Usher.Http.Replies;


namespace Usher.Pages.Desk.Bookings;

internal static class BookingDeskRoutes
{
    public static void MapBookingDesk(this RouteGroupBuilder desk, IServiceProvider services)
    {
        var pages = services.GetRequiredService<BookingDeskPages>();
        desk.MapRead("/bookings", pages.List);
        desk.MapPost("/bookings", (Delegate)pages.Search);
        desk.MapRead("/bookings.csv", pages.Export);
        desk.MapRead("/bookings/{id}", pages.GetBooking);
        desk.MapRead("/bookings/{id}/cancel", pages.AskCancel);
        desk.MapPost("/bookings/{id}/cancel", (Delegate)pages.Cancel);
        desk.MapPost("/bookings/{id}/ticket-link", pages.MakeTicketLink);
        desk.MapPost("/bookings/{id}/ticket-link/end", pages.EndTicketLinks);
    }
}
