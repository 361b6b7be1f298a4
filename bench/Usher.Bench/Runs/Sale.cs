using Usher.Bench.Latency;
using Usher.Bench.Proof;

namespace Usher.Bench.Runs;

/// <summary>The time during which buyers ask: first a warm-up that is not measured, then the measured part.</summary>
internal sealed class Sale : IDisposable
{
    private readonly CancellationTokenSource ended = new();
    private readonly CancellationTokenRegistration interrupted;
    private readonly long startedAt;
    private readonly long measuredFrom;
    private readonly Meters warmup = new();
    private long endedAt;

    public Sale(Ledger ledger, RunSettings settings, TimeProvider time, CancellationToken ct)
    {
        Ledger = ledger;
        Time = time;
        RngSeed = settings.RngSeed;
        startedAt = time.GetTimestamp();
        measuredFrom = startedAt + settings.WarmupSeconds * time.TimestampFrequency;
        Arrivals = settings.RequestsPerSecond > 0 ? new ArrivalSchedule(settings.RequestsPerSecond, time) : null;
        interrupted = ct.Register(() => End("interrupted"));
    }

    public Ledger Ledger { get; }

    public TimeProvider Time { get; }

    /// <summary>What all randomness of the run comes from.</summary>
    public int RngSeed { get; }

    /// <summary>When requests are due; null in closed load: each buyer asks again once answered.</summary>
    public ArrivalSchedule? Arrivals { get; }

    public Meters Measured { get; } = new();

    /// <summary>Cancelled when the sale ends.</summary>
    public CancellationToken Ended => ended.Token;

    public bool IsOver => ended.IsCancellationRequested;

    public bool IsWarmingUp => Time.GetTimestamp() < measuredFrom;

    /// <summary>Why it ended before its time; null if it did not.</summary>
    public string? EndedBecause { get; private set; }

    public TimeSpan Elapsed => Time.GetElapsedTime(startedAt, Now);

    /// <summary>The length of the measured part so far.</summary>
    public TimeSpan MeasuredTime
    {
        get
        {
            var time = Time.GetElapsedTime(measuredFrom, Now);
            return time > TimeSpan.Zero ? time : TimeSpan.Zero;
        }
    }

    private long Now => Interlocked.Read(ref endedAt) is var end and not 0 ? end : Time.GetTimestamp();

    /// <summary>Where a request sent at this timestamp is counted.</summary>
    public Meters MetersAt(long timestamp) => timestamp < measuredFrom ? warmup : Measured;

    public void End(string? because = null)
    {
        // The first of many buyers who find the same reason is the one that counts.
        if (Interlocked.CompareExchange(ref endedAt, Time.GetTimestamp(), 0) == 0)
        {
            EndedBecause = because;
            ended.Cancel();
        }
    }

    public void Dispose()
    {
        interrupted.Dispose();
        ended.Dispose();
    }
}
