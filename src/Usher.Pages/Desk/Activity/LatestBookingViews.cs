using System.Collections.Immutable;
using Usher.Engine.Bookings;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Shows;
using Usher.Engine.Statistics;
using Usher.Pages.Kit.Pictures;

namespace Usher.Pages.Desk.Activity;

/// <summary>A booking as a line of a list.</summary>
/// <param name="Booking">Its present state.</param>
/// <param name="ShowName">What it is for.</param>
/// <param name="StartsAt">When the show or the appointment begins, UTC.</param>
/// <param name="TimeZone">The time zone of its venue.</param>
/// <param name="Seats">Its seats in words.</param>
/// <param name="Buyer">Enough of an e-mail address for its owner to recognise it.</param>
public sealed record LatestBooking(
    Booking Booking, string ShowName, DateTime StartsAt, string TimeZone, string Seats, string Buyer);

/// <summary>The bookings that were made last, as lines of a list.</summary>
internal sealed class LatestBookingViews(
    LatestBookings latest, BookingQueries bookings, BookingEnds ends, ShowCatalog shows, SeatingViews views)
{
    /// <param name="showId">The show; null: all shows.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<IReadOnlyList<LatestBooking>> FindAsync(ShowId? showId, CancellationToken ct)
    {
        var found = new List<LatestBooking>();
        foreach (var id in await latest.FindAsync(showId, ct))
        {
            if (await bookings.FindAsync(id, ct) is { } booking
                && await views.FindShowAsync(id.ShowId, ct) is { } show
                && await shows.FindAsync(id.ShowId, ct) is { } terms)
            {
                var plan = await shows.PlanAsync(terms, (await ends.FindAsync(booking, ct))?.PlanVersion, ct);
                found.Add(new LatestBooking(
                    booking, show.Name,
                    AppointmentTimes.Of(plan, booking.SeatNumbers, show.StartsAt, show.TimeZone),
                    show.TimeZone, Words(plan, booking.SeatNumbers),
                    booking.Email is { } email ? EmailAddress.Mask(email) : ""));
            }
        }

        return found;
    }

    private static string Words(SeatingPlan plan, ImmutableArray<int> seats) => SeatNames.InSections(plan, seats);
}
