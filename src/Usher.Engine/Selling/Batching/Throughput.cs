namespace Usher.Engine.Selling.Batching;

/// <summary>
/// How many commands a second the batches have carried lately: a moving average over busy time, so that an idle night
/// does not make the morning look slow.
/// </summary>
internal sealed class Throughput(TimeProvider time)
{
    // Until measured: what a small machine does.
    private const double PerSecondAtFirst = 4_000;
    private const double PerSecondMin = 10;
    private const double WindowSeconds = 0.25;
    private const double IdleSeconds = 1;
    private const double Weight = 0.3;

    private long _windowStart = time.GetTimestamp();
    private long _lastAdd = time.GetTimestamp();
    private int _count;
    private double _perSecond = PerSecondAtFirst;

    public double PerSecond => Volatile.Read(ref _perSecond);

    /// <summary>One batch was carried out. Not thread-safe.</summary>
    public void Add(int commands)
    {
        var now = time.GetTimestamp();
        if (time.GetElapsedTime(_lastAdd, now).TotalSeconds > IdleSeconds)
        {
            _windowStart = now;
            _count = 0;
        }

        _lastAdd = now;
        _count += commands;
        var seconds = time.GetElapsedTime(_windowStart, now).TotalSeconds;
        if (seconds < WindowSeconds)
        {
            return;
        }

        var measured = Math.Max(PerSecondMin, _count / seconds);
        Volatile.Write(ref _perSecond, _perSecond + Weight * (measured - _perSecond));
        _windowStart = now;
        _count = 0;
    }
}
