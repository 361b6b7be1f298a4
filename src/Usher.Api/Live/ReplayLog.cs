using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Usher.Engine.Seats;

namespace Usher.Api.Live;

/// <summary>
/// The messages of one show, in order. A subscriber is a position in it, so that a thousand of them cost no more than
/// their positions. One that begins, or has fallen further behind than the log reaches back, gets a snapshot and
/// continues from there; in the compact form it gets what it missed, if that is less. Safe for concurrent use.
/// </summary>
internal sealed class ReplayLog
{
    // Told one by one, seats take as much room as this many in a compact snapshot.
    private const int SnapshotSeatsPerSeat = 32;

    // In a small show a few kilobytes do not matter.
    private const int MissedSeatsMin = 256;

    private readonly Lock _lock = new();
    private readonly SeatFeed _feed;
    private readonly LiveOptions _options;
    private readonly TimeProvider _time;
    private readonly SeatLedger _ledger;
    private readonly Entry?[] _messages;

    // Names this log among all there are and were, so that a place in another one is none in this.
    private readonly string _name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    // Positions of the oldest message kept and of the next one to come. Position 0 is before everything.
    private long _tail = 1;
    private long _head = 1;
    private long _bytes;

    private SnapshotTaken? _snapshot;
    private CompactTaken? _compact;
    private Missed? _missed;

    public ReplayLog(SeatFeed feed, LiveOptions options, TimeProvider time)
    {
        (_feed, _options, _time) = (feed, options, time);
        _messages = new Entry?[options.DeltasKeptMax];
        _ledger = new SeatLedger(feed.Snapshot());
    }

    /// <summary>How many messages have been serialized, however many subscribers received them.</summary>
    public long Written { get; private set; }

    /// <summary>Adds what the feed has told. To be called in the order in which it was taken from the feed.</summary>
    public void Append(SeatChanges changes)
    {
        var message = LiveMessage.Delta(changes);
        lock (_lock)
        {
            _ledger.Apply(changes, _head);
            AppendLocked(message);
        }
    }

    public void AppendHeartbeat(DateTime asOf)
    {
        var message = LiveMessage.Heartbeat(asOf);
        lock (_lock)
        {
            _ledger.Advance(asOf);
            AppendLocked(message);
        }
    }

    /// <summary>The next message after this position, which moves on; null if there is none yet.</summary>
    public LiveMessage? Next(ref long place, bool isCompact = false)
    {
        lock (_lock)
        {
            if (place < _tail)
            {
                (place, var message) = isCompact ? MissedSince(place) : Snapshot();
                return message;
            }

            if (place == _head)
            {
                return null;
            }

            var entry = _messages[place++ % _messages.Length]!;
            return !isCompact ? entry.Full : entry.Compact ?? KeepCompact(entry, place);
        }
    }

    /// <summary>Tells somebody who has missed nothing that the connection is there, in the compact form.</summary>
    public LiveMessage Greeting()
    {
        lock (_lock)
        {
            return LiveMessage.Heartbeat(_ledger.AsOf).With(NameOf(_head));
        }
    }

    /// <summary>The position that a <c>next</c> of a message names; 0 where it is none of this log.</summary>
    public long PlaceOf(string? next)
    {
        var prefix = _name.Length + 1;
        lock (_lock)
        {
            return next?.Length > prefix && next.StartsWith(_name, StringComparison.Ordinal)
                && long.TryParse(next.AsSpan(prefix), NumberStyles.None, CultureInfo.InvariantCulture, out var place)
                && place <= _head ? place : 0;
        }
    }

    // Both forms of a message count as kept.
    private LiveMessage KeepCompact(Entry entry, long next)
    {
        entry.Compact = entry.Full.With(NameOf(next));
        _bytes += entry.Compact.Json.Length;
        return entry.Compact;
    }

    private void AppendLocked(LiveMessage message)
    {
        while (_head - _tail >= _messages.Length || (_head > _tail && _bytes > _options.DeltaBytesKeptMax))
        {
            ref var oldest = ref _messages[_tail++ % _messages.Length];
            _bytes -= oldest!.Full.Json.Length + (oldest.Compact?.Json.Length ?? 0);
            oldest = null;
        }

        _messages[_head++ % _messages.Length] = new Entry(message);
        _bytes += message.Json.Length;
        Written++;
    }

    // Shared by all that subscribe within a short time, however fast seats change: later deltas follow from the log.
    private (long Place, LiveMessage Message) Snapshot()
    {
        if (_snapshot is not { } known || known.Place < _tail
            || (IsOld(known.TakenAt) && _feed.Snapshot() != known.Map))
        {
            // The position first: a change that comes in between is then sent twice rather than never.
            var (place, takenAt) = (_head, _time.GetTimestamp());
            var map = _feed.Snapshot();
            _snapshot = known = new SnapshotTaken(place, map, LiveMessage.Snapshot(map), takenAt);
            Written++;
        }

        return (known.Place, known.Message);
    }

    // Without versions: it is taken of what the log has told, so nothing that follows is older.
    private (long Place, LiveMessage Message) CompactSnapshot()
    {
        if (_compact is not { } known || known.Place < _tail || (IsOld(known.TakenAt) && known.Place < _head))
        {
            var seats = Math.Min(_ledger.TotalSeats, _feed.SeatsNow);
            var message = LiveMessage.Compact(_ledger.AsOf, seats, _ledger.Pack(seats)).With(NameOf(_head));
            _compact = known = new CompactTaken(_head, message, _time.GetTimestamp());
            Written++;
        }

        return (known.Place, known.Message);
    }

    // Shared by all that were lost at the same time.
    private (long Place, LiveMessage Message) MissedSince(long place)
    {
        if (place == 0)
        {
            return CompactSnapshot();
        }

        if (_missed is not { } known || known.Since != place || known.Place < _tail)
        {
            var seatsMax = Math.Max(MissedSeatsMin, _ledger.TotalSeats / SnapshotSeatsPerSeat);
            if (_ledger.ToldSince(place, seatsMax) is not { } seats)
            {
                return CompactSnapshot();
            }

            var message = seats.Length == 0
                ? LiveMessage.Heartbeat(_ledger.AsOf)
                : LiveMessage.Delta(new SeatChanges(_ledger.AsOf, ImmutableCollectionsMarshal.AsImmutableArray(seats)));
            _missed = known = new Missed(place, _head, message.With(NameOf(_head)));
            Written++;
        }

        return (known.Place, known.Message);
    }

    private string NameOf(long place) => string.Create(CultureInfo.InvariantCulture, $"{_name}-{place}");

    private bool IsOld(long takenAt) =>
        _time.GetElapsedTime(takenAt).TotalMilliseconds > _options.SnapshotMilliseconds;

    private sealed class Entry(LiveMessage full)
    {
        public LiveMessage Full { get; } = full;

        /// <summary>The same with its place; null until somebody wants it.</summary>
        public LiveMessage? Compact { get; set; }
    }

    private sealed record SnapshotTaken(long Place, SeatMap Map, LiveMessage Message, long TakenAt);

    private sealed record CompactTaken(long Place, LiveMessage Message, long TakenAt);

    private sealed record Missed(long Since, long Place, LiveMessage Message);
}
