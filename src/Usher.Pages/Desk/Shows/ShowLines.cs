using System.Collections.Immutable;
using Usher.Engine.Bookings;
using Usher.Engine.Seats;
using Usher.Engine.Shows;


namespace Usher.Pages.Desk.Shows;

/// <summary>Pages of shows with how their seats stand now.</summary>
internal sealed class ShowLines(
    ShowQueries queries, SeatCounting seats, SeatHolders holders, TimeProvider time)
{
    public async Task<(IReadOnlyList<ShowLine> Lines, ShowCursor? Next)> FindAsync(
        bool withPast, string? text, int limit, ShowCursor? after, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var (shows, next) = await queries.ListWithoutSeatsAsync(withPast ? null : now, text, limit, after, ct);
        ImmutableArray<ShowId> ids = [.. shows.Select(show => show.Id)];
        var counts = await seats.CountAsync(ids, ct);
        var blocked = await holders.CountBlockedAsync(ids, ct);
        return (
            [
                .. shows.Select(show => (
                        Show: show,
                        Seats: counts.GetValueOrDefault(show.Id).WithBlocked(blocked.GetValueOrDefault(show.Id))))
                    .Select(row => new ShowLine(row.Show, row.Seats, row.Show.StatusAt(now, row.Seats.Free))),
            ],
            next);
    }
}
