namespace Usher.Bench.Latency;

/// <summary>
/// Open load: requests are due at a steady rate whether or not the server keeps up, and their latency counts from
/// when they were due. A stalled server therefore shows in every request it delayed, not only in those that happened
/// to be on their way (coordinated omission).
/// </summary>
internal sealed class ArrivalSchedule(double requestsPerSecond, TimeProvider time)
{
    private readonly long start = time.GetTimestamp();
    private long taken = -1;

    /// <summary>Takes the next arrival and returns the timestamp when it is due.</summary>
    public long Next() =>
        start + (long)(Interlocked.Increment(ref taken) * (time.TimestampFrequency / requestsPerSecond));

    /// <summary>Waits until the timestamp or the cancellation; returns at once if it has passed.</summary>
    public async ValueTask WaitAsync(long due, CancellationToken ct)
    {
        var wait = time.GetElapsedTime(time.GetTimestamp(), due);
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
