using System.Collections.Immutable;
using System.Text.Json;
using Usher.Bench.Machine;

namespace Usher.Bench.Reports;

/// <summary>What pairs of runs, of another build and of this one in turn, say about the two.</summary>
internal sealed record RevisionResult : IBenchResult
{
    public required string Benchmark { get; init; }

    public required string Description { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required MachineState Machine { get; init; }

    public required BuildName Old { get; init; }

    public required BuildName New { get; init; }

    public required int Pairs { get; init; }

    /// <summary>What the builds are compared by first, then what else was measured.</summary>
    public required ImmutableArray<PairedFigure> Figures { get; init; }

    /// <summary>Processor time: of server and PostgreSQL together first, then its parts.</summary>
    public required ImmutableArray<PairedFigure> Costs { get; init; }

    public required ImmutableArray<string> Notes { get; init; }

    /// <summary>What was found wrong in any of the runs.</summary>
    public required ImmutableArray<string> Failures { get; init; }

    public bool Passed => Failures.IsEmpty;

    public string ToText() => RevisionText.Render(this);

    public string ToJson() => JsonSerializer.Serialize(this, ResultJson.Default.RevisionResult);

    public string ToHtml() => RevisionHtml.Of(this);
}

/// <summary>A build that took part.</summary>
/// <param name="Title">A column's heading.</param>
/// <param name="Name">What it was asked for by.</param>
/// <param name="Commit">The hash of what it was made of.</param>
internal sealed record BuildName(string Title, string Name, string Commit);
