namespace Usher.Bench.Runs;

/// <summary>What a run puts on sale and how its buyers behave; everything else is the same for all scenarios.</summary>
internal sealed record Scenario
{
    public required string Name { get; init; }

    public required int Shows { get; init; }

    public required int SeatsPerShow { get; init; }

    /// <summary>Buyers at once, each with a connection of its own.</summary>
    public required int Buyers { get; init; }

    /// <summary>What they do, in a few words.</summary>
    public required string Description { get; init; }

    /// <summary>Called once when the shows are on sale; returns what each buyer does until the sale is over.</summary>
    public required Func<Sale, Func<Buyer, Task>> Open { get; init; }
}
