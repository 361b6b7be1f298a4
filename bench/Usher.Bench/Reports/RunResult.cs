using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using HdrHistogram;
using Usher.Bench.Latency;
using Usher.Bench.Machine;
using Usher.Bench.Proof;

namespace Usher.Bench.Reports;

/// <summary>What a run found out, for table and JSON. Rates are of the measured part.</summary>
internal sealed record RunResult : IBenchResult
{
    public required string Scenario { get; init; }

    public required string Description { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required string Url { get; init; }

    public required int RngSeed { get; init; }

    public required int Buyers { get; init; }

    public required int Shows { get; init; }

    public required int SeatsPerShow { get; init; }

    public required double WarmupSeconds { get; init; }

    public required double MeasuredSeconds { get; init; }

    /// <summary>Why the load ended before its time; null if it did not.</summary>
    public string? EndedBecause { get; init; }

    /// <summary>Zero: closed load.</summary>
    public double OfferedRequestsPerSecond { get; init; }

    public required long Requests { get; init; }

    public required long BookingsMade { get; init; }

    public required long Conflicts { get; init; }

    public required long Confirmed { get; init; }

    public required long ConfirmsRefused { get; init; }

    public required long Overloaded { get; init; }

    public required long Errors { get; init; }

    public required IReadOnlyDictionary<string, long> ErrorsByStatus { get; init; }

    public required double RequestsPerSecond { get; init; }

    public required double BookingsPerSecond { get; init; }

    public required double RefusalsPerSecond { get; init; }

    public required long SeatsForSale { get; init; }

    public long Reconnects { get; init; }

    /// <summary>Processor time of this process by the measured time: 1.0 is one core.</summary>
    public required double GeneratorCores { get; init; }

    public double? ServerCores { get; init; }

    public double? PostgresCores { get; init; }

    /// <summary>Null if nothing was asked for in the measured part.</summary>
    public ProcessorCost? ProcessorCost { get; init; }

    public required MachineState Machine { get; init; }

    public required ImmutableArray<LatencyRow> Latency { get; init; }

    public required ImmutableArray<Second> Timeline { get; init; }

    /// <summary>The latencies of what was answered 200, 201 or 409.</summary>
    public required ImmutableArray<LatencyBucket> Histogram { get; init; }

    public ImmutableArray<Figure> Figures { get; init; } = [];

    public ImmutableArray<Claim> Claims { get; init; } = [];

    public required Verdict Verdict { get; init; }

    public required AuditVerdict Audit { get; init; }

    public bool Passed => Verdict.Passed && Audit.Passed && Claims.All(claim => claim.Holds);

    public string ToJson() => JsonSerializer.Serialize(this, ResultJson.Default.RunResult);

    public string ToText() => ResultText.Render(this);

    public string ToHtml() => HtmlReport.Of(this);
}

/// <summary>One more figure of a scenario.</summary>
internal sealed record Figure(string Name, double Value, string Unit);

/// <summary>What a scenario promises of its run.</summary>
internal sealed record Claim(string Text, bool Holds);

/// <summary>How many replies took no longer than this and longer than the bucket before.</summary>
internal readonly record struct LatencyBucket(double UpToMs, long Count);

/// <summary>The latencies of one kind of reply.</summary>
internal sealed record LatencyRow(
    string Replies, long Count, double MeanMs, double P50Ms, double P90Ms, double P95Ms, double P99Ms, double P999Ms,
    double MaxMs)
{
    public static LatencyRow Of(string replies, HistogramBase latency) => new(
        replies, latency.TotalCount, latency.MeanMs(), latency.PercentileMs(50), latency.PercentileMs(90),
        latency.PercentileMs(95), latency.PercentileMs(99), latency.PercentileMs(99.9), latency.MaxMs());

    public static ImmutableArray<LatencyBucket> Histogram(HistogramBase latency) =>
    [
        .. latency.RecordedValues().Select(bucket => new LatencyBucket(
            Latencies.Milliseconds(bucket.ValueIteratedTo), bucket.CountAtValueIteratedTo)),
    ];
}

/// <summary>One sample of the run, about a second apart; rates since the sample before.</summary>
internal sealed record Second(
    double At, double RequestsPerSecond, double BookingsPerSecond, double RefusalsPerSecond = 0);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(RunResult))]
[JsonSerializable(typeof(ComparisonResult))]
[JsonSerializable(typeof(RevisionResult))]
internal sealed partial class ResultJson : JsonSerializerContext;
