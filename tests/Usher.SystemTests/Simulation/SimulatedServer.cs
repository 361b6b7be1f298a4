using Npgsql;
using Usher.Engine.Bookings;
using Usher.Engine.Database;
using Usher.Postgres;
using Usher.Testing;

namespace Usher.SystemTests.Simulation;

/// <summary>
/// A PostgreSQL of the simulation's own, for it is killed now and then, and a line to it for each process. Seeds follow
/// one another on it.
/// </summary>
internal sealed class SimulatedServer : IAsyncDisposable
{
    private const int AttemptsMax = 200;
    private const int PatientSeconds = 20;
    private const int ImpatientSeconds = 1;

    private readonly PostgresFolder _folder;
    private readonly PrivatePostgres _postgres;
    private readonly NpgsqlDataSource[] _patient;
    private readonly NpgsqlDataSource[] _impatient;

    private readonly Dictionary<string, PlanId> _plans = [];

    private SimulatedServer(PostgresFolder folder, PrivatePostgres postgres)
    {
        _folder = folder;
        _postgres = postgres;
        var settings = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { MaxPoolSize = 20 };
        Direct = NpgsqlDataSource.Create(settings.ConnectionString);
        Proxies = [new CuttingProxy(settings.ConnectionString), new CuttingProxy(settings.ConnectionString)];
        _patient = [.. Proxies.Select(proxy => LineThrough(proxy, PatientSeconds))];
        _impatient = [.. Proxies.Select(proxy => LineThrough(proxy, ImpatientSeconds))];
    }

    /// <summary>Past every fault but a restart.</summary>
    public NpgsqlDataSource Direct { get; }

    public CuttingProxy[] Proxies { get; }

    public byte[] Secret { get; private set; } = [];

    /// <summary>A show for the first request of each process, which nobody judges.</summary>
    public ShowId WarmShow { get; private set; }

    public static async Task<SimulatedServer> StartAsync()
    {
        var folder = new PostgresFolder();
        var server = new SimulatedServer(folder, await folder.StartAsync());
        await new Migrator(server.Direct).ApplyAsync();
        // A deadlock is found at once rather than after a second. Nothing here cuts the machine's power, and what a
        // killed server had written is with the kernel; so no seed waits for the disk.
        await server.ExecuteAsync("alter system set deadlock_timeout = '15ms'");
        await server.ExecuteAsync("alter system set fsync = off");
        await server.ExecuteAsync("select pg_reload_conf()");
        var data = new DataSources(server.Direct, server.Direct, TestKeys.Ring);
        server.Secret = await new SharedSecret(data, PersonNumbers.SecretName, PersonNumbers.MakeSecret)
            .GetAsync(CancellationToken.None);
        return server;
    }

    /// <summary>Nothing is left of earlier seeds.</summary>
    public async Task EmptyAsync()
    {
        await ExecuteAsync(
            "truncate booking_events, bookings, bookings_by_person, seats, show_changes, show_journeys, shows");
        WarmShow = (await SimulatedShows.CreateAsync(this, [new PlannedShow(1, 60, true, null)])).Single();
    }

    /// <summary>The stored plan of the show's hall; null if it has none.</summary>
    public async Task<PlanId?> PlanOfAsync(PlannedShow show)
    {
        if (show.Layout is null)
        {
            return null;
        }

        if (!_plans.TryGetValue(show.Layout, out var id))
        {
            var data = new DataSources(Direct, Direct, TestKeys.Ring);
            id = (await data.StorePlanAsync(ModelHall.Of(show).Plan)).Id!.Value;
            _plans.Add(show.Layout, id);
        }

        return id;
    }

    /// <summary>What a process speaks through. It outlives the process: connecting costs more than a seed.</summary>
    public NpgsqlDataSource LineOf(int process, bool isImpatient) => (isImpatient ? _impatient : _patient)[process];

    /// <summary>PostgreSQL dies without a word and is started again.</summary>
    public async Task RestartAsync()
    {
        await _folder.ControlAsync("restart", "-m", "immediate");
        Direct.Clear();
    }

    public Task ExecuteAsync(string sql) => AskAsync<object?>(sql);

    /// <summary>Asks until the server is there to answer.</summary>
    public async Task<T> AskAsync<T>(string sql)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var command = Direct.CreateCommand(sql);
                return (T)(await command.ExecuteScalarAsync())!;
            }
            catch (NpgsqlException) when (attempt < AttemptsMax)
            {
                await Task.Delay(20);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var line in (NpgsqlDataSource[])[.. _patient, .. _impatient])
        {
            await line.DisposeAsync();
        }

        foreach (var proxy in Proxies)
        {
            await proxy.DisposeAsync();
        }

        await Direct.DisposeAsync();
        await _postgres.DisposeAsync();
        await _folder.DisposeAsync();
    }

    private static NpgsqlDataSource LineThrough(CuttingProxy proxy, int commandSeconds) =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(proxy.ConnectionString)
        {
            CommandTimeout = commandSeconds,
            CancellationTimeout = 50,
            MaxPoolSize = 10,
        });
}
