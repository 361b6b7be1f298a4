using Usher.Engine.Seats;


namespace Usher.Api.Live;

/// <summary>
/// The messages of one show, in order. A subscriber is a position in it, so that a thousand of them cost no more than
/// their positions. One that begins, or has fallen further behind than the log reaches back, gets a snapshot and
/// continues from there. Safe for concurrent use.
/// </summary>
internal sealed class ReplayLog(SeatFeed feed, LiveOptions options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly LiveMessage?[] _messages = new LiveMessage?[options.DeltasKeptMax];

    // Positions of the oldest message kept and of the next one to come. Position 0 is before everything.
    private long _tail = 1;
    private long _head = 1;
    private long _bytes;

    private SnapshotTaken? _snapshot;

    /// <summary>How many messages have been serialized, however many subscribers received them.</summary>
    public long Written { get; private set; }

    public void Append(LiveMessage message)
    {
        lock (_lock)
        {
            while (_head - _tail >= _messages.Length || (_head > _tail && _bytes > options.DeltaBytesKeptMax))
            {
                ref var oldest = ref _messages[_tail++ % _messages.Length];
                _bytes -= oldest!.Json.Length;
                oldest = null;
            }

            _messages[_head++ % _messages.Length] = message;
            _bytes += message.Json.Length;
            Written++;
        }
    }

    /// <summary>The next message after this position, which moves on; null if there is none yet.</summary>
    public LiveMessage? Next(ref long place)
    {
        lock (_lock)
        {
            if (place < _tail)
            {
                (place, var message) = Snapshot();
                return message;
            }

            return place == _head ? null : _messages[place++ % _messages.Length];
        }
    }

    // Shared by all that subscribe within a short time, however fast seats change: later deltas follow from the log.
    private (long Place, LiveMessage Message) Snapshot()
    {
        if (_snapshot is not { } known || known.Place < _tail || (IsOld(known) && feed.Snapshot() != known.Map))
        {
            // The position first: a change that comes in between is then sent twice rather than never.
            var (place, takenAt) = (_head, time.GetTimestamp());
            var map = feed.Snapshot();
            _snapshot = known = new SnapshotTaken(place, map, LiveMessage.Snapshot(map), takenAt);
            Written++;
        }

        return (known.Place, known.Message);
    }

    private bool IsOld(SnapshotTaken snapshot) =>
        time.GetElapsedTime(snapshot.TakenAt).TotalMilliseconds > options.SnapshotMilliseconds;

    private sealed record SnapshotTaken(long Place, SeatMap Map, LiveMessage Message, long TakenAt);
}
