using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Usher.SystemTests.Simulation;

/// <summary>A show as the simulation sells it; times are seconds after the opening.</summary>
internal sealed record PlannedShow(int Seats, int HoldSeconds, bool ExtensionAllowed, int? OpensAt)
{
    /// <summary>A letter for each seat, its category; a blank is an aisle, a bar begins the next row. Null: the show
    /// has nothing but a number of seats.</summary>
    public string? Layout { get; init; }

    /// <summary>No booking may leave a single seat between taken ones.</summary>
    public bool NoOrphans { get; init; }

    /// <summary>How many seats one person may have; null: as many as it likes.</summary>
    public int? SeatsPerPersonMax { get; init; }

    /// <summary>When it begins, and its sale ends; null: long after the story.</summary>
    public int? BeginsAt { get; init; }

    /// <summary>Until when a hold is given that begins at that moment.</summary>
    public double HeldUntil(double from, double seconds) =>
        Math.Min(from + seconds, BeginsAt ?? double.PositiveInfinity);
}

/// <summary>Moves that are let go together, and what goes wrong meanwhile.</summary>
/// <param name="AdvanceSeconds">The time that passes before it.</param>
internal sealed record Wave(int AdvanceSeconds, ImmutableArray<Move> Moves, ImmutableArray<Fault> Faults)
{
    public bool HasFault => Faults.Length > 0;
}

/// <summary>All that one seed decides: the same seed is the same plan, on every machine.</summary>
internal sealed record Plan(
    int Seed, int Processes, int QueueCommandsMax, int BatchCommandsMax, bool HasSeatMaps,
    ImmutableArray<PlannedShow> Shows, ImmutableArray<Wave> Waves)
{
    /// <summary>How many seats of a show one client may hold; 0: as many as it likes.</summary>
    public int HeldSeatsMax { get; init; }

    /// <summary>Which processes are asked to make a booking, as bits.</summary>
    public int MakersOf(int booking) => Waves.SelectMany(wave => wave.Moves)
        .Where(move => move.Kind == MoveKind.Book && move.Booking == booking)
        .Aggregate(0, (makers, move) => makers | 1 << move.Process);

    /// <summary>How old a seat map in memory may be; 0 where there are none.</summary>
    public int SeatMapSecondsMax => HasSeatMaps ? 10 : 0;

    /// <summary>Whether seats are chosen for anybody.</summary>
    public bool HasBest => Waves.Any(wave => wave.Moves.Any(move => move.IsBest));

    /// <summary>Whether some answers speak of a moment before their place in the order.</summary>
    public bool HasMemory => HasBest || Waves.Any(wave => wave.Moves.Any(move => move.Kind == MoveKind.Unblock));

    /// <summary>Moves and faults: what shrinking makes less of.</summary>
    public int Size => Waves.Sum(wave => 1 + wave.Moves.Sum(Weight) + wave.Faults.Sum(fault => 1 + fault.Times))
        + Shows.Sum(show =>
            1 + (show.Layout is null ? 0 : 1) + (show.NoOrphans ? 1 : 0) + (show.BeginsAt is null ? 0 : 1)
            + (show.SeatsPerPersonMax is null ? 0 : 1))
        + Processes + (HasSeatMaps ? 1 : 0) + (HeldSeatsMax > 0 ? 1 : 0);

    /// <summary>
    /// The engines wait a second for a statement, for a fault that is about that; then a machine that is merely busy
    /// may look like a fault.
    /// </summary>
    public bool IsImpatient => Waves.SelectMany(wave => wave.Faults)
        .Any(fault => fault.Kind is FaultKind.Silence or FaultKind.SeatLockedTooLong);

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"seed {Seed}: {Processes} process(es), at most "
            + $"{QueueCommandsMax} waiting, {BatchCommandsMax} in a batch, seat maps {(HasSeatMaps ? "on" : "off")}, "
            + $"{HeldSeatsMax} seats for a client");
        for (var i = 0; i < Shows.Length; i++)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  show {i}: {Shows[i]}");
        }

        for (var i = 0; i < Waves.Length; i++)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  wave {i}, {Waves[i].AdvanceSeconds} s later");
            foreach (var line in Waves[i].Faults.Select(f => $"fault: {f}").Concat(Waves[i].Moves.Select(m => $"{m}")))
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"    {line}");
            }
        }

        return text.ToString();
    }

    private static int Weight(Move move) =>
        2 + move.Seats.Length + (move.SeatCount ?? 0) + (move.Category is null ? 0 : 1) + (move.MayBeSplit ? 1 : 0)
        + (move.Patience == Patience.Endless ? 0 : 1) + (move.Process == 0 ? 0 : 1);
}
