using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Usher.Engine.Seats;

/// <summary>
/// The seats of one show in memory, twelve bytes each. It takes changes in any order: of each seat the highest version
/// wins, so a snapshot read from the database and the commits made meanwhile may be merged as they come.
/// Safe for several threads.
/// </summary>
internal sealed class LiveSeatMap(ShowId showId, int totalSeats, DateTime asOf)
{
    private const long Free = 0;
    private const long Sold = long.MaxValue;

    private readonly Lock _lock = new();

    // A version of −1 says that nothing is known of the seat yet.
    private int[] _versions = Filled(totalSeats);

    // When the hold ends, in ticks; or Free, or Sold.
    private long[] _heldUntil = new long[totalSeats];

    private DateTime _asOf = asOf;
    private DateTime _sizedAt = asOf;
    private long _revision;
    private SeatMap? _snapshot;
    private ImmutableArray<SeatFeed> _feeds = [];

    public int TotalSeats => _versions.Length;

    public DateTime AsOf
    {
        get
        {
            lock (_lock)
            {
                return _asOf;
            }
        }
    }

    public void Apply(int seatNumber, int version, bool isOwned, DateTime? heldUntil)
    {
        lock (_lock)
        {
            ApplyLocked(seatNumber, version, !isOwned ? Free : heldUntil is { } until ? until.Ticks : Sold);
        }
    }

    public void Apply(IEnumerable<SeatRow> seats, DateTime asOf)
    {
        lock (_lock)
        {
            foreach (var seat in seats)
            {
                ApplyLocked(seat.Key.SeatNumber, seat.Version, UntilOf(seat));
            }

            Advance(asOf);
        }
    }

    /// <summary>Takes in rows as they are in the database, some of which another process may have changed.</summary>
    public void Learn(IEnumerable<SeatRow> seats)
    {
        lock (_lock)
        {
            foreach (var seat in seats)
            {
                ApplyLocked(seat.Key.SeatNumber, seat.Version, UntilOf(seat));
            }
        }
    }

    /// <summary>Takes over what a newer reading of the database knows better.</summary>
    public void Merge(LiveSeatMap newer)
    {
        lock (_lock)
        {
            // The show may have moved to another version of its plan. A reading that began before that tells of fewer
            // seats, or more, than there are.
            if (newer.TotalSeats != TotalSeats && newer._asOf > _sizedAt)
            {
                Resize(newer.TotalSeats);
                _sizedAt = newer._asOf;
            }

            for (var i = 0; i < Math.Min(TotalSeats, newer.TotalSeats); i++)
            {
                ApplyLocked(i + 1, newer._versions[i], newer._heldUntil[i]);
            }

            Advance(newer._asOf);
        }
    }

    /// <summary>The wanted seats that somebody owns at this moment; a hold past its end counts as free.</summary>
    public ImmutableArray<int> Taken(ImmutableArray<int> wanted, DateTime now)
    {
        ImmutableArray<int>.Builder? taken = null;
        lock (_lock)
        {
            foreach (var number in wanted)
            {
                if (number <= TotalSeats && _heldUntil[number - 1] > now.Ticks)
                {
                    (taken ??= ImmutableArray.CreateBuilder<int>()).Add(number);
                }
            }
        }

        return taken?.ToImmutable() ?? [];
    }

    /// <summary>By index: whether nobody owns the seat at this moment; a hold past its end counts as free.</summary>
    /// <param name="totalSeats">How many seats to tell of; of those the map does not know none is free.</param>
    /// <param name="now">Null: nobody knows the time, so every hold counts.</param>
    public bool[] FreeSeats(int totalSeats, DateTime? now)
    {
        var latest = now?.Ticks ?? Free;
        var isFree = new bool[totalSeats];
        lock (_lock)
        {
            for (var i = 0; i < Math.Min(totalSeats, TotalSeats); i++)
            {
                isFree[i] = _heldUntil[i] <= latest;
            }
        }

        return isFree;
    }

    /// <summary>The map as it is now; the same instance until a seat changes.</summary>
    public SeatMap Snapshot()
    {
        lock (_lock)
        {
            return _snapshot ??= new SeatMap(showId, _asOf, _revision, Views());
        }
    }

    /// <summary>From here on the feed is told of every seat that changes.</summary>
    public void Attach(SeatFeed feed)
    {
        lock (_lock)
        {
            _feeds = _feeds.Add(feed);
        }
    }

    public void Detach(SeatFeed feed)
    {
        lock (_lock)
        {
            _feeds = _feeds.Remove(feed);
        }
    }

    /// <summary>These seats as they are now, in order of their numbers; the set is left empty.</summary>
    public SeatChanges? Take(HashSet<int> changed)
    {
        lock (_lock)
        {
            if (changed.Count == 0)
            {
                return null;
            }

            changed.RemoveWhere(seatNumber => seatNumber > TotalSeats);
            var views = new SeatView[changed.Count];
            var i = 0;
            foreach (var seatNumber in changed)
            {
                views[i++] = View(seatNumber - 1);
            }

            changed.Clear();
            if (views.Length == 0)
            {
                return null;
            }

            Array.Sort(views, static (one, other) => one.SeatNumber.CompareTo(other.SeatNumber));
            return new SeatChanges(_asOf, ImmutableCollectionsMarshal.AsImmutableArray(views));
        }
    }

    private ImmutableArray<SeatView> Views()
    {
        var views = new SeatView[TotalSeats];
        for (var i = 0; i < views.Length; i++)
        {
            views[i] = View(i);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(views);
    }

    private SeatView View(int i)
    {
        var status = _heldUntil[i] switch
        {
            Free => SeatStatus.Available,
            Sold => SeatStatus.Booked,
            _ => SeatStatus.Held,
        };
        return new SeatView(i + 1, status, Math.Max(_versions[i], 0));
    }

    private static long UntilOf(SeatRow seat) =>
        seat.Owner is null ? Free : seat.HeldUntil is { } held ? held.Ticks : Sold;

    private void ApplyLocked(int seatNumber, int version, long heldUntil)
    {
        var i = seatNumber - 1;
        if ((uint)i < (uint)_versions.Length && version > _versions[i])
        {
            _revision += version - Math.Max(_versions[i], 0);
            _versions[i] = version;
            _heldUntil[i] = heldUntil;
            _snapshot = null;
            foreach (var feed in _feeds)
            {
                feed.Note(seatNumber);
            }
        }
    }

    private void Resize(int totalSeats)
    {
        var known = TotalSeats;
        Array.Resize(ref _versions, totalSeats);
        Array.Resize(ref _heldUntil, totalSeats);
        if (totalSeats > known)
        {
            _versions.AsSpan(known).Fill(-1);
        }

        // Equal revisions mean equal maps; seats that came or went have no version that would tell.
        _revision++;
        _snapshot = null;
    }

    private void Advance(DateTime asOf)
    {
        if (asOf > _asOf)
        {
            _asOf = asOf;
        }
    }

    private static int[] Filled(int totalSeats)
    {
        var versions = new int[totalSeats];
        Array.Fill(versions, -1);
        return versions;
    }
}
