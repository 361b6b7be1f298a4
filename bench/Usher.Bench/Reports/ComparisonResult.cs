using System.Collections.Immutable;
using System.Text.Json;
using Usher.Bench.Machine;

namespace Usher.Bench.Reports;

/// <summary>What several runs, taken in turn, say about each other.</summary>
internal sealed record ComparisonResult : IBenchResult
{
    public required string Benchmark { get; init; }

    public required string Description { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required MachineState Machine { get; init; }

    public required int Rounds { get; init; }

    public required ImmutableArray<Series> Series { get; init; }

    public required ImmutableArray<CostSeries> Costs { get; init; }

    public required ImmutableArray<Ratio> Ratios { get; init; }

    /// <summary>What was left out, and why.</summary>
    public required ImmutableArray<string> Notes { get; init; }

    /// <summary>What was found wrong in any of the runs.</summary>
    public required ImmutableArray<string> Failures { get; init; }

    /// <summary>The latest run of what is compared with everything else.</summary>
    public RunResult? Latest { get; init; }

    public bool Passed => Failures.IsEmpty;

    public string ToText() => ComparisonText.Render(this);

    public string ToJson() => JsonSerializer.Serialize(this, ResultJson.Default.ComparisonResult);

    public string ToHtml() => HtmlReport.Of(this);
}

/// <summary>One measurement, taken once per round.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Unit">In what.</param>
/// <param name="Rounds">The figures in the order they were taken.</param>
/// <param name="GeneratorCores">The generator's processor time by the measured time, on average; null where it was not
/// our generator.</param>
internal sealed record Series(string Name, string Unit, ImmutableArray<double> Rounds, double? GeneratorCores)
{
    /// <summary>Not a number if there was no round.</summary>
    public double Median => Medians.Of(Rounds);

    /// <summary>Rates and shares are the better the higher they are; times and sizes the lower.</summary>
    public bool LowerIsBetter => !Unit.EndsWith("/s", StringComparison.Ordinal) && Unit != "%";
}

/// <summary>What one thing cost in processor time, once per round.</summary>
internal sealed record CostSeries(string Name, ImmutableArray<ProcessorCost> Rounds)
{
    public ProcessorCost Median => ProcessorCost.Median(Rounds);
}

/// <summary>One median by another.</summary>
/// <param name="Name">What by what.</param>
/// <param name="Value">Not a number if either was not measured.</param>
/// <param name="Goal">What it should be at least.</param>
internal sealed record Ratio(string Name, double Value, double? Goal)
{
    public bool? IsReached => Goal is null ? null : Value >= Goal;
}

internal static class Medians
{
    public static double Of(IReadOnlyCollection<double> figures) => Quantile(figures, 0.5);

    /// <summary>What this share of the figures does not exceed, between two of them by their distance from it; not a
    /// number if there are none.</summary>
    public static double Quantile(IReadOnlyCollection<double> figures, double share)
    {
        double[] sorted = [.. figures.Order()];
        if (sorted is [])
        {
            return double.NaN;
        }

        var place = share * (sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
