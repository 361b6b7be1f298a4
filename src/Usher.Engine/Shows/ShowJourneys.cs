using Npgsql;
using Usher.Engine.Database;
using Usher.Engine.Idempotency;
using Usher.Engine.SeatingPlans;

namespace Usher.Engine.Shows;

/// <summary>Where coaches go from and to. Other shows go nowhere.</summary>
public sealed class ShowJourneys(DataSources data, OrganiserWrites writes, ShowCatalog catalog)
{
    private const string Find = "select origin, destination from show_journeys where show_id = $1";

    private const string Save = """
        insert into show_journeys (show_id, origin, destination) select id, $2, $3 from shows where id = $1
        on conflict (show_id) do update set origin = excluded.origin, destination = excluded.destination
        """;

    private const string Remove = "delete from show_journeys where show_id = $1";

    // Whoever saves two journeys of one show at once does so one after the other.
    private const string LockShow = "select from shows where id = $1 for no key update";

    /// <summary>Where the show goes; null if nobody said so, or there is no such show.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public Task<Journey?> FindAsync(ShowId showId, CancellationToken ct) =>
        FindAsync(data.Replica.Scoped(), showId, ct);

    private static async Task<Journey?> FindAsync(NpgsqlBatch query, ShowId showId, CancellationToken ct)
    {
        await using var batch = query;
        batch.Add(Find, showId.Typed());
        await using var reader = await batch.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? new Journey(reader.GetString(0), reader.GetString(1)) : null;
    }

    /// <summary>What the places of a show are; null if there is no such show. Only a coach goes anywhere
    /// (<see cref="Journey.ProblemOf"/>).</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<PlanKind?> FindKindAsync(ShowId showId, CancellationToken ct) =>
        await catalog.FindAsync(showId, ct) is { } show ? (await catalog.PlanAsync(show, ct)).Kind : null;

    /// <summary>Says where a show goes, and keeps in <see cref="ShowChangeLog"/> that it did not before.</summary>
    /// <returns>Whether there is such a show.</returns>
    /// <exception cref="ArgumentException"><see cref="Journey.Problems"/> finds one.</exception>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public Task<bool> SaveAsync(ShowId showId, Journey journey, Actor actor, CancellationToken ct) =>
        writes.RunAsync(write => SaveAsync(write, showId, journey, actor, ct), ct);

    /// <summary>Takes back where a show goes, whether or not anybody said so.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public Task RemoveAsync(ShowId showId, Actor actor, CancellationToken ct) => writes.RunAsync(
        async write =>
        {
            await RemoveAsync(write, showId, actor, ct);
            return true;
        },
        ct);

    /// <summary>The same as a part of an organiser's write.</summary>
    public static async Task RemoveAsync(OrganiserWrite write, ShowId showId, Actor actor, CancellationToken ct)
    {
        if (await LockAsync(write, showId, ct) is { } before)
        {
            await using var command = new NpgsqlCommand(Remove, write.Connection);
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = showId.Value });
            await command.ExecuteNonQueryAsync(ct);
            await ShowChangeLog.AddAsync(write.Connection, showId, actor, before, after: null, ct);
        }

        write.Done();
    }

    /// <summary>Says where a show goes as a part of an organiser's write. Whoever calls it knows that it is a coach.
    /// </summary>
    public static async Task<bool> SaveAsync(
        OrganiserWrite write, ShowId showId, Journey journey, Actor actor, CancellationToken ct)
    {
        var before = await LockAsync(write, showId, ct);
        if (!await AddAsync(write, showId, journey, ct))
        {
            return false;
        }

        var after = new Journey(journey.From.Trim(), journey.To.Trim());
        if (after != before)
        {
            await ShowChangeLog.AddAsync(write.Connection, showId, actor, before, after, ct);
        }

        return true;
    }

    /// <summary>The same for a show that the write itself has made: nobody knows it otherwise.</summary>
    public static async Task<bool> AddAsync(
        OrganiserWrite write, ShowId showId, Journey journey, CancellationToken ct)
    {
        if (journey.Problems().FirstOrDefault() is { } wrong)
        {
            throw new ArgumentException($"{wrong.Field} {wrong.Problem}.", nameof(journey));
        }

        await using var command = new NpgsqlCommand(Save, write.Connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = showId.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = journey.From.Trim() });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = journey.To.Trim() });
        if (await command.ExecuteNonQueryAsync(ct) == 0)
        {
            return false;
        }

        write.Done();
        return true;
    }

    private static async Task<Journey?> LockAsync(OrganiserWrite write, ShowId showId, CancellationToken ct)
    {
        await using (var command = new NpgsqlCommand(LockShow, write.Connection))
        {
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = showId.Value });
            await command.ExecuteNonQueryAsync(ct);
        }

        return await FindAsync(new NpgsqlBatch(write.Connection), showId, ct);
    }
}
