using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
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
    private readonly FrozenDictionary<Outcome, LatencyHistogram> latencies =
        Enum.GetValues<Outcome>().ToFrozenDictionary(outcome => outcome, _ => new LatencyHistogram());

    private readonly ConcurrentDictionary<string, long> errors = new(StringComparer.Ordinal);
    private readonly long[] counts = new long[Enum.GetValues<Outcome>().Length];

    public long Requests => counts.Sum();

    /// <summary>Errors by status, or by what stood in the way of one.</summary>
    public IReadOnlyDictionary<string, long> Errors => errors;

    public long Count(Outcome outcome) => Interlocked.Read(ref counts[(int)outcome]);

    public LatencyHistogram Latency(Outcome outcome) => latencies[outcome];

    /// <summary>The latencies of all requests, whatever became of them.</summary>
    public LatencyHistogram AllLatencies() => Sum(Enum.GetValues<Outcome>());

    /// <summary>The latencies of those who got an answer to their wish, yes or no.</summary>
    public LatencyHistogram ServedLatencies() =>
        Sum([Outcome.Booked, Outcome.Refused, Outcome.Confirmed, Outcome.ConfirmRefused]);

    /// <summary>The latencies of each kind of reply.</summary>
    public ImmutableArray<LatencyRow> Rows() =>
    [
        LatencyRow.Of("booked (201)", Latency(Outcome.Booked)),
        LatencyRow.Of("refused (409)", Latency(Outcome.Refused)),
        LatencyRow.Of("confirmed (200)", Latency(Outcome.Confirmed)),
        LatencyRow.Of("confirm refused", Latency(Outcome.ConfirmRefused)),
        LatencyRow.Of("served (all those)", ServedLatencies()),
        LatencyRow.Of("overloaded (503)", Latency(Outcome.Overloaded)),
        LatencyRow.Of("errors", Latency(Outcome.Error)),
        LatencyRow.Of("all", AllLatencies()),
    ];

    public void Record(Outcome outcome, TimeSpan latency, string? error = null)
    {
        Interlocked.Increment(ref counts[(int)outcome]);
        latencies[outcome].Record(latency);
        if (outcome == Outcome.Error)
        {
            errors.AddOrUpdate(error ?? "unknown", 1, (_, count) => count + 1);
        }
    }

    private LatencyHistogram Sum(Outcome[] outcomes)
    {
        var sum = new LatencyHistogram();
        foreach (var outcome in outcomes)
        {
            sum.Add(latencies[outcome]);
        }

        return sum;
    }
}
