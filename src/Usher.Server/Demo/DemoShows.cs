using Npgsql;
using Usher.Engine.Database;
using Usher.Engine.Shows;

namespace Usher.Server.Demo;

/// <summary>A handful of shows that a person would recognise, made once in a database.</summary>
internal sealed partial class DemoShows(
    DataSources data, ShowCreation creation, TimeProvider time, ILogger<DemoShows> logger)
{
    // Any constant will do, as long as every version of the program uses the same one.
    private const long AdvisoryLock = 0x5553_4845_5244_454d;

    private const int HoldSecondsAtLeisure = 300;

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
        foreach (var show in Shows(time.GetUtcNow().UtcDateTime.Date))
        {
            if (!await ExistsAsync(connection, show.Name, ct))
            {
                var created = await creation.CreateAsync(show, seatsCreated: null, ct);
                LogCreated(created.Id, created.Name, created.TotalSeats);
            }
        }
    }

    private static NewShow[] Shows(DateTime today) =>
    [
        new("Twelfth Night at the Old Playhouse", today.AddDays(16).AddHours(19.5), 500),
        new("Night coach from Prague to Vienna", today.AddDays(8).AddHours(22.25), 44, HoldSecondsAtLeisure),
        new("The derby: City against United", today.AddDays(23).AddHours(15), 50_000),
        new("Matinee at the Lantern cinema", today.AddDays(10).AddHours(14), 72),
        new("Town hall: an appointment at the passport desk", today.AddDays(7).AddHours(8), 36, HoldSecondsAtLeisure),
    ];

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, string name, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select exists (select from shows where name = $1)", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        return await command.ExecuteScalarAsync(ct) is true;
    }

    [LoggerMessage(LogLevel.Information, "Show {Id} is on sale: {Name}, {Seats} seats")]
    private partial void LogCreated(long id, string name, int seats);
}
