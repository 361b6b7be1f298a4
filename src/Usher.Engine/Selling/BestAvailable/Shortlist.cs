using System.Collections.Immutable;
using Usher.Engine.SeatingPlans;

namespace Usher.Engine.Selling.BestAvailable;

/// <summary>
/// The best free groups of one ranking, one after the other, while seats are taken and none is freed: what has been
/// found taken is never looked at again, so choosing for a crowd costs one walk through the ranking, not one for each.
/// </summary>
/// <param name="ranking">The groups, the best first.</param>
/// <param name="runs">Which seats are neighbours.</param>
/// <param name="isFree">Whether a seat is free now. A seat that was not free never becomes so.</param>
/// <param name="noOrphans">Whether <see cref="OrphanRule"/> holds.</param>
internal sealed class Shortlist(SeatRanking ranking, SeatRuns runs, Func<int, bool> isFree, bool noOrphans)
{
    // Groups that are free and would leave a seat alone: another booking may change that.
    private readonly List<int> _passedOver = [];
    private int _next;

    /// <summary>The best group that is free and allowed, its seats in order; empty if there is none.</summary>
    public ImmutableArray<int> Best()
    {
        _passedOver.RemoveAll(first => !BestSeats.AreFree(first, ranking.SeatCount, isFree));
        foreach (var first in _passedOver)
        {
            if (BestSeats.IsAllowed(first, ranking.SeatCount, runs, isFree, noOrphans))
            {
                return BestSeats.Group(first, ranking.SeatCount);
            }
        }

        for (; _next < ranking.FirstSeats.Length; _next++)
        {
            var first = ranking.FirstSeats[_next];
            if (!BestSeats.AreFree(first, ranking.SeatCount, isFree))
            {
                continue;
            }

            if (BestSeats.IsAllowed(first, ranking.SeatCount, runs, isFree, noOrphans))
            {
                return BestSeats.Group(first, ranking.SeatCount);
            }

            _passedOver.Add(first);
        }

        return [];
    }
}
