using System.Numerics;

namespace Usher.Bench.Latency;

/// <summary>
/// Counts latencies in log-linear buckets, after HdrHistogram (G. Tene): 128 equal steps to each power of two, so any
/// percentile is off by less than <see cref="RelativeErrorMax"/> and a recording costs a few nanoseconds. Safe for
/// concurrent use; reading while others record gives a figure of some moment in between.
/// </summary>
internal sealed class LatencyHistogram
{
    public const double RelativeErrorMax = 1.0 / Steps;

    private const int StepBits = 7;
    private const int Steps = 1 << StepBits;

    // Longer ones, beyond five hours, are counted as this.
    private const long NanosecondsMax = (1L << 44) - 1;

    private readonly long[] counts = new long[BucketOf(NanosecondsMax) + 1];
    private long sum;
    private long max;

    public long Count => counts.Sum();

    public TimeSpan Max => FromNanoseconds(Interlocked.Read(ref max));

    public TimeSpan Mean => FromNanoseconds(Count is 0 ? 0 : Interlocked.Read(ref sum) / (double)Count);

    public void Record(TimeSpan latency)
    {
        var nanoseconds = Math.Clamp(latency.Ticks, 0, NanosecondsMax / TimeSpan.NanosecondsPerTick)
            * TimeSpan.NanosecondsPerTick;
        Interlocked.Increment(ref counts[BucketOf(nanoseconds)]);
        Interlocked.Add(ref sum, nanoseconds);
        RaiseMax(nanoseconds);
    }

    /// <summary>The latency that this share of all recordings does not exceed; zero if there are none.</summary>
    public TimeSpan Percentile(double percent)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(percent, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100);
        var count = Count;
        var rank = Math.Max(1, (long)Math.Ceiling(count * (percent / 100)));
        long seen = 0;
        for (var bucket = 0; bucket < counts.Length; bucket++)
        {
            seen += counts[bucket];
            if (seen >= rank)
            {
                return FromNanoseconds(Math.Min(UpperEdge(bucket), Interlocked.Read(ref max)));
            }
        }

        return TimeSpan.Zero;
    }

    /// <summary>Adds the recordings of another histogram.</summary>
    public void Add(LatencyHistogram other)
    {
        for (var bucket = 0; bucket < counts.Length; bucket++)
        {
            Interlocked.Add(ref counts[bucket], Interlocked.Read(ref other.counts[bucket]));
        }

        Interlocked.Add(ref sum, Interlocked.Read(ref other.sum));
        RaiseMax(Interlocked.Read(ref other.max));
    }

    /// <summary>The buckets in use: each with the latency that its recordings do not exceed.</summary>
    public IEnumerable<(TimeSpan UpTo, long Count)> Buckets() =>
        counts.Select((count, bucket) => (UpTo: FromNanoseconds(UpperEdge(bucket)), count)).Where(b => b.count > 0);

    private static int BucketOf(long nanoseconds)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)nanoseconds | 1) - StepBits);
        return (shift << StepBits) + (int)(nanoseconds >> shift);
    }

    private static double UpperEdge(int bucket)
    {
        var shift = Math.Max(0, (bucket >> StepBits) - 1);
        var step = (long)bucket - (shift << StepBits);
        return ((step + 1L) << shift) - 1;
    }

    private static TimeSpan FromNanoseconds(double nanoseconds) =>
        TimeSpan.FromTicks((long)(nanoseconds / TimeSpan.NanosecondsPerTick));

    private void RaiseMax(long nanoseconds)
    {
        var seen = Interlocked.Read(ref max);
        while (nanoseconds > seen)
        {
            var before = Interlocked.CompareExchange(ref max, nanoseconds, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }
}
