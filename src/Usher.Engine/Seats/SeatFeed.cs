using System.Collections.Immutable;

namespace Usher.Engine.Seats;

/// <summary>Seats that have changed, each once, as it is now; in order of their numbers.</summary>
/// <param name="AsOf">The moment, by the database's clock, UTC.</param>
/// <param name="Seats">At least one.</param>
public sealed record SeatChanges(DateTime AsOf, ImmutableArray<SeatView> Seats);

/// <summary>
/// One show's seats, followed: this process's own commits before their replies leave, what other processes did when the
/// map is read again. Changes gather until they are taken, so a slow reader costs one entry per seat and no more.
/// For one reader at a time.
/// </summary>
public sealed class SeatFeed : IDisposable
{
    /// <summary>How long a reader should wait for changes at most before it asks to read the map again.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly LiveSeatMap _map;
    private readonly Func<Task> _readAgain;
    private readonly Action _release;
    private readonly HashSet<int> _changed = [];
    private readonly SemaphoreSlim _hasChanges = new(0, 1);
    private Task _reading = Task.CompletedTask;
    private int _isDisposed;

    internal SeatFeed(LiveSeatMap map, Func<Task> readAgain, Action release)
    {
        _map = map;
        TotalSeats = map.TotalSeats;
        _readAgain = readAgain;
        _release = release;
        map.Attach(this);
    }

    /// <summary>How many seats the show had when it began to be followed.</summary>
    public int TotalSeats { get; }

    /// <summary>How many it has now: it may have moved to another version of its plan.</summary>
    public int SeatsNow => _map.TotalSeats;

    /// <summary>Up to when the map is known to be right, by the database's clock, UTC.</summary>
    public DateTime AsOf => _map.AsOf;

    /// <summary>All seats as they are now; the same instance until one changes. What changed before may still be taken
    /// as a change afterwards: merge by version.</summary>
    public SeatMap Snapshot() => _map.Snapshot();

    /// <summary>Waits for a change, and no longer than <see cref="Tick"/>.</summary>
    public Task WaitAsync(CancellationToken ct) => _hasChanges.WaitAsync(Tick, ct);

    /// <summary>What has changed since the last time; null if nothing has.</summary>
    public SeatChanges? TakeChanges() => _map.Take(_changed);

    /// <summary>Lets the map be read again if it is about to be older than
    /// <see cref="SeatMapOptions.SeatMapSecondsMax"/>. Waits for nothing: what the reading finds comes as changes. A
    /// database that is away is logged and asked again at the next call.</summary>
    public void KeepFresh()
    {
        if (_reading.IsCompleted)
        {
            _reading = _readAgain();
        }
    }

    /// <summary>Stops following.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _map.Detach(this);
            _release();
        }
    }

    // Called by the map, under its lock, as is Take.
    internal void Note(int seatNumber)
    {
        if (_changed.Add(seatNumber) && _changed.Count == 1 && _hasChanges.CurrentCount == 0)
        {
            _hasChanges.Release();
        }
    }
}
