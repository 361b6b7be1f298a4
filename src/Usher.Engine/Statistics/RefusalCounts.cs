using System.Collections.Concurrent;

namespace Usher.Engine.Statistics;

/// <summary>
/// Counts requests that were refused because seats were taken. A refusal writes nothing to the database, so only this
/// process knows them, since its start. Bounded: a week of minutes for all shows together, for each of
/// <see cref="ShowsMax"/> shows and for each of as many organizations. One without a refusal for a minute is replaced
/// by another; if as many have refusals at once, further ones count for all shows only.
/// </summary>
public sealed class RefusalCounts(TimeProvider time)
{
    /// <summary>The most shows that have counts of their own.</summary>
    public const int ShowsMax = 128;

    /// <summary>How far back counts are kept, in minutes: a week.</summary>
    public const int MinutesMax = 7 * 24 * 60;

    private readonly Counted<ShowId> _shows = new();
    private readonly Counted<OrganizationId> _organizations = new();
    private readonly Minutes _all = new();

    /// <summary>Since when they are counted, UTC.</summary>
    public DateTime Since { get; } = time.GetUtcNow().UtcDateTime;

    /// <summary>How many there were in each minute from the given one to the present one.</summary>
    /// <param name="showId">The show; null: all shows.</param>
    /// <param name="from">UTC.</param>
    /// <returns>Minutes with refusals, each by its beginning, UTC.</returns>
    public IReadOnlyList<(DateTime At, int Count)> From(ShowId? showId, DateTime from)
    {
        var minutes = showId is { } id ? _shows.Find(id) : _all;
        return From(minutes, from);
    }

    /// <summary>The same for all shows of an organization.</summary>
    public IReadOnlyList<(DateTime At, int Count)> From(OrganizationId organization, DateTime from) =>
        From(_organizations.Find(organization), from);

    internal void Note(ShowId showId, OrganizationId organization)
    {
        var minute = MinuteOf(time.GetUtcNow().UtcDateTime);
        _all.Add(minute);
        _shows.Add(showId, minute);
        _organizations.Add(organization, minute);
    }

    private List<(DateTime At, int Count)> From(Minutes? minutes, DateTime from) =>
        minutes?.From(MinuteOf(from), MinuteOf(time.GetUtcNow().UtcDateTime)) ?? [];

    private static long MinuteOf(DateTime utc) => utc.Ticks / TimeSpan.TicksPerMinute;

    /// <summary>As many as are counted apart from each other.</summary>
    private sealed class Counted<TKey>
        where TKey : notnull
    {
        private readonly ConcurrentDictionary<TKey, Minutes> _minutes = new();
        private long _fullInMinute;

        public Minutes? Find(TKey key) => _minutes.GetValueOrDefault(key);

        public void Add(TKey key, long minute)
        {
            if (!_minutes.TryGetValue(key, out var one))
            {
                if (!HasRoom(minute))
                {
                    return;
                }

                one = _minutes.GetOrAdd(key, _ => new Minutes());
            }

            one.Add(minute);
        }

        // Load on more than are counted must not create and drop a week of minutes with each refusal.
        private bool HasRoom(long minute)
        {
            if (Volatile.Read(ref _fullInMinute) == minute)
            {
                return false;
            }

            if (_minutes.Count < ShowsMax)
            {
                return true;
            }

            var oldest = _minutes.MinBy(entry => entry.Value.Latest);
            if (oldest.Value.Latest < minute)
            {
                return _minutes.TryRemove(oldest);
            }

            Volatile.Write(ref _fullInMinute, minute);
            return false;
        }
    }

    /// <summary>A ring buffer: the upper half of an entry is the minute that it counts, the lower half the
    /// count.</summary>
    private sealed class Minutes
    {
        private readonly long[] _ring = new long[MinutesMax];
        private long _latest;

        public long Latest => Volatile.Read(ref _latest);

        public void Add(long minute)
        {
            Volatile.Write(ref _latest, minute);
            ref var place = ref _ring[minute % MinutesMax];
            long seen, next;
            do
            {
                seen = Volatile.Read(ref place);
                next = seen >> 32 == minute ? seen + 1 : (minute << 32) + 1;
            }
            while (Interlocked.CompareExchange(ref place, next, seen) != seen);
        }

        public List<(DateTime At, int Count)> From(long first, long last)
        {
            List<(DateTime, int)> found = [];
            for (var minute = Math.Max(first, last - MinutesMax + 1); minute <= last; minute++)
            {
                var place = Volatile.Read(ref _ring[minute % MinutesMax]);
                if (place >> 32 == minute)
                {
                    found.Add((new DateTime(minute * TimeSpan.TicksPerMinute, DateTimeKind.Utc), (int)place));
                }
            }

            return found;
        }
    }
}
