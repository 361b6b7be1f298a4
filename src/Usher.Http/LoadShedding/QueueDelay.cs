namespace Usher.Http.LoadShedding;

/// <summary>
/// How long work waits for a thread of the pool, by the latest sample. A sample that is still in the queue has waited
/// at least since it was put there, so the figure grows with the queue and does not wait for the sample's turn.
/// </summary>
public sealed class QueueDelay(TimeProvider time)
{
    private long _queuedAt;
    private long _latestTicks;
    private bool _isUnderWay;

    /// <summary>Whether a sample is in the queue; the next one follows when it has run.</summary>
    public bool IsUnderWay => Volatile.Read(ref _isUnderWay);

    public TimeSpan Current
    {
        get
        {
            var latest = TimeSpan.FromTicks(Volatile.Read(ref _latestTicks));
            if (!IsUnderWay)
            {
                return latest;
            }

            var waiting = time.GetElapsedTime(Volatile.Read(ref _queuedAt));
            return waiting > latest ? waiting : latest;
        }
    }

    public void Begin()
    {
        Volatile.Write(ref _queuedAt, time.GetTimestamp());
        Volatile.Write(ref _isUnderWay, true);
    }

    public void End()
    {
        Volatile.Write(ref _latestTicks, time.GetElapsedTime(Volatile.Read(ref _queuedAt)).Ticks);
        Volatile.Write(ref _isUnderWay, false);
    }
}
