using System.Collections.Immutable;
using Usher.Engine.Bookings;
using Usher.Engine.Seats;
using Usher.Engine.Shows;


namespace Usher.Pages.Desk.Shows;

/// <summary>Pages of shows with how their seats stand now.</summary>
internal sealed class ShowLines(
    OpenSlots open, SeatCounting seats, SeatHolders holders, TimeProvider time)
{
    public async Task<(IReadOnlyList<ShowLine> Lines, ShowCursor? Next)> FindAsync(
        bool withPast, string? text, int limit, ShowCursor? after, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var (shows, next) = await open.ListWithoutSeatsAsync(withPast ? null : now, text, limit, after, ct);
        ImmutableArray<ShowId> ids = [.. shows.Select(listing => listing.Show.Id)];
        var counts = await seats.CountAsync(ids, ct);
        var blocked = await holders.CountBlockedAsync(ids, ct);
        return (
            [
                .. shows.Select(listing => LineOf(
                    listing,
                    counts.GetValueOrDefault(listing.Show.Id).WithBlocked(blocked.GetValueOrDefault(listing.Show.Id)),
                    now)),
            ],
            next);
    }

    private static ShowLine LineOf(ShowListing listing, SeatCounts seats, DateTime now)
    {
        seats = listing.Show.LastSlotAt is null
            ? seats
            : seats.WithBegun(Math.Max(0, seats.Free - listing.AvailableSeats));
        return new ShowLine(listing.Show, seats, listing.Show.StatusAt(now, seats.Free));
    }
}
