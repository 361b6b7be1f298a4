using System.Collections.Immutable;

namespace Usher.SystemTests.Simulation;

/// <summary>The plans that are one step shorter, the boldest first.</summary>
internal static class Shrinking
{
    public static IEnumerable<Plan> Shorter(Plan plan)
    {
        var waves = plan.Waves;
        var shorter = Indexes(waves).Select(i => waves.RemoveAt(i))
            .Concat(OneWaveChanged(waves, wave => Indexes(wave.Faults)
                .Select(i => wave with { Faults = wave.Faults.RemoveAt(i) })))
            .Concat(OneWaveChanged(waves, wave => Indexes(wave.Moves)
                .Select(i => wave with { Moves = wave.Moves.RemoveAt(i) })))
            .Concat(OneWaveChanged(waves, wave => Indexes(wave.Faults).Select(i => wave with
            {
                Faults = wave.Faults.SetItem(i, wave.Faults[i] with { Times = 1 }),
            })))
            .Concat(OneWaveChanged(waves, wave => Indexes(wave.Moves).SelectMany(i => Simpler(wave.Moves[i])
                .Select(move => wave with { Moves = wave.Moves.SetItem(i, move) }))))
            .Select(changed => plan with { Waves = changed })
            .Concat(Indexes(plan.Shows).SelectMany(i => new[]
            {
                plan.Shows[i] with { NoOrphans = false }, plan.Shows[i] with { Layout = null },
                plan.Shows[i] with { BeginsAt = null }, plan.Shows[i] with { SeatsPerPersonMax = null },
            }.Select(show => plan with { Shows = plan.Shows.SetItem(i, show) })))
            .Append(plan with { HasSeatMaps = false })
            .Append(plan with { HeldSeatsMax = 0 })
            .Append(InOneProcess(plan));
        return shorter.Where(candidate => candidate.Size < plan.Size);
    }

    private static IEnumerable<ImmutableArray<Wave>> OneWaveChanged(
        ImmutableArray<Wave> waves, Func<Wave, IEnumerable<Wave>> change) =>
        Indexes(waves).SelectMany(i => change(waves[i]).Select(wave => waves.SetItem(i, wave)));

    private static IEnumerable<Move> Simpler(Move move)
    {
        yield return move with { Patience = Patience.Endless };
        yield return move with { Category = null };
        yield return move with { MayBeSplit = false };
        if (move.SeatCount > 1)
        {
            yield return move with { SeatCount = move.SeatCount - 1 };
        }

        if (move.Seats.Length > 1)
        {
            yield return move with { Seats = move.Seats[..1] };
            yield return move with { Seats = move.Seats[1..] };
        }
    }

    private static Plan InOneProcess(Plan plan) => plan with
    {
        Processes = 1,
        Waves =
        [
            .. plan.Waves.Select(wave => new Wave(
                wave.AdvanceSeconds,
                [.. wave.Moves.Select(move => move with { Process = 0 })],
                [.. wave.Faults.Select(fault => fault with { Process = 0 })])),
        ],
    };

    private static IEnumerable<int> Indexes<T>(ImmutableArray<T> items) => Enumerable.Range(0, items.Length);
}
