using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Usher.Bench.Latency;
using Usher.Bench.Proof;

namespace Usher.Bench.Reports;

/// <summary>What a run found out, for table and JSON. Rates are of the measured part.</summary>
internal sealed record RunResult
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

    public required long SeatsForSale { get; init; }

    public required long Reconnects { get; init; }

    /// <summary>Processor time of this process by the measured time: 1.0 is one core.</summary>
    public required double GeneratorCores { get; init; }

    public required int Cores { get; init; }

    public required ImmutableArray<LatencyRow> Latency { get; init; }

    public required ImmutableArray<Second> Timeline { get; init; }

    public required Verdict Verdict { get; init; }

    public required AuditVerdict Audit { get; init; }

    public bool Passed => Verdict.Passed && Audit.Passed;

    public string ToJson() => JsonSerializer.Serialize(this, ResultJson.Default.RunResult);
}

/// <summary>The latencies of one kind of reply.</summary>
internal sealed record LatencyRow(
    string Replies, long Count, double MeanMs, double P50Ms, double P90Ms, double P95Ms, double P99Ms, double P999Ms,
    double MaxMs)
{
    public static LatencyRow Of(string replies, LatencyHistogram latency) => new(
        replies, latency.Count, latency.Mean.TotalMilliseconds, At(latency, 50), At(latency, 90), At(latency, 95),
        At(latency, 99), At(latency, 99.9), latency.Max.TotalMilliseconds);

    private static double At(LatencyHistogram latency, double percent) => latency.Percentile(percent).TotalMilliseconds;
}

/// <summary>One sample of the run, about a second apart; rates since the sample before.</summary>
internal sealed record Second(double At, double RequestsPerSecond, double BookingsPerSecond);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(RunResult))]
internal sealed partial class ResultJson : JsonSerializerContext;
