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

    /// <summary>Where the show goes; null if nobody said so, or there is no such show.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<Journey?> FindAsync(ShowId showId, CancellationToken ct)
    {
        await using var command = data.Replica.Scoped(Find, showId.Typed());
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? new Journey(reader.GetString(0), reader.GetString(1)) : null;
    }

    /// <summary>What the places of a show are; null if there is no such show. Only a coach goes anywhere
    /// (<see cref="Journey.ProblemOf"/>).</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<PlanKind?> FindKindAsync(ShowId showId, CancellationToken ct) =>
        await catalog.FindAsync(showId, ct) is { } show ? (await catalog.PlanAsync(show, ct)).Kind : null;

    /// <summary>Says where a show goes.</summary>
    /// <returns>Whether there is such a show.</returns>
    /// <exception cref="ArgumentException"><see cref="Journey.Problems"/> finds one.</exception>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public Task<bool> SaveAsync(ShowId showId, Journey journey, CancellationToken ct) =>
        writes.RunAsync(write => SaveAsync(write, showId, journey, ct), ct);

    /// <summary>Takes back where a show goes, whether or not anybody said so.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public Task RemoveAsync(ShowId showId, CancellationToken ct) => writes.RunAsync(
        async write =>
        {
            await RemoveAsync(write, showId, ct);
            return true;
        },
        ct);

    /// <summary>The same as a part of an organiser's write.</summary>
    public static async Task RemoveAsync(OrganiserWrite write, ShowId showId, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Remove, write.Connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = showId.Value });
        await command.ExecuteNonQueryAsync(ct);
        write.Done();
    }

    /// <summary>Says where a show goes as a part of an organiser's write. Whoever calls it knows that it is a coach.
    /// </summary>
    public static async Task<bool> SaveAsync(
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
}
