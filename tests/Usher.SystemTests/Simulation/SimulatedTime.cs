namespace Usher.SystemTests.Simulation;

/// <summary>
/// The engine's two times: the clock it decides by, and the stopwatch it waits by. Both stand still until the
/// simulation moves them; pauses between attempts pass fifty times faster than they say.
/// </summary>
internal sealed class SimulatedTime : TimeProvider
{
    private const int Haste = 50;

    private long _ticks = TimeSpan.TicksPerDay;

    public static DateTime Opening { get; } = new(2040, 1, 1, 10, 0, 0, DateTimeKind.Utc);

    /// <summary>Seconds after the opening.</summary>
    public double Now => Clock.Seconds;

    public SimulatedClock Clock { get; } = new();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime / Haste, period);

    public void Advance(int seconds)
    {
        Clock.Seconds += seconds;
        Wait(TimeSpan.FromSeconds(seconds));
    }

    /// <summary>Only the stopwatch runs: what waits in a queue has waited so much longer.</summary>
    public void Wait(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}

internal sealed class SimulatedClock : EngineClock
{
    public double Seconds { get; set; }

    public override DateTime? Now => SimulatedTime.Opening.AddSeconds(Seconds);
}
