using Usher.Bench.Latency;
using Usher.Bench.Proof;
using Usher.Bench.Settings;

namespace Usher.Bench.Runs;

/// <summary>
/// The time during which buyers ask: what prepares it and a warm-up, neither measured, then the measured part.
/// </summary>
internal sealed class Sale : IDisposable
{
    private readonly CancellationTokenSource ended = new();
    private readonly CancellationTokenRegistration interrupted;
    private readonly RunSettings settings;
    private readonly Meters before = new();
    private long beganAt;
    private long measuredFrom = long.MaxValue;
    private long endedAt;

    public Sale(Ledger ledger, RunSettings settings, TimeProvider time, CancellationToken ct)
    {
        this.settings = settings;
        Ledger = ledger;
        Time = time;
        RngSeed = settings.RngSeed;
        interrupted = ct.Register(() => End("interrupted"));
    }

    public Ledger Ledger { get; }

    public TimeProvider Time { get; }

    /// <summary>What all randomness of the run comes from.</summary>
    public int RngSeed { get; }

    /// <summary>When requests are due; null in closed load: each buyer asks again once answered.</summary>
    public ArrivalSchedule? Arrivals { get; private set; }

    public Meters Measured { get; } = new();

    /// <summary>Cancelled when the sale ends.</summary>
    public CancellationToken Ended => ended.Token;

    // Not when all have been told: who asks in between would count as having asked in time.
    public bool IsOver => Interlocked.Read(ref endedAt) != 0;

    public bool IsWarmingUp => Time.GetTimestamp() < measuredFrom;

    /// <summary>Why it ended before its time; null if it did not.</summary>
    public string? EndedBecause { get; private set; }

    /// <summary>Timestamp of the moment when the buyers were let in.</summary>
    public long BeganAt => beganAt;

    public TimeSpan Elapsed => beganAt == 0 ? TimeSpan.Zero : Time.GetElapsedTime(beganAt, Now);

    /// <summary>The length of the measured part so far.</summary>
    public TimeSpan MeasuredTime
    {
        get
        {
            var time = beganAt == 0 ? TimeSpan.Zero : Time.GetElapsedTime(measuredFrom, Now);
            return time > TimeSpan.Zero ? time : TimeSpan.Zero;
        }
    }

    private long Now => Interlocked.Read(ref endedAt) is var end and not 0 ? end : Time.GetTimestamp();

    /// <summary>Where a request sent at this timestamp is counted.</summary>
    public Meters MetersAt(long timestamp) => timestamp < measuredFrom ? before : Measured;

    /// <summary>Starts the clock; what was asked before is not measured.</summary>
    public void Begin()
    {
        beganAt = Time.GetTimestamp();
        measuredFrom = beganAt + settings.WarmupSeconds * Time.TimestampFrequency;
        Arrivals = settings.RequestsPerSecond > 0 ? new ArrivalSchedule(settings.RequestsPerSecond, Time) : null;
    }

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
