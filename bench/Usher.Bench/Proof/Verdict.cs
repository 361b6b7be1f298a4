using System.Collections.Immutable;

namespace Usher.Bench.Proof;

/// <summary>Whether every reply of the run is borne out by what the server has stored.</summary>
internal sealed record Verdict
{
    /// <summary>As many as are worth reading; <see cref="DiscrepancyCount"/> counts all.</summary>
    public const int DiscrepanciesMax = 1000;

    public static Verdict Unproven(string why) => new()
    {
        DiscrepancyCount = 0,
        Discrepancies = [],
        BookingsCompared = 0,
        SeatsCompared = 0,
        SeatsTaken = 0,
        Unanswered = 0,
        NotProven = why,
    };

    public required long DiscrepancyCount { get; init; }

    public required ImmutableArray<Discrepancy> Discrepancies { get; init; }

    public required long BookingsCompared { get; init; }

    public required long SeatsCompared { get; init; }

    public required long SeatsTaken { get; init; }

    /// <summary>Requests without a clear reply; seats that only they explain are allowed.</summary>
    public required long Unanswered { get; init; }

    /// <summary>Free seats between taken ones, of shows whose seats were asked for together; null: there was no such
    /// show.</summary>
    public long? LoneSeats { get; init; }

    /// <summary>Why nothing was read back; null if it was.</summary>
    public string? NotProven { get; init; }

    public bool Passed => DiscrepancyCount == 0;
}
