using Microsoft.Extensions.Options;
using Npgsql;
using Usher.Engine.SeatingPlans.Generators;

namespace Usher.Engine.SeatingPlans;

/// <summary>
/// Remembers the seating plans in use, so that shows share them. Seats never change, so nothing here grows old; the
/// least recently used are dropped beyond <see cref="SeatingPlanOptions.PlanSeatsMax"/> seats in all. Whoever still
/// holds a dropped plan goes on with it.
/// </summary>
public sealed class PlanCatalog(SeatingPlanStore store, IOptions<SeatingPlanOptions> options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Key, LinkedListNode<Entry>> _entries = [];

    // The most recently used first.
    private readonly LinkedList<Entry> _byUse = [];
    private long _seatsInMemory;

    /// <summary>Seats of all plans that are remembered.</summary>
    public long SeatsInMemory => Interlocked.Read(ref _seatsInMemory);

    /// <summary>The version of the plan; null if it is not stored. One loader per version asks the database.</summary>
    /// <exception cref="NpgsqlException">The plan is not in memory and the database is away.</exception>
    public async ValueTask<SeatingPlan?> FindAsync(PlanId planId, int version, CancellationToken ct)
    {
        var key = new Key(planId, version, Category: null);
        var entry = EntryOf(
            key, () => Task.Run(() => store.FindAsync(planId, version, CancellationToken.None)));
        try
        {
            var plan = await entry.Plan.WaitAsync(ct);
            Count(entry, plan?.Seats.Length ?? 0);
            return plan;
        }
        catch
        {
            // The next one tries again, unless only this one's patience has ended.
            if (entry.Plan.IsFaulted || entry.Plan.IsCanceled)
            {
                Forget(entry);
            }

            throw;
        }
    }

    /// <summary>The version of the plan, which a show refers to and which is stored for that reason.</summary>
    /// <exception cref="NpgsqlException">The plan is not in memory and the database is away.</exception>
    public ValueTask<SeatingPlan> RequireAsync(PlanId planId, int version, CancellationToken ct)
    {
        return Known(new Key(planId, version, Category: null)) is { } plan
            ? new ValueTask<SeatingPlan>(plan)
            : LoadAsync();

        async ValueTask<SeatingPlan> LoadAsync() =>
            await FindAsync(planId, version, ct) ?? throw Gone(planId, version);
    }

    /// <summary>The same for a piece of work that has a connection: a second one is never asked for.</summary>
    internal async ValueTask<SeatingPlan?> FindAsync(
        NpgsqlConnection connection, PlanId planId, int version, CancellationToken ct)
    {
        var key = new Key(planId, version, Category: null);
        if (Known(key) is { } known)
        {
            return known;
        }

        var plan = await SeatingPlanStore.FindAsync(connection, planId, version, ct);
        // One that somebody else is loading counts itself.
        if (plan is not null
            && EntryOf(key, () => Task.FromResult<SeatingPlan?>(plan)) is { Plan.IsCompletedSuccessfully: true } entry)
        {
            Count(entry, plan.Seats.Length);
        }

        return plan;
    }

    /// <inheritdoc cref="RequireAsync(PlanId, int, CancellationToken)"/>
    internal async ValueTask<SeatingPlan> RequireAsync(
        NpgsqlConnection connection, PlanId planId, int version, CancellationToken ct) =>
        await FindAsync(connection, planId, version, ct) ?? throw Gone(planId, version);

    /// <summary>Reads a version anew when it is next asked for.</summary>
    public void Forget(PlanId planId, int version)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(new Key(planId, version, Category: null), out var node))
            {
                Forget(node.Value);
            }
        }
    }

    /// <summary>The plan of a show that has a number of seats and no plan of its own.</summary>
    /// <param name="totalSeats">The number.</param>
    /// <param name="category">The one category of all seats, where the show has a price; else null.</param>
    public SeatingPlan Plain(int totalSeats, string? category)
    {
        var key = new Key(PlanId: default, totalSeats, category);
        var entry = EntryOf(key, () => Task.FromResult<SeatingPlan?>(PlainPlan.Create(totalSeats, category)));
        Count(entry, totalSeats);
        return entry.Plan.Result!;
    }

    private static InvalidDataException Gone(PlanId planId, int version) =>
        new($"The seating plan {planId}, version {version}, is gone.");

    private SeatingPlan? Known(Key key)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var node) || node.Value.Seats == 0)
            {
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Plan.Result;
        }
    }

    private Entry EntryOf(Key key, Func<Task<SeatingPlan?>> load)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var known))
            {
                _byUse.Remove(known);
                _byUse.AddFirst(known);
                return known.Value;
            }

            var entry = new Entry(key, load());
            _entries.Add(key, _byUse.AddFirst(entry));
            return entry;
        }
    }

    // A plan counts once it is there; one that does not exist is not remembered.
    private void Count(Entry entry, int seats)
    {
        if (seats == 0)
        {
            Forget(entry);
        }
        else if (entry.Seats == 0)
        {
            lock (_lock)
            {
                if (entry.Seats == 0 && _entries.ContainsKey(entry.Key))
                {
                    entry.Seats = seats;
                    _seatsInMemory += seats;
                    DropLeastRecentlyUsed();
                }
            }
        }
    }

    private void DropLeastRecentlyUsed()
    {
        while (_seatsInMemory > options.Value.PlanSeatsMax && _byUse.Count > 1)
        {
            Forget(_byUse.Last!.Value);
        }
    }

    private void Forget(Entry entry)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(entry.Key, out var node) && node.Value == entry)
            {
                _entries.Remove(entry.Key);
                _byUse.Remove(node);
                _seatsInMemory -= entry.Seats;
            }
        }
    }

    private readonly record struct Key(PlanId PlanId, int Version, string? Category);

    private sealed class Entry(Key key, Task<SeatingPlan?> plan)
    {
        public Key Key { get; } = key;

        public Task<SeatingPlan?> Plan { get; } = plan;

        public int Seats { get; set; }
    }
}
