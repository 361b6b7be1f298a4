namespace Usher.Http.Transport;

/// <summary>
/// Whether a client takes what it is sent fast enough: each stretch of <see cref="Bytes"/> has its own time, so that a
/// client that took much at once may not stop for long afterwards.
/// </summary>
public struct SendWindow
{
    /// <summary>A stretch.</summary>
    public const int Bytes = 64 * 1024;

    private long _since;
    private int _sent;

    /// <summary>How long a stretch may take by these limits: what it takes at the least rate, and the grace, because a
    /// client's system makes room in steps that are about as large.</summary>
    public static TimeSpan TimeMax(HttpLimits limits) => TimeSpan.FromSeconds(
        limits.SendGraceSeconds + ((double)Bytes / limits.SendBytesPerSecondMin));

    /// <summary>Begins a stretch.</summary>
    public void Begin(long now) => (_since, _sent) = (now, 0);

    /// <summary>Notes what the client, or the system for it, has taken.</summary>
    public void Add(int bytes, long now)
    {
        _sent += bytes;
        if (_sent >= Bytes)
        {
            Begin(now);
        }
    }

    /// <summary>How long the current stretch has taken by now.</summary>
    public readonly TimeSpan Elapsed(TimeProvider time) => time.GetElapsedTime(_since);
}
