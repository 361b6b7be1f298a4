using Microsoft.Extensions.Options;
using Usher.Engine.SeatingPlans;

namespace Usher.Engine.Selling.BestAvailable;

/// <summary>
/// Remembers rankings, for plans never change. The least recently used are dropped beyond
/// <see cref="BestAvailableOptions.RankedGroupsMax"/> groups in all. Safe for several threads.
/// </summary>
internal sealed class SeatRankings(IOptions<BestAvailableOptions> options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Key, LinkedListNode<Entry>> _entries = [];

    // The most recently used first.
    private readonly LinkedList<Entry> _byUse = [];
    private long _groupsInMemory;

    public long GroupsInMemory => Interlocked.Read(ref _groupsInMemory);

    /// <summary>The ranking, made if need be: a few milliseconds for a large hall.</summary>
    public SeatRanking Of(SeatingPlan plan, int seatCount, int? category)
    {
        var entry = EntryOf(new Key(plan, seatCount, category));
        var ranking = entry.Ranking.Value;
        if (!entry.IsCounted)
        {
            Count(entry, ranking.FirstSeats.Length);
        }

        return ranking;
    }

    private Entry EntryOf(Key key)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var known))
            {
                _byUse.Remove(known);
                _byUse.AddFirst(known);
                return known.Value;
            }

            var entry = new Entry(key, new Lazy<SeatRanking>(
                () => SeatRanking.Of(key.Plan, key.SeatCount, key.Category)));
            _entries.Add(key, _byUse.AddFirst(entry));
            return entry;
        }
    }

    private void Count(Entry entry, int groups)
    {
        lock (_lock)
        {
            if (entry.IsCounted || !_entries.ContainsKey(entry.Key))
            {
                return;
            }

            // One more for the entry itself: rankings without a group take room too.
            entry.Groups = groups + 1;
            _groupsInMemory += entry.Groups;
            while (_groupsInMemory > options.Value.RankedGroupsMax && _byUse.Count > 1)
            {
                var oldest = _byUse.Last!.Value;
                _byUse.RemoveLast();
                _entries.Remove(oldest.Key);
                _groupsInMemory -= oldest.Groups;
            }
        }
    }

    // A plan is known by itself, not by its content: whoever loads it anew ranks it anew.
    private readonly record struct Key(SeatingPlan Plan, int SeatCount, int? Category);

    private sealed class Entry(Key key, Lazy<SeatRanking> ranking)
    {
        public Key Key { get; } = key;

        public Lazy<SeatRanking> Ranking { get; } = ranking;

        public int Groups { get; set; }

        public bool IsCounted => Groups > 0;
    }
}
