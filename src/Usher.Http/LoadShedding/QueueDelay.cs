namespace Usher.Http.LoadShedding;

/// <summary>
/// How long a request that is looked at now has already waited in this process, by the latest ping that took the same
/// way: through a socket, its event queue and the thread pool. A ping that is still on its way has waited at least
/// since it was sent, so the figure grows while a crowd is before it and does not wait for its return.
/// </summary>
public sealed class QueueDelay(TimeProvider time)
{
    private long _sentAt;
    private long _latestTicks;
    private bool _isUnderWay;
    private bool _isGivenUp;

    /// <summary>Whether a ping is on its way; the next one goes when it has come.</summary>
    public bool IsUnderWay => Volatile.Read(ref _isUnderWay);

    public TimeSpan Current
    {
        get
        {
            if (Volatile.Read(ref _isGivenUp))
            {
                return TimeSpan.Zero;
            }

            var latest = TimeSpan.FromTicks(Volatile.Read(ref _latestTicks));
            if (!IsUnderWay)
            {
                return latest;
            }

            var waiting = time.GetElapsedTime(Volatile.Read(ref _sentAt));
            return waiting > latest ? waiting : latest;
        }
    }

    public void Send()
    {
        Volatile.Write(ref _sentAt, time.GetTimestamp());
        Volatile.Write(ref _isUnderWay, true);
    }

    public void Arrive()
    {
        Volatile.Write(ref _latestTicks, time.GetElapsedTime(Volatile.Read(ref _sentAt)).Ticks);
        Volatile.Write(ref _isUnderWay, false);
    }

    /// <summary>Pings go no longer: nothing is known, and nobody is turned away for it.</summary>
    public void GiveUp() => Volatile.Write(ref _isGivenUp, true);
}
