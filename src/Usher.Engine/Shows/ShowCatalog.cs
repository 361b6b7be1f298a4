using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Npgsql;
using Usher.Engine.Database;
using Usher.Engine.SeatingPlans;

namespace Usher.Engine.Shows;

/// <summary>
/// Remembers the terms of the shows on sale, so that a booking costs no look-up. Terms are at most
/// <see cref="ShowTermsOptions.ShowTermsSeconds"/> old. One reading at a time is under way: who asks for a show that is
/// being read waits for it, and the shows that are asked for meanwhile are read together. Memory is bounded by
/// <see cref="ShowTermsOptions.ShowTermsMax"/>. A show that does not exist is not remembered.
/// </summary>
public sealed class ShowCatalog(
    DataSources data, PlanCatalog plans, IOptions<ShowTermsOptions> options, IOptions<ShowTimeOptions> times,
    TimeProvider time)
{
    private const string SelectTerms = """
        select id, organization_id, total_seats, hold_seconds, sales_open_at, extension_allowed,
               seats_per_booking_max, plan_id, plan_version, currency, prices::text, no_orphans, starts_at, time_zone,
               seats_per_person_max,
               (select suspended_at is not null from organizations o where o.id = organization_id)
        from shows where id = any($1)
        """;

    // A query of so many ids takes a few milliseconds.
    private const int ReadTogetherMax = 1_000;

    private readonly ConcurrentDictionary<ShowId, Entry> _entries = new();
    private readonly Lock _lock = new();
    private readonly Queue<Entry> _wanted = [];
    private bool _isReading;
    private readonly ShowTermsOptions _options = options.Value;

    /// <summary>How many times terms were read from the database.</summary>
    internal long Readings { get; private set; }

    /// <summary>The show's terms; null if there is no such show.</summary>
    /// <exception cref="NpgsqlException">The terms are not in memory and the database is away.</exception>
    public ValueTask<ShowTerms?> FindAsync(ShowId showId, CancellationToken ct)
    {
        if (_entries.TryGetValue(showId, out var entry))
        {
            // What is being read is for all who come meanwhile: if each read it anew, a crowd would wait for its turn
            // at the database.
            if (!entry.Terms.IsCompleted)
            {
                return new ValueTask<ShowTerms?>(entry.Terms.WaitAsync(ct));
            }

            if (entry.Terms.IsCompletedSuccessfully && IsFresh(entry))
            {
                return new ValueTask<ShowTerms?>(entry.Terms.Result);
            }
        }

        return new ValueTask<ShowTerms?>(LoadOnceAsync(showId, entry, ct));
    }

    /// <summary>The show's terms if they are in memory and not too old; null: <see cref="FindAsync"/> tells.</summary>
    internal ShowTerms? Recall(ShowId showId) =>
        _entries.TryGetValue(showId, out var entry) && entry.Terms.IsCompletedSuccessfully && IsFresh(entry)
            ? entry.Terms.Result
            : null;

    /// <summary>Where the seats of the show are. Without a plan of its own, a block made from the number of seats.
    /// </summary>
    /// <exception cref="NpgsqlException">The plan is not in memory and the database is away.</exception>
    public ValueTask<SeatingPlan> PlanAsync(ShowTerms show, CancellationToken ct) =>
        PlanAsync(show, version: null, ct);

    /// <summary>The same in a version that the show had at another time, such as when a booking ended.</summary>
    /// <param name="show">The show.</param>
    /// <param name="version">The version; null: the one that the show has now.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="NpgsqlException">The plan is not in memory and the database is away.</exception>
    public ValueTask<SeatingPlan> PlanAsync(ShowTerms show, int? version, CancellationToken ct) =>
        show.PlanId is { } planId
            ? plans.RequireAsync(planId, version ?? show.PlanVersion, ct)
            : new ValueTask<SeatingPlan>(plans.Plain(show.TotalSeats, show.PlainCategory));

    /// <summary>The show has changed: its terms are read anew by the next who asks.</summary>
    internal void Forget(ShowId showId) => _entries.TryRemove(showId, out _);

    /// <summary>What an organization may sell has changed: the terms of all shows are read anew.</summary>
    public void ForgetAll() => _entries.Clear();

    /// <summary>The show has changed since these terms were read. Of the many who find that out at once, none makes the
    /// others read what one of them has read anew already.</summary>
    internal void Forget(ShowTerms stale)
    {
        if (_entries.TryGetValue(stale.Id, out var entry)
            && entry.Terms is { IsCompletedSuccessfully: true, Result: var terms } && ReferenceEquals(terms, stale))
        {
            Remove(entry);
        }
    }

    private bool IsFresh(Entry entry) =>
        time.GetElapsedTime(entry.LoadedAt).TotalSeconds < _options.ShowTermsSeconds;

    private async Task<ShowTerms?> LoadOnceAsync(ShowId showId, Entry? stale, CancellationToken ct)
    {
        var fresh = new Entry(showId, time.GetTimestamp());
        var winner = stale is null ? _entries.GetOrAdd(showId, fresh)
            : _entries.TryUpdate(showId, fresh, stale) ? fresh
            : _entries.GetOrAdd(showId, fresh);
        if (ReferenceEquals(winner, fresh) && IsFirstWanted(fresh))
        {
            // The reading serves everyone who waits, so it does not end with the first one's patience.
            _ = ReadWantedAsync();
        }

        return await winner.Terms.WaitAsync(ct);
    }

    private bool IsFirstWanted(Entry entry)
    {
        lock (_lock)
        {
            _wanted.Enqueue(entry);
            return !_isReading && (_isReading = true);
        }
    }

    private List<Entry> TakeWanted()
    {
        lock (_lock)
        {
            var taken = new List<Entry>(Math.Min(_wanted.Count, ReadTogetherMax));
            while (taken.Count < ReadTogetherMax && _wanted.TryDequeue(out var entry))
            {
                taken.Add(entry);
            }

            _isReading = taken.Count > 0;
            return taken;
        }
    }

    private async Task ReadWantedAsync()
    {
        while (TakeWanted() is { Count: > 0 } entries)
        {
            try
            {
                Readings++;
                var found = await ReadAsync([.. entries.Select(entry => entry.ShowId)]);
                foreach (var entry in entries)
                {
                    // Some wait for a plan besides, and nobody waits for them.
                    _ = CompleteAsync(entry, found.GetValueOrDefault(entry.ShowId));
                }
            }
            catch (Exception e)
            {
                entries.ForEach(entry => Fail(entry, e));
            }
        }
    }

    private async Task CompleteAsync(Entry entry, ShowRow? row)
    {
        try
        {
            var terms = row is null ? null : await CompletedAsync(row);
            if (terms is null)
            {
                Remove(entry);
            }
            else if (_entries.Count > _options.ShowTermsMax)
            {
                _entries.Clear();
            }

            entry.Source.SetResult(terms);
        }
        catch (Exception e)
        {
            Fail(entry, e);
        }
    }

    private void Fail(Entry entry, Exception e)
    {
        Remove(entry);
        entry.Source.SetException(e);
    }

    private void Remove(Entry entry) =>
        _entries.TryRemove(new KeyValuePair<ShowId, Entry>(entry.ShowId, entry));

    private async Task<ShowTerms> CompletedAsync(ShowRow row)
    {
        var prices = PriceJson.Read(row.Prices);
        var terms = row.Terms with
        {
            PlainCategory = row.Terms.PlanId is null && prices is [var only] ? only.Category : null,
        };
        if (row.Currency is null && terms.PlanId is null)
        {
            return terms;
        }

        var plan = await PlanAsync(terms, CancellationToken.None);
        return terms with
        {
            Kind = plan.Kind,
            Slots = SlotStarts.Of(plan, terms.StartsAt, terms.TimeZone),
            Prices = row.Currency is { } currency ? PriceList.Of(currency, prices, plan) : null,
        };
    }

    private async Task<Dictionary<ShowId, ShowRow>> ReadAsync(ShowId[] showIds)
    {
        await using var command = data.Primary.CreateCommand(SelectTerms);
        command.Parameters.Add(showIds.ArrayOf(id => id.Value));
        await using var reader = await command.ExecuteReaderAsync();
        var found = new Dictionary<ShowId, ShowRow>(showIds.Length);
        while (await reader.ReadAsync())
        {
            var terms = TermsOf(reader);
            found[terms.Id] = new ShowRow(
                terms, Currency: reader.IsDBNull(9) ? null : reader.GetString(9), Prices: reader.GetString(10));
        }

        return found;
    }

    private ShowTerms TermsOf(NpgsqlDataReader reader) => new(
        new ShowId(reader.GetInt64(0)),
        OrganizationId: new OrganizationId(reader.GetInt64(1)),
        TotalSeats: reader.GetInt32(2),
        HoldSeconds: reader.IsDBNull(3) ? _options.HoldSeconds : reader.GetInt32(3),
        SalesOpenAt: reader.IsDBNull(4) ? null : reader.GetDateTime(4),
        ExtensionAllowed: reader.GetBoolean(5))
    {
        SeatsPerBookingMax = reader.GetInt32(6),
        PlanId = reader.IsDBNull(7) ? null : new PlanId(reader.GetInt64(7)),
        PlanVersion = reader.IsDBNull(8) ? 0 : reader.GetInt32(8),
        NoOrphans = reader.GetBoolean(11),
        StartsAt = reader.GetDateTime(12),
        TimeZone = reader.IsDBNull(13) ? times.Value.TimeZone : reader.GetString(13),
        SeatsPerPersonMax = reader.IsDBNull(14) ? null : reader.GetInt32(14),
        IsSuspended = reader.GetBoolean(15),
    };

    private sealed record ShowRow(ShowTerms Terms, string? Currency, string Prices);

    private sealed class Entry(ShowId showId, long loadedAt)
    {
        public ShowId ShowId { get; } = showId;

        public long LoadedAt { get; } = loadedAt;

        public TaskCompletionSource<ShowTerms?> Source { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<ShowTerms?> Terms => Source.Task;
    }
}
