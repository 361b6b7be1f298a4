using Npgsql;
using Usher.Engine.Database;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Selling;
using Usher.Engine.Shows;

namespace Usher.Server.Demo;

/// <summary>A handful of shows that a person would recognise, made once in a database.</summary>
internal sealed partial class DemoShows(
    DataSources data, ShowService shows, SeatingPlanStore plans, BookingEngine engine, ILogger<DemoShows> logger)
{
    // Any constant will do, as long as every version of the program uses the same one.
    private const long AdvisoryLock = 0x5553_4845_5244_454d;

    /// <summary>
    /// Makes those that are not there yet: also after a start that was ended half-way, or beside another.
    /// </summary>
    public async Task CreateAsync(CancellationToken ct)
    {
        // The lock belongs to a transaction that writes nothing, so that it works through a connection pooler.
        await using var connection = await data.Primary.OpenConnectionAsync(ct);
        await using var turn = await connection.BeginTransactionAsync(ct);
        await using var waiting = new NpgsqlCommand($"select pg_advisory_xact_lock({AdvisoryLock})", connection);
        await waiting.ExecuteNonQueryAsync(ct);
        await using var clock = new NpgsqlCommand("select clock_timestamp()", connection);
        var now = (DateTime)(await clock.ExecuteScalarAsync(ct))!;
        var buyers = new DemoBuyers(engine);
        foreach (var demo in DemoProgramme.Shows(now.Date))
        {
            if (!await ExistsAsync(connection, demo.Name, ct))
            {
                var hall = await SeatingViewAsync(demo.SeatingView, ct);
                var created = await CreateAsync(demo.In(hall), ct);
                await buyers.BuyAsync(created, demo, hall, ct);
                LogCreated(created.Id.Value, created.Name, created.TotalSeats);
            }
        }
    }

    private async Task<Show> CreateAsync(NewShow show, CancellationToken ct) =>
        await shows.CreateAsync(show, seatsCreated: null, ct) is NewShowOutcome.Created(var created)
            ? created
            : throw new InvalidOperationException($"The demo's show '{show.Name}' is against the rules.");

    // Shows in the same hall share one stored plan.
    private async Task<SeatingPlan> SeatingViewAsync(string name, CancellationToken ct)
    {
        var stored = (await plans.ListAsync(ct)).FirstOrDefault(plan => plan.Name == name);
        return (stored is null ? null : await plans.FindAsync(stored.Id, stored.Version, ct))
            ?? await plans.CreateAsync(DemoProgramme.MakeHall(name), ct);
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, string name, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select exists (select from shows where name = $1)", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        return await command.ExecuteScalarAsync(ct) is true;
    }

    [LoggerMessage(LogLevel.Information, "Show {Id} is on sale: {Name}, {Seats} seats")]
    private partial void LogCreated(long id, string name, int seats);
}
