using System.Collections.Immutable;
using System.Globalization;
using Npgsql;
using Usher.Bench.Machine;
using Usher.Bench.Runs;
using Usher.Bench.Scenarios;
using Usher.Bench.Servers;

namespace Usher.Bench.Comparisons;

/// <summary>
/// The tables of the classic transaction (bench/classic-setup.sql), in the same PostgreSQL that our server has.
/// </summary>
internal sealed class ClassicTables(RunContext context, OwnServer server)
{
    private static readonly TimeSpan SetupTimeout = TimeSpan.FromMinutes(10);

    public const int Shows = Spread.ShowsByDefault;
    public const int SeatsPerShow = Spread.SeatsByDefault;

    public string Postgres => server.Postgres;

    /// <summary>The processor time of that PostgreSQL by now; null where the system does not tell.</summary>
    public TimeSpan? PostgresTime => server.PostgresTime();

    /// <summary>What libpq's programs need to reach the database.</summary>
    public ImmutableArray<(string Name, string? Value)> Environment
    {
        get
        {
            var place = new NpgsqlConnectionStringBuilder(Postgres);
            return
            [
                ("PGHOST", place.Host), ("PGPORT", place.Port.ToString(CultureInfo.InvariantCulture)),
                ("PGUSER", place.Username), ("PGDATABASE", place.Database), ("PGPASSWORD", place.Password),
                ("PGOPTIONS", null), ("PGSSLMODE", "disable"),
            ];
        }
    }

    /// <summary>Whether the machine has what it takes to make them.</summary>
    public static bool CanBeMade => Tool.Find("psql") is not null;

    /// <summary>Makes them anew, with every seat free.</summary>
    public Task MakeAsync() => Tool.RunAsync(
        Tool.Find("psql")!,
        [
            "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file",
            Path.Combine(Clone.Require("--compare").BenchFolder, "classic-setup.sql"),
        ],
        SetupTimeout, context.Ct, environment: Environment);

    public async Task<long> CountBookingsAsync()
    {
        await using var source = NpgsqlDataSource.Create(Postgres);
        await using var command = source.CreateCommand("select count(*) from classic.bookings");
        return (long)(await command.ExecuteScalarAsync(context.Ct))!;
    }
}
