using System.Collections.Immutable;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Selling;
using Usher.Engine.Selling.BestAvailable;
using Usher.Engine.Shows;

namespace Usher.Server.Demo;

/// <summary>
/// Buys seats of a demo show as a house fills: parties of one to four, side by side. Through the engine like everybody;
/// the bookings' address says that nobody real is behind them.
/// </summary>
internal sealed class DemoBuyers(IBookingService bookings)
{
    public const string Email = "demo@example.com";

    // The same picture on every machine.
    private const int Seed = 29;
    private const int TriesMax = 40;
    private const int BuyersAtOnce = 16;

    private static readonly int[] PartySizes = [1, 2, 2, 2, 2, 3, 4, 4];

    public async Task BuyAsync(Show show, DemoShow demo, SeatingPlan plan, CancellationToken ct)
    {
        var taken = new bool[plan.Seats.Length];
        var random = new Random(Seed);
        var sold = demo.IsSoldOut
            ? All(plan, show.SeatsPerBookingMax)
            : Parties(plan, show, random, taken, demo.PartiesSold);
        var held = Parties(plan, show, random, taken, demo.PartiesHeld);
        // Where nobody may leave a seat alone the order decides who may have what.
        var buyersAtOnce = demo.NoOrphans ? 1 : BuyersAtOnce;
        await EachAsync(sold, buyersAtOnce, seats => BuyAsync(show.Id, seats, confirm: true, ct), ct);
        await EachAsync(held, buyersAtOnce, seats => BuyAsync(show.Id, seats, confirm: false, ct), ct);
    }

    private static Task EachAsync(
        List<ImmutableArray<int>> parties, int buyersAtOnce, Func<ImmutableArray<int>, Task> buy,
        CancellationToken ct) =>
        Parallel.ForEachAsync(
            parties,
            new ParallelOptions { MaxDegreeOfParallelism = buyersAtOnce, CancellationToken = ct },
            async (seats, _) => await buy(seats));

    private async Task BuyAsync(ShowId show, ImmutableArray<int> seats, bool confirm, CancellationToken ct)
    {
        var outcome = await PatientlyAsync(
            () => bookings.BookAsync(new BookRequest(show, Email, seats), Actor.Demo, ct),
            booked => (booked as BookOutcome.Overloaded)?.RetryAfter, ct);
        if (confirm && outcome is BookOutcome.Held(var held))
        {
            await PatientlyAsync(
                () => bookings.ConfirmAsync(new ConfirmRequest(held.Id), Actor.Demo, ct),
                confirmed => (confirmed as ConfirmOutcome.Overloaded)?.RetryAfter, ct);
        }
    }

    // A slow machine's first seconds are no reason for an empty house.
    private static async Task<TOutcome> PatientlyAsync<TOutcome>(
        Func<Task<TOutcome>> ask, Func<TOutcome, TimeSpan?> retryAfterOf, CancellationToken ct)
    {
        var outcome = await ask();
        for (var i = 0; i < TriesMax && retryAfterOf(outcome) is { } retryAfter; i++)
        {
            await Task.Delay(retryAfter, ct);
            outcome = await ask();
        }

        return outcome;
    }

    private static List<ImmutableArray<int>> All(SeatingPlan plan, int seatsMax) =>
        [.. Enumerable.Range(1, plan.Seats.Length).Chunk(seatsMax).Select(seats => seats.ToImmutableArray())];

    private static List<ImmutableArray<int>> Parties(
        SeatingPlan plan, Show show, Random random, bool[] taken, int count)
    {
        List<ImmutableArray<int>> parties = [];
        for (var party = 0; party < count; party++)
        {
            var size = Math.Min(PartySizes[random.Next(PartySizes.Length)], show.SeatsPerBookingMax);
            for (var i = 0; i < TriesMax; i++)
            {
                var first = random.Next(plan.Seats.Length) + 1;
                if (AreFreeTogether(plan, taken, first, size)
                    && (!show.NoOrphans || LeaveNoneAlone(plan, taken, first, size)))
                {
                    taken.AsSpan(first - 1, size).Fill(true);
                    parties.Add([.. Enumerable.Range(first, size)]);
                    break;
                }
            }
        }

        return parties;
    }

    private static bool LeaveNoneAlone(SeatingPlan plan, bool[] taken, int first, int size) => OrphanRule.LoneSeats(
        plan, [.. Enumerable.Range(first, size)], number => !taken[number - 1]).IsEmpty;

    private static bool AreFreeTogether(SeatingPlan plan, bool[] taken, int first, int size)
    {
        var row = plan.Rows[plan.Seats[first - 1].Row];
        var place = first - row.First + 1;
        return place + size - 1 <= row.Count
            && !taken.AsSpan(first - 1, size).Contains(true)
            && !row.Aisles.Any(aisle => aisle >= place && aisle < place + size - 1)
            && plan.Seats.AsSpan(first - 1, size).ToArray().All(seat => seat.Kind == SeatKind.Seat);
    }
}
