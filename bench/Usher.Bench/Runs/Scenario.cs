using Usher.Bench.Proof;
using Usher.Bench.Reports;

namespace Usher.Bench.Runs;

/// <summary>What a run puts on sale and how its buyers behave; everything else is the same for all scenarios.</summary>
internal sealed record Scenario
{
    public required string Name { get; init; }

    public required int Shows { get; init; }

    public required int SeatsPerShow { get; init; }

    /// <summary>Whether its shows refuse bookings that leave a single seat alone.</summary>
    public bool NoOrphans { get; init; }

    /// <summary>Buyers at once, each with a connection of its own.</summary>
    public required int Buyers { get; init; }

    /// <summary>What they do, in a few words.</summary>
    public required string Description { get; init; }

    /// <summary>How far apart the samples of its throughput are.</summary>
    public TimeSpan SampleEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What is done with shows and buyers before the clock starts; null: nothing.</summary>
    public Func<Sale, IReadOnlyList<Buyer>, CancellationToken, Task>? Prepare { get; init; }

    /// <summary>What else the run found out, beyond what every run does.</summary>
    public Func<Sale, IReadOnlyList<Second>, IEnumerable<Figure>> Figures { get; init; } = (_, _) => [];

    /// <summary>The figure that two builds are compared by.</summary>
    public Func<RunResult, Figure> MainFigure { get; init; } =
        run => new Figure("throughput", run.BookingsPerSecond, "bookings/s");

    /// <summary>What must be true of the run, beyond the proof.</summary>
    public Func<Sale, Verdict, IEnumerable<Claim>> Claims { get; init; } = (_, _) => [];

    /// <summary>Called once when the shows are on sale; returns what each buyer does until the sale is over.</summary>
    public required Func<Sale, Func<Buyer, Task>> Open { get; init; }
}
