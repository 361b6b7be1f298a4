using System.Globalization;
using Npgsql;
using Usher.Engine.Audit;

namespace Usher.SystemTests.Simulation;

/// <summary>The shows of a seed in the database, and what the audit says of them.</summary>
internal static class SimulatedShows
{
    /// <summary>The default organization.</summary>
    public static readonly OrganizationId Organization = new(1);

    // The audit's own statements, in one: a seed asks them all, and ten thousand seeds follow.
    private static readonly string Audit = string.Join(
        "\nunion all\n",
        Invariant.All.Select(invariant => $"""
            select '{invariant.Number} {invariant.Name.Replace("'", "''", StringComparison.Ordinal)}', v.problem,
                   v.show_id, v.seat_number, v.booking_id
            from ({invariant.Sql.Replace("$2", "60", StringComparison.Ordinal)}) v
            """));

    public static async Task<ShowId[]> CreateAsync(SimulatedServer server, IEnumerable<PlannedShow> shows)
    {
        List<ShowId> ids = [];
        foreach (var show in shows)
        {
            ids.Add(new ShowId(await CreateAsync(server, show, await server.PlanOfAsync(show))));
        }

        return [.. ids];
    }

    /// <summary>The first violation of an invariant, or null.</summary>
    public static async Task<string?> AuditAsync(SimulatedServer server)
    {
        await using var connection = await server.Direct.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(Audit, connection);
        await command.PrepareAsync();
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync()
            ? $"invariant {reader.GetString(0)}: {reader.GetString(1)} "
                + $"(show {reader.GetValue(2)}, seat {reader.GetValue(3)}, booking {reader.GetValue(4)})"
            : null;
    }

    private static Task<long> CreateAsync(SimulatedServer server, PlannedShow show, PlanId? plan)
    {
        DateTime? opens = show.OpensAt is { } seconds ? SimulatedTime.Opening.AddSeconds(seconds) : null;
        var begins = show.BeginsAt is { } second
            ? SimulatedTime.Opening.AddSeconds(second)
            : SimulatedTime.Opening.AddYears(1);
        return server.AskAsync<long>(string.Create(CultureInfo.InvariantCulture, $"""
            with created as (
                insert into shows (organization_id, name, starts_at, total_seats, hold_seconds, extension_allowed,
                                   sales_open_at, no_orphans, seats_per_person_max, plan_id, plan_version)
                values ({Organization}, 'Simulated', '{begins:O}', {show.Seats}, {show.HoldSeconds},
                        {show.ExtensionAllowed}, {(opens is { } at ? $"'{at:O}'" : "null")}, {show.NoOrphans},
                        {(show.SeatsPerPersonMax is { } max ? $"{max}" : "null")},
                        {(plan is { } id ? $"{id}, 1" : "null, null")})
                returning id
            )
            insert into seats (show_id, seat_number)
            select id, generate_series(1, {show.Seats}) from created
            returning show_id
            """));
    }
}
