using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Npgsql;
using Usher.Engine.Database;
using Usher.Engine.SeatingPlans;

namespace Usher.Engine.Shows;

/// <summary>
/// Remembers the terms of the shows on sale, so that a booking costs no look-up. Terms are at most
/// <see cref="EngineOptions.ShowTermsSeconds"/> old; one loader per show runs at a time; memory is bounded by
/// <see cref="EngineOptions.ShowTermsMax"/>. A show that does not exist is not remembered.
/// </summary>
public sealed class ShowCatalog(
    DataSources data, PlanCatalog plans, IOptions<EngineOptions> options, TimeProvider time)
{
    private const string SelectTerms = """
        select organization_id, total_seats, hold_seconds, sales_open_at, extension_allowed, seats_per_booking_max,
               plan_id, plan_version, currency, prices::text, no_orphans
        from shows where id = $1
        """;

    private readonly ConcurrentDictionary<long, Entry> _entries = new();
    private readonly EngineOptions _options = options.Value;

    /// <summary>The show's terms; null if there is no such show.</summary>
    /// <exception cref="NpgsqlException">The terms are not in memory and the database is away.</exception>
    public ValueTask<ShowTerms?> FindAsync(long showId, CancellationToken ct)
    {
        if (_entries.TryGetValue(showId, out var entry))
        {
            // What is being read is for all who come meanwhile: if each read it anew, a crowd would wait for its turn
            // at the database.
            if (!entry.Terms.IsCompleted)
            {
                return new ValueTask<ShowTerms?>(entry.Terms.WaitAsync(ct));
            }

            if (entry.Terms.IsCompletedSuccessfully
                && time.GetElapsedTime(entry.LoadedAt).TotalSeconds < _options.ShowTermsSeconds)
            {
                return new ValueTask<ShowTerms?>(entry.Terms.Result);
            }
        }

        return new ValueTask<ShowTerms?>(LoadOnceAsync(showId, entry, ct));
    }

    /// <summary>Where the seats of the show are. Without a plan of its own, a block made from the number of seats.
    /// </summary>
    /// <exception cref="NpgsqlException">The plan is not in memory and the database is away.</exception>
    public ValueTask<SeatingPlan> PlanAsync(ShowTerms show, CancellationToken ct) => show.PlanId is { } planId
        ? plans.RequireAsync(planId, show.PlanVersion, ct)
        : new ValueTask<SeatingPlan>(plans.Plain(show.TotalSeats, show.PlainCategory));

    /// <summary>The show has changed: its terms are read anew by the next who asks.</summary>
    internal void Forget(long showId) => _entries.TryRemove(showId, out _);

    private async Task<ShowTerms?> LoadOnceAsync(long showId, Entry? stale, CancellationToken ct)
    {
        var fresh = new Entry(time.GetTimestamp());
        var winner = stale is null ? _entries.GetOrAdd(showId, fresh)
            : _entries.TryUpdate(showId, fresh, stale) ? fresh
            : _entries.GetOrAdd(showId, fresh);
        if (ReferenceEquals(winner, fresh))
        {
            // The load serves everyone who waits, so it does not end with the first one's patience.
            _ = LoadAsync(showId, fresh);
        }

        return await winner.Terms.WaitAsync(ct);
    }

    private async Task LoadAsync(long showId, Entry entry)
    {
        try
        {
            var terms = await ReadAsync(showId);
            if (terms is null)
            {
                _entries.TryRemove(new KeyValuePair<long, Entry>(showId, entry));
            }
            else if (_entries.Count > _options.ShowTermsMax)
            {
                _entries.Clear();
            }

            entry.Source.SetResult(terms);
        }
        catch (Exception e)
        {
            _entries.TryRemove(new KeyValuePair<long, Entry>(showId, entry));
            entry.Source.SetException(e);
        }
    }

    private async Task<ShowTerms?> ReadAsync(long showId)
    {
        await using var command = data.Primary.CreateCommand(SelectTerms);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = showId });
        await using var reader = await command.ExecuteReaderAsync();
        if (!await reader.ReadAsync())
        {
            return null;
        }

        var prices = PriceJson.Read(reader.GetString(9));
        var terms = new ShowTerms(
            showId,
            OrganizationId: reader.GetInt64(0),
            TotalSeats: reader.GetInt32(1),
            HoldSeconds: reader.IsDBNull(2) ? _options.HoldSeconds : reader.GetInt32(2),
            SalesOpenAt: reader.IsDBNull(3) ? null : reader.GetDateTime(3),
            ExtensionAllowed: reader.GetBoolean(4))
        {
            SeatsPerBookingMax = reader.GetInt32(5),
            NoOrphans = reader.GetBoolean(10),
            PlanId = reader.IsDBNull(6) ? null : reader.GetInt64(6),
            PlanVersion = reader.IsDBNull(7) ? 0 : reader.GetInt32(7),
            PlainCategory = reader.IsDBNull(6) && prices is [var only] ? only.Category : null,
        };
        return reader.IsDBNull(8) ? terms : terms with
        {
            Prices = PriceList.Of(reader.GetString(8), prices, await PlanAsync(terms, CancellationToken.None)),
        };
    }

    private sealed class Entry(long loadedAt)
    {
        public long LoadedAt { get; } = loadedAt;

        public TaskCompletionSource<ShowTerms?> Source { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<ShowTerms?> Terms => Source.Task;
    }
}
