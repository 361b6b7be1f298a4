using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Npgsql;
using Usher.Engine.Bookings;
using Usher.Engine.Database;
using Usher.Engine.Selling.Rules;

namespace Usher.Engine.Selling.Holders;

/// <summary>
/// What each client holds in each show, as far as this process has given it: in memory only, so that it costs the
/// booking path next to nothing and no address is stored. It is told what is committed. A hold counts until it is
/// confirmed or ended here, or until its time is over; what other processes have ended is looked up before a client is
/// refused for it. What other processes have given, or this one before a restart, it does not know: with several
/// processes a client may hold the limit in each. Safe for several threads.
/// </summary>
internal sealed class HeldSeats(IOptions<SellingOptions> options, DataSources data, TimeProvider time)
    : ICommitListener
{
    /// <summary>The most holds that are counted, some 200 bytes each; what comes beyond goes uncounted.</summary>
    public const int HoldsMax = 1_000_000;

    // Lapsed holds that nobody ended here are forgotten this often, by the engine's clock.
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromSeconds(10);

    private const string FindPending = """
        select b.id, b.expires_at
        from (select unnest($2) as id) k join bookings b on b.show_id = $1 and b.id = k.id
        where b.status = 'PENDING'
        """;

    private readonly ConcurrentDictionary<Holder, Holds> _holders = [];
    private readonly Dictionary<BookingId, Holder> _bookings = [];
    private readonly Lock _lock = new();
    private DateTime _forgottenAt;

    /// <summary>How often a client's holds are looked up at most: whoever is refused may ask at once again.</summary>
    public TimeSpan RereadEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The most seats a client may hold in a show; 0: as many as it likes.</summary>
    public int SeatsMax { get; } = options.Value.HeldSeatsPerClientMax;

    /// <summary>Holds that are counted.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _bookings.Count;
            }
        }
    }

    /// <summary>Whose holds those of the actor count as; null: they are not limited.</summary>
    public ClientAddress? ClientOf(Actor actor) =>
        SeatsMax > 0 && actor.IsStranger ? ClientAddress.Of(actor.Address) : null;

    /// <summary>At least as many seats as it holds: lapsed ones are in here too. Costs no lock.</summary>
    public int SeatsAtMost(Holder holder) => _holders.TryGetValue(holder, out var holds) ? holds.Seats : 0;

    /// <summary>What it holds, lapsed ones included.</summary>
    public ClientHold[] Of(Holder holder)
    {
        lock (_lock)
        {
            return _holders.TryGetValue(holder, out var holds) ? [.. holds.All] : [];
        }
    }

    /// <summary>Why a request needs no transaction to be refused; null: it does, or is not refused.</summary>
    /// <param name="holder">Who asks.</param>
    /// <param name="seatsWanted">For how many seats.</param>
    /// <param name="now">About when; null: not known.</param>
    public BookOutcome.LimitReached? Refusal(Holder holder, int seatsWanted, DateTime? now) =>
        SeatsAtMost(holder) + seatsWanted > SeatsMax && now is { } moment
            ? HoldLimit.Refusal(SeatsMax, seatsWanted, Of(holder), moment)
            : null;

    public void OnCommitted(CommittedBatch batch)
    {
        if (SeatsMax == 0)
        {
            return;
        }

        lock (_lock)
        {
            Add(batch.Held);
            foreach (var booking in batch.Bookings)
            {
                if (_bookings.TryGetValue(booking.Id, out var holder))
                {
                    Put(holder, booking.Id, booking.Status == BookingStatus.Pending ? HoldOf(booking) : null);
                }
            }

            Forget(batch.Seats.AsOf);
        }
    }

    /// <summary>A batch was given up that may be committed: what it may have given counts, and nothing else is sure.
    /// </summary>
    public void OnLost(CommittedBatch batch)
    {
        if (SeatsMax > 0)
        {
            lock (_lock)
            {
                Add(batch.Held);
            }
        }
    }

    /// <summary>Looks up what has become of what a client holds, unless that was done a moment ago: other processes may
    /// have ended it. True if some of it has ended.</summary>
    public async Task<bool> RereadAsync(Holder holder, CancellationToken ct)
    {
        if (TakeTurn(holder) is not { Length: > 0 } known)
        {
            return false;
        }

        Dictionary<BookingId, DateTime> pending = [];
        try
        {
            await using var command = data.Primary.CreateCommand(FindPending);
            command.Parameters.Add(holder.ShowId.Typed());
            command.Parameters.Add(known.ArrayOf(hold => hold.Id.Value));
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                pending.Add(new BookingId(reader.GetGuid(0)), reader.GetDateTime(1));
            }
        }
        catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
        {
            // The refusal stands on what is known here.
            return false;
        }

        lock (_lock)
        {
            foreach (var hold in known.Where(hold => _bookings.ContainsKey(hold.Id)))
            {
                Put(
                    holder, hold.Id,
                    pending.TryGetValue(hold.Id, out var endsAt) ? hold with { EndsAt = endsAt } : null);
            }
        }

        return pending.Count < known.Length;
    }

    private ClientHold[] TakeTurn(Holder holder)
    {
        lock (_lock)
        {
            if (!_holders.TryGetValue(holder, out var holds)
                || (holds.RereadAt is { } before && time.GetElapsedTime(before) < RereadEvery))
            {
                return [];
            }

            holds.RereadAt = time.GetTimestamp();
            return [.. holds.All];
        }
    }

    private static ClientHold HoldOf(Booking booking) =>
        new(booking.Id, booking.SeatNumbers.Length, booking.ExpiresAt);

    private void Add(IEnumerable<(Booking Booking, ClientAddress Client)> held)
    {
        foreach (var (booking, client) in held)
        {
            if (_bookings.Count < HoldsMax || _bookings.ContainsKey(booking.Id))
            {
                var holder = new Holder(booking.ShowId, client);
                _bookings[booking.Id] = holder;
                Put(holder, booking.Id, HoldOf(booking));
            }
        }
    }

    // What it is now, in the place of what it was; null: it is no more.
    private void Put(Holder holder, BookingId id, ClientHold? now)
    {
        var holds = _holders.GetOrAdd(holder, static _ => new Holds());
        holds.Put(id, now);
        if (now is null)
        {
            _bookings.Remove(id);
        }

        if (holds.IsEmpty)
        {
            _holders.TryRemove(holder, out _);
        }
    }

    private void Forget(DateTime now)
    {
        if (now - _forgottenAt < ForgetEvery && now >= _forgottenAt)
        {
            return;
        }

        _forgottenAt = now;
        foreach (var (holder, holds) in _holders)
        {
            foreach (var hold in holds.All.Where(hold => hold.EndsAt <= now).ToArray())
            {
                Put(holder, hold.Id, now: null);
            }
        }
    }

    // Of one client in one show.
    private sealed class Holds
    {
        private readonly Dictionary<BookingId, ClientHold> _all = [];
        private volatile int _seats;

        public IReadOnlyCollection<ClientHold> All => _all.Values;

        public bool IsEmpty => _all.Count == 0;

        /// <summary>May be read without the lock.</summary>
        public int Seats => _seats;

        /// <summary>By the stopwatch; null: never.</summary>
        public long? RereadAt { get; set; }

        public void Put(BookingId id, ClientHold? now)
        {
            _all.Remove(id, out var before);
            if (now is { } hold)
            {
                _all.Add(id, hold);
            }

            _seats += (now?.Seats ?? 0) - before.Seats;
        }
    }
}
