using System.Collections.Immutable;
using Npgsql;
using Usher.Engine.Seats;

namespace Usher.Engine.Shows;

/// <summary>
/// Lists shows by what can still be booked of them: a day of slots lies ahead as long as one of its slots does, and
/// those that have begun are not free. Its plan tells the slots, so they are known in memory and not in the table.
/// </summary>
public sealed class OpenSlots(ShowQueries queries, ShowCatalog catalog, SeatMaps maps, TimeProvider time)
{
    /// <summary>The listing as it is at this moment.</summary>
    /// <param name="listing">A show, and how many of its seats nobody has.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="NpgsqlException">What it needs is not in memory and the database is away.</exception>
    public async ValueTask<ShowListing> OfAsync(ShowListing listing, CancellationToken ct)
    {
        var (show, now) = (listing.Show, time.GetUtcNow().UtcDateTime);
        if (show.PlanId is null || (show.StartsAt - now).Duration() >= SlotStarts.SpanMax
            || await catalog.FindAsync(show.Id, ct) is not { Slots: { } slots })
        {
            return listing;
        }

        var isFree = await maps.FreeSeatsAsync(show.Id, show.TotalSeats, now, ct);
        slots.Close(isFree, now);
        return new ShowListing(show with { LastSlotAt = slots.Last }, isFree.Count(free => free));
    }

    /// <summary>The list of <see cref="ShowQueries"/> with the days of slots that have begun and are not over at
    /// <paramref name="from"/>: they come first, as their start is the earliest.</summary>
    /// <inheritdoc cref="ShowQueries.ListAsync(DateTime?, string?, int, ShowCursor?, CancellationToken)"/>
    public Task<ShowPage> ListAsync(DateTime? from, string? text, int limit, ShowCursor? after, CancellationToken ct) =>
        ListAsync(queries.ListAsync, from, text, limit, after, ct);

    /// <summary>The same without a look at the seats of those that are not days of slots under way
    /// (<see cref="Show.LastSlotAt"/>).</summary>
    /// <inheritdoc cref="ShowQueries.ListAsync(DateTime?, string?, int, ShowCursor?, CancellationToken)"/>
    public Task<ShowPage> ListWithoutSeatsAsync(
        DateTime? from, string? text, int limit, ShowCursor? after, CancellationToken ct) =>
        ListAsync(queries.ListWithoutSeatsAsync, from, text, limit, after, ct);

    /// <summary>How many days of slots have begun and are not over.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<int> CountUnderWayAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var count = 0;
        for (ShowCursor? next = null; ;)
        {
            var page = await queries.ListBegunAsync(now, text: null, next, ct);
            foreach (var begun in page.Shows)
            {
                count += await catalog.FindAsync(begun.Show.Id, ct) is { Slots: { } slots } && slots.Last > now ? 1 : 0;
            }

            if ((next = page.Next) is null)
            {
                return count;
            }
        }
    }

    private async Task<ShowPage> ListAsync(
        Func<DateTime?, string?, int, ShowCursor?, CancellationToken, Task<ShowPage>> list, DateTime? from,
        string? text, int limit, ShowCursor? after, CancellationToken ct)
    {
        var running = await FindRunningAsync(from, text, limit, after, ct);
        if (running.Length == limit)
        {
            return new ShowPage(running, new ShowCursor(running[^1].Show.StartsAt, running[^1].Show.Id));
        }

        // What has begun comes before all that has not.
        var rest = after?.StartsAt < from ? null : after;
        var page = await list(from, text, limit - running.Length, rest, ct);
        var shows = ImmutableArray.CreateBuilder<ShowListing>(running.Length + page.Shows.Length);
        shows.AddRange(running);
        foreach (var listing in page.Shows)
        {
            shows.Add(await OfAsync(listing, ct));
        }

        return new ShowPage(shows.DrainToImmutable(), page.Next);
    }

    private async Task<ImmutableArray<ShowListing>> FindRunningAsync(
        DateTime? from, string? text, int limit, ShowCursor? after, CancellationToken ct)
    {
        var running = ImmutableArray.CreateBuilder<ShowListing>();
        if (from is not { } moment || after?.StartsAt >= moment)
        {
            return [];
        }

        for (var next = after; ;)
        {
            var page = await queries.ListBegunAsync(moment, text, next, ct);
            foreach (var begun in page.Shows)
            {
                if (await OfAsync(begun, ct) is { Show.LastSlotAt: { } last } open && last > moment)
                {
                    running.Add(open);
                    if (running.Count == limit)
                    {
                        return running.ToImmutable();
                    }
                }
            }

            if ((next = page.Next) is null)
            {
                return running.ToImmutable();
            }
        }
    }
}
