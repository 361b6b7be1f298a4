using System.Collections.Immutable;
using Usher.Engine.Bookings;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Shows;
using Usher.Pages.Desk.LiveMap;

namespace Usher.Pages.Desk.Bookings;

/// <summary>Puts bookings into words: what they are for, and what their seats are called.</summary>
internal sealed class BookingWording(ShowQueries queries, ShowCatalog shows)
{
    /// <param name="bookings">The bookings.</param>
    /// <param name="ends">How those of them ended that have: their seats keep the names of that time.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<IReadOnlyList<BookingLine>> OfAsync(
        ImmutableArray<Booking> bookings, IReadOnlyDictionary<BookingId, BookingEnd> ends, CancellationToken ct)
    {
        var names = await queries.FindNamesAsync(bookings.Select(booking => booking.ShowId), ct);
        List<BookingLine> lines = new(bookings.Length);
        foreach (var booking in bookings)
        {
            if (names.TryGetValue(booking.ShowId, out var show)
                && await shows.FindAsync(booking.ShowId, ct) is { } terms)
            {
                var plan = await shows.PlanAsync(terms, ends.GetValueOrDefault(booking.Id)?.PlanVersion, ct);
                lines.Add(new BookingLine(
                    booking, show.Name, show.StartsAt, show.TimeZone, SeatNames.InSections(plan, booking.SeatNumbers))
                {
                    Columns = SeatNames.Columns(plan, booking.SeatNumbers),
                    AppointmentAt = plan.Kind == PlanKind.Slots
                        ? AppointmentTimes.Of(plan, booking.SeatNumbers, show.StartsAt, show.TimeZone)
                        : null,
                });
            }
        }

        return lines;
    }

    public async Task<ShowName?> NameOfAsync(ShowId showId, CancellationToken ct) =>
        (await queries.FindNamesAsync([showId], ct)).GetValueOrDefault(showId);

    /// <summary>The one seat of the show with this name; null if none or several have it.</summary>
    public async Task<int?> SeatAsync(ShowId showId, string text, CancellationToken ct) =>
        text.Length > 0 && !text.Contains('@', StringComparison.Ordinal)
        && await shows.FindAsync(showId, ct) is { } terms
        && new SeatFinder(await shows.PlanAsync(terms, ct)).Find(text) is [var only]
            ? only
            : null;
}
