using System.Collections.Immutable;
using Npgsql;
using Usher.Engine.Seats;
using Usher.Engine.Selling.BestAvailable;
using Usher.Engine.Shows;

namespace Usher.Engine.Selling;

/// <summary>Finds the best free seats without holding them, for somebody who looks before asking.</summary>
public sealed class SeatFinder
{
    private readonly ShowCatalog _shows;
    private readonly SeatMaps _maps;
    private readonly Chooser _chooser;

    internal SeatFinder(ShowCatalog shows, SeatMaps maps, Chooser chooser) =>
        (_shows, _maps, _chooser) = (shows, maps, chooser);

    /// <summary>
    /// The seats that a request for the best ones would get, as far as the seat map in memory knows: one group, or
    /// where the request may be split the fewest parts near each other, the largest first. Empty if there are none.
    /// </summary>
    /// <returns>Null if there is no such show, or the show has no such category or sells fewer at once.</returns>
    /// <param name="request">A request that counts its seats.</param>
    /// <param name="ct">Ends the search.</param>
    /// <exception cref="NpgsqlException">The show is not in memory and the database is away.</exception>
    public async Task<ImmutableArray<ImmutableArray<int>>?> FindAsync(BookRequest request, CancellationToken ct)
    {
        BookRequest.RequireForm(request);
        if (await _shows.FindAsync(request.ShowId, ct) is not { } show || request.RefusalBy(show) is not null)
        {
            return null;
        }

        var plan = await _shows.PlanAsync(show, ct);
        if (await _chooser.PrepareAsync(request, show, plan, ct) is not { } best)
        {
            return null;
        }

        var now = _maps.EstimateNow();
        var isFree = await _maps.FreeSeatsAsync(show.Id, plan.Seats.Length, now, ct);
        show.Slots?.Close(isFree, now);
        return _chooser.Propose(best, show, plan, isFree);
    }
}
