using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Usher.Engine.Seats;

/// <summary>
/// The seat maps that are asked for, in memory: kept up to date by this process's own commits before their replies
/// leave, and read again from the database when older than <see cref="SeatMapOptions.SeatMapSecondsMax"/>, so that what
/// other processes did is never missed for longer. The least recently used are dropped beyond
/// <see cref="SeatMapOptions.SeatMapSeatsMax"/> seats in all.
/// A map refuses what is known to be taken; it never sells.
/// </summary>
public sealed partial class SeatMaps(
    SeatQueries queries, IOptions<SeatMapOptions> options, EngineClock clock, TimeProvider time,
    ILogger<SeatMaps> logger) : IDisposable
{
    // Reading a map costs about a microsecond a seat, a refusal through the database some two hundred: a map pays off
    // once a show has refused this small part of its seats.
    private const int SeatsPerRefusal = 200;

    // However many shows are followed, their readings leave the database to the buyers.
    private const int FollowedReadingsMax = 2;

    private readonly ConcurrentDictionary<ShowId, Entry> _entries = new();
    private readonly SemaphoreSlim _followedReadings = new(FollowedReadingsMax);
    private readonly SeatMapOptions _options = options.Value;
    private ClockReading? _clockReading;
    private long _seatsInMemory;

    /// <summary>Seats of all maps in memory.</summary>
    public long SeatsInMemory => Interlocked.Read(ref _seatsInMemory);

    /// <summary>All seats of the show, at most <see cref="SeatMapOptions.SeatMapSecondsMax"/> old and never older than
    /// this process's latest commit; null if there is no such show. One reader per show asks the database.</summary>
    /// <exception cref="NpgsqlException">The map is not in memory and the database is away.</exception>
    public ValueTask<SeatMap?> FindAsync(ShowId showId, CancellationToken ct)
    {
        if (_entries.TryGetValue(showId, out var entry) && FreshMap(entry) is { } map)
        {
            return new ValueTask<SeatMap?>(map.Snapshot());
        }

        return new ValueTask<SeatMap?>(LoadAsync(showId, ct));
    }

    /// <summary>All seats of the show where they are in memory and fresh; the database is not asked.</summary>
    public SeatMap? Known(ShowId showId) =>
        _entries.TryGetValue(showId, out var entry) ? FreshMap(entry)?.Snapshot() : null;

    /// <summary>
    /// Follows the show's seats from here on; null if there is no such show. A map that is followed stays in memory, so
    /// whoever lets others follow bounds how many.
    /// </summary>
    /// <exception cref="NpgsqlException">The map is not in memory and the database is away.</exception>
    public async Task<SeatFeed?> FollowAsync(ShowId showId, CancellationToken ct)
    {
        Entry entry;
        do
        {
            entry = EntryOf(showId);
        }
        while (!entry.TryPin());

        SeatFeed? feed = null;
        try
        {
            var map = FreshMap(entry) ?? await RefreshAsync(showId, entry).WaitAsync(ct);
            return map is null ? null : feed = new SeatFeed(map, () => ReadAgainAsync(showId, entry), entry.Unpin);
        }
        finally
        {
            if (feed is null)
            {
                entry.Unpin();
            }
        }
    }

    /// <summary>Follows nothing any more.</summary>
    public void Dispose() => _followedReadings.Dispose();

    /// <summary>
    /// The wanted seats that are known to be taken; empty where nothing is known for certain. To be asked before a
    /// transaction, to be spared one.
    /// </summary>
    internal ImmutableArray<int> KnownTaken(ShowId showId, ImmutableArray<int> wanted) =>
        _entries.TryGetValue(showId, out var entry) && FreshMap(entry) is { } map && EstimateNow() is { } now
            ? map.Taken(wanted, now)
            : [];

    /// <summary>A refusal went through the database; enough of them, and the show's map is read.</summary>
    internal void NoteRefusal(ShowId showId, int totalSeats)
    {
        var entry = EntryOf(showId);
        if (Interlocked.Increment(ref entry.RefusalCounts) * SeatsPerRefusal >= totalSeats && FreshMap(entry) is null)
        {
            _ = RefreshQuietlyAsync(showId, entry);
        }
    }

    /// <summary>A batch has read the database's clock just now.</summary>
    internal void NoteClock(DateTime now) =>
        Volatile.Write(ref _clockReading, new ClockReading(now, time.GetTimestamp()));

    /// <summary>Takes in what a batch has committed. Called before its replies leave.</summary>
    internal void Apply(CommittedSeats committed)
    {
        foreach (var show in committed.Seats.GroupBy(seat => seat.Key.ShowId))
        {
            if (_entries.TryGetValue(show.Key, out var entry))
            {
                entry.Keep(show, committed.AsOf);
            }
        }
    }

    /// <summary>The show has got other seats: a map in memory is read again, from what is committed by now.</summary>
    internal async Task ReloadAsync(ShowId showId)
    {
        if (_entries.TryGetValue(showId, out var entry))
        {
            if (entry.Loading is { IsCompleted: false })
            {
                // It may have begun before.
                await RefreshQuietlyAsync(showId, entry);
            }

            await RefreshQuietlyAsync(showId, entry);
        }
    }

    /// <summary>Sees to it that the show's map is in memory, however old.</summary>
    /// <exception cref="NpgsqlException">The map is not in memory and the database is away.</exception>
    internal ValueTask PrepareAsync(ShowId showId, CancellationToken ct) =>
        EntryOf(showId) is { Map: null } entry
            ? new ValueTask(RefreshAsync(showId, entry).WaitAsync(ct))
            : ValueTask.CompletedTask;

    /// <summary>
    /// Which seats are free, by index, as far as is known; the map may be of any age and is read again in the
    /// background if it is too old to be shown. <see cref="IsCertain"/> tells what may be said by it.
    /// </summary>
    /// <param name="showId">The show.</param>
    /// <param name="totalSeats">As many as its plan has, which the show may just have changed.</param>
    /// <param name="now">By the database's clock; null: not known, so every hold counts.</param>
    /// <exception cref="InvalidOperationException">There is no such show.</exception>
    /// <exception cref="NpgsqlException">The map is not in memory and the database is away.</exception>
    internal async ValueTask<bool[]> FreeSeatsAsync(
        ShowId showId, int totalSeats, DateTime? now, CancellationToken ct)
    {
        var entry = EntryOf(showId);
        if (FreshMap(entry) is null && entry.Map is not null)
        {
            _ = RefreshQuietlyAsync(showId, entry);
        }

        var map = entry.Map ?? await RefreshAsync(showId, entry).WaitAsync(ct);
        entry.UsedAt = time.GetTimestamp();
        return map?.FreeSeats(totalSeats, now)
            ?? throw new InvalidOperationException($"There is no show {showId} to choose from.");
    }

    /// <summary>Whether the map is fresh enough to say that seats are not there.</summary>
    /// <param name="showId">The show.</param>
    /// <param name="millisecondsMax">Its map must be younger than this.</param>
    internal bool IsCertain(ShowId showId, int millisecondsMax) =>
        _entries.TryGetValue(showId, out var entry) && entry.Map is not null
        && time.GetElapsedTime(entry.ReadAt).TotalMilliseconds < millisecondsMax;

    /// <summary>Waits for a reading of the map that begins after this call.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    internal async Task ReadNowAsync(ShowId showId)
    {
        var entry = EntryOf(showId);
        var calledAt = time.GetTimestamp();
        await RefreshAsync(showId, entry);
        if (entry.ReadAt < calledAt)
        {
            // That one was under way already.
            await RefreshAsync(showId, entry);
        }
    }

    /// <summary>Takes in rows that were locked and found changed by others.</summary>
    internal void Learn(ShowId showId, IEnumerable<SeatRow> seats)
    {
        if (_entries.TryGetValue(showId, out var entry))
        {
            entry.Map?.Learn(seats);
        }
    }

    private async Task<SeatMap?> LoadAsync(ShowId showId, CancellationToken ct)
    {
        var map = await RefreshAsync(showId, EntryOf(showId)).WaitAsync(ct);
        return map?.Snapshot();
    }

    // One loader per show at a time; it serves all who wait, so it does not end with the first one's patience.
    private Task<LiveSeatMap?> RefreshAsync(ShowId showId, Entry entry)
    {
        lock (entry)
        {
            if (entry.Loading is not { IsCompleted: false })
            {
                entry.Loading = ReadAsync(showId, entry);
            }

            return entry.Loading;
        }
    }

    private async Task RefreshQuietlyAsync(ShowId showId, Entry entry)
    {
        try
        {
            await RefreshAsync(showId, entry);
        }
        catch (Exception e)
        {
            // Nobody waits for it: refusals go on through the database, and the next one tries again.
            LogNotRead(showId.Value, e.Message);
        }
    }

    // A tick before the map is too old: what other processes did is then never missed for longer than it may be.
    private async Task ReadAgainAsync(ShowId showId, Entry entry)
    {
        var ageMax = TimeSpan.FromSeconds(_options.SeatMapSecondsMax) - SeatFeed.Tick;
        if (time.GetElapsedTime(entry.ReadAt) < ageMax)
        {
            return;
        }

        await _followedReadings.WaitAsync();
        try
        {
            await RefreshQuietlyAsync(showId, entry);
        }
        finally
        {
            _followedReadings.Release();
        }
    }

    private async Task<LiveSeatMap?> ReadAsync(ShowId showId, Entry entry)
    {
        await Task.Yield();
        var startedAt = time.GetTimestamp();
        entry.BeginReading();
        var read = await queries.LoadAsync(showId, CancellationToken.None);
        if (read is null)
        {
            _entries.TryRemove(new KeyValuePair<ShowId, Entry>(showId, entry));
            return null;
        }

        // More than none where this is the first reading, or where the show has got more seats.
        var seatsBefore = entry.Map?.TotalSeats ?? 0;
        entry.Merge(read, startedAt);
        if (entry.Map!.TotalSeats != seatsBefore
            && _entries.TryGetValue(showId, out var current) && current == entry)
        {
            Interlocked.Add(ref _seatsInMemory, entry.Map.TotalSeats - seatsBefore);
            DropLeastRecentlyUsed(except: entry);
        }

        return entry.Map;
    }

    private LiveSeatMap? FreshMap(Entry entry)
    {
        if (entry.Map is { } map && time.GetElapsedTime(entry.ReadAt).TotalSeconds < _options.SeatMapSecondsMax)
        {
            entry.UsedAt = time.GetTimestamp();
            return map;
        }

        return null;
    }

    // The database's clock as last read, moved on by this machine's stopwatch. A reading too old to trust gives none,
    // and then no hold is refused from memory.
    internal DateTime? EstimateNow()
    {
        if (clock.Now is { } now)
        {
            return now;
        }

        return Volatile.Read(ref _clockReading) is { } reading
            && time.GetElapsedTime(reading.Timestamp) is var age && age.TotalSeconds < _options.SeatMapSecondsMax
            ? reading.Now + age
            : null;
    }

    private Entry EntryOf(ShowId showId)
    {
        if (_entries.Count > _options.SeatMapsMax)
        {
            DropEverything();
        }

        return _entries.GetOrAdd(showId, static _ => new Entry());
    }

    private void DropLeastRecentlyUsed(Entry except)
    {
        if (Interlocked.Read(ref _seatsInMemory) <= _options.SeatMapSeatsMax)
        {
            return;
        }

        // A tenth at once, so that a full memory does not sort its maps for every new one.
        var goal = _options.SeatMapSeatsMax / 10 * 9;
        foreach (var (showId, entry) in _entries.ToArray().OrderBy(pair => pair.Value.UsedAt))
        {
            if (Interlocked.Read(ref _seatsInMemory) <= goal)
            {
                return;
            }

            if (entry != except)
            {
                Drop(showId, entry);
            }
        }
    }

    private void DropEverything()
    {
        foreach (var (showId, entry) in _entries)
        {
            Drop(showId, entry);
        }
    }

    private void Drop(ShowId showId, Entry entry)
    {
        if (entry.TryDrop() && _entries.TryRemove(new KeyValuePair<ShowId, Entry>(showId, entry)))
        {
            Interlocked.Add(ref _seatsInMemory, -(entry.Map?.TotalSeats ?? 0));
        }
    }

    [LoggerMessage(LogLevel.Warning, "The seat map of show {ShowId} could not be read: {Error}")]
    private partial void LogNotRead(long showId, string error);

    private sealed record ClockReading(DateTime Now, long Timestamp);

    private sealed class Entry
    {
        private readonly Lock _lock = new();
        private List<(SeatRow[] Seats, DateTime AsOf)>? _sinceReading;
        private int _followers;
        private bool _isDropped;

        public int RefusalCounts;

        public LiveSeatMap? Map { get; private set; }

        public Task<LiveSeatMap?>? Loading { get; set; }

        public long ReadAt { get; private set; }

        public long UsedAt { get; set; }

        /// <summary>Keeps it in memory; false if it was dropped just now.</summary>
        public bool TryPin()
        {
            lock (_lock)
            {
                _followers += _isDropped ? 0 : 1;
                return !_isDropped;
            }
        }

        public void Unpin()
        {
            lock (_lock)
            {
                _followers--;
            }
        }

        /// <summary>False if somebody follows it.</summary>
        public bool TryDrop()
        {
            lock (_lock)
            {
                return _isDropped |= _followers == 0;
            }
        }

        /// <summary>From here on commits are kept aside too: the reading may or may not contain them.</summary>
        public void BeginReading()
        {
            lock (_lock)
            {
                _sinceReading = Map is null ? [] : null;
            }
        }

        public void Keep(IEnumerable<SeatRow> seats, DateTime asOf)
        {
            lock (_lock)
            {
                if (Map is not null)
                {
                    Map.Apply(seats, asOf);
                }
                else
                {
                    _sinceReading?.Add(([.. seats], asOf));
                }
            }
        }

        public void Merge(LiveSeatMap read, long startedAt)
        {
            lock (_lock)
            {
                ReadAt = startedAt;
                UsedAt = startedAt;
                RefusalCounts = 0;
                if (Map is not null)
                {
                    Map.Merge(read);
                    return;
                }

                Map = read;
                foreach (var (seats, asOf) in _sinceReading ?? [])
                {
                    read.Apply(seats, asOf);
                }

                _sinceReading = null;
            }
        }
    }
}
