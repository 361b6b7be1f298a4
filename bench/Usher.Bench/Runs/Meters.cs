using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using HdrHistogram;
using Usher.Bench.Latency;
using Usher.Bench.Reports;

namespace Usher.Bench.Runs;

/// <summary>How a request ended.</summary>
internal enum Outcome
{
    Booked,
    Refused,
    Confirmed,
    ConfirmRefused,
    Overloaded,

    /// <summary>Anything else; <see cref="Meters.Errors"/> says what.</summary>
    Error,
}

/// <summary>Counts requests by outcome, each with its latencies. Safe for concurrent use.</summary>
internal sealed class Meters
{
    private readonly FrozenDictionary<Outcome, LongConcurrentHistogram> latencies =
        Enum.GetValues<Outcome>().ToFrozenDictionary(outcome => outcome, _ => Latencies.Histogram());

    private readonly ConcurrentDictionary<string, long> errors = new(StringComparer.Ordinal);

    public long Requests => latencies.Values.Sum(latency => latency.TotalCount);

    /// <summary>Errors by status, or by what stood in the way of one.</summary>
    public IReadOnlyDictionary<string, long> Errors => errors;

    public long Count(Outcome outcome) => latencies[outcome].TotalCount;

    /// <summary>The latencies of all requests, whatever became of them.</summary>
    public HistogramBase AllLatencies() => Latencies.Sum(latencies.Values);

    /// <summary>The latencies of those who got an answer to their request, yes or no.</summary>
    public HistogramBase ServedLatencies() => Latencies.Sum(
        [
            latencies[Outcome.Booked], latencies[Outcome.Refused], latencies[Outcome.Confirmed],
            latencies[Outcome.ConfirmRefused],
        ]);

    /// <summary>The latencies of each kind of reply.</summary>
    public ImmutableArray<LatencyRow> Rows() =>
    [
        LatencyRow.Of("booked (201)", latencies[Outcome.Booked]),
        LatencyRow.Of("refused (409)", latencies[Outcome.Refused]),
        LatencyRow.Of("confirmed (200)", latencies[Outcome.Confirmed]),
        LatencyRow.Of("confirm refused", latencies[Outcome.ConfirmRefused]),
        LatencyRow.Of("served (all those)", ServedLatencies()),
        LatencyRow.Of("overloaded (503)", latencies[Outcome.Overloaded]),
        LatencyRow.Of("errors", latencies[Outcome.Error]),
        LatencyRow.Of("all", AllLatencies()),
    ];

    public void Record(Outcome outcome, TimeSpan latency, string? error = null)
    {
        latencies[outcome].Record(latency);
        if (outcome == Outcome.Error)
        {
            errors.AddOrUpdate(error ?? "unknown", 1, (_, count) => count + 1);
        }
    }
}
