using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Npgsql;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Seats;
using Usher.Engine.Shows;

namespace Usher.Engine.Selling.BestAvailable;

/// <summary>What choosing seats needs before a request goes into a batch, in it, and after a refusal.</summary>
internal sealed class Chooser(SeatMaps maps, SeatRankings rankings, IOptions<BestAvailableOptions> options)
{
    /// <summary>
    /// The request for the best seats, in the plan's own terms; null if the plan has no such category. What takes its
    /// time is done here, on the buyer's, so that no batch waits for it.
    /// </summary>
    /// <exception cref="NpgsqlException">The show's map is not in memory and the database is away.</exception>
    public async ValueTask<BestAvailableRequest?> PrepareAsync(
        BookRequest request, ShowTerms show, SeatingPlan plan, CancellationToken ct)
    {
        int? category = null;
        if (request.Category is { } name)
        {
            var index = plan.Categories.ToList().FindIndex(known => known.Name == name);
            if (index < 0)
            {
                return null;
            }

            category = index;
        }

        var best = new BestAvailableRequest(request.SeatCount!.Value, category, request.MayBeSplit);
        await maps.PrepareAsync(show.Id, ct);
        rankings.Of(plan, best.SeatCount, best.Category);
        return best;
    }

    /// <summary>Null if the commands leave nothing to choose.</summary>
    public BatchChoices? For(IEnumerable<BookingCommand> commands) =>
        BatchChoices.For(commands, maps, rankings, options.Value.BestSeatsMillisecondsMax);

    /// <summary>What the request would get of these seats, in as few parts as possible; empty if nothing suits it.
    /// </summary>
    /// <param name="isFree">By index; from here on the choice's own.</param>
    public ImmutableArray<ImmutableArray<int>> Propose(
        BestAvailableRequest request, ShowTerms show, SeatingPlan plan, bool[] isFree) =>
        new ShowChoices(show, plan, isFree, rankings).Propose(request);

    /// <summary>The categories that a request may name.</summary>
    public static ImmutableArray<string> Categories(SeatingPlan plan) =>
        [.. plan.Categories.Select(category => category.Name).Where(name => name.Length > 0)];

    /// <summary>The refusal, with what would be allowed instead.</summary>
    /// <exception cref="NpgsqlException">The show's map is not in memory and the database is away.</exception>
    public async ValueTask<BookOutcome> WithAlternativesAsync(
        BookOutcome.LeavesSingleSeat lone, BookRequest request, ShowTerms show, CancellationToken ct)
    {
        var now = maps.EstimateNow();
        var isFree = await maps.FreeSeatsAsync(show.Id, lone.Plan.Seats.Length, now, ct);
        show.Slots?.Close(isFree, now);
        return lone with
        {
            Alternatives = NearbySeats.Find(lone.Plan, request.SeatNumbers, number => isFree[number - 1]),
            MayTakeAll = request.SeatNumbers.Length + lone.LoneSeats.Length <= show.SeatsPerBookingMax,
        };
    }
}
