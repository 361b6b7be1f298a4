using System.Globalization;
using System.Net;
using Npgsql;
using Usher.Bench.Http;
using Usher.Bench.Machine;
using Usher.Bench.Settings;

namespace Usher.Bench.Servers;

/// <summary>
/// A server of the run's own on a free port, with a private PostgreSQL in a temporary folder. Both end with the run and
/// leave nothing behind.
/// </summary>
internal sealed class OwnServer : IAsyncDisposable
{
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan ReadyPoll = TimeSpan.FromMilliseconds(10);

    // More than the server gives its requests, its engine and its PostgreSQL together.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(75);

    private readonly TemporaryFolder folder = new();
    private readonly int port = TemporaryFolder.FreePort();
    private readonly string[] command;
    private readonly string assembly;
    private readonly TimeProvider time;
    private readonly PrivateDatabase database;
    private ChildProcess? process;

    private OwnServer(string assembly, string[] command, TimeProvider time)
    {
        this.assembly = assembly;
        this.command = command;
        this.time = time;
        database = new PrivateDatabase(folder.Path);
        Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
    }

    public string Url { get; }

    /// <summary>The program that it runs.</summary>
    public string Assembly => assembly;

    /// <summary>How to reach its PostgreSQL, as superuser.</summary>
    public string Postgres => database.ConnectionString();

    /// <summary>Processor time of the generator, of the server and of its PostgreSQL by now.</summary>
    public ProcessorTimes SpentByNow() => ProcessorTimes.OfGenerator() with
    {
        Server = process?.ProcessorTime(except: database.ProcessId()),
        Postgres = PostgresTime(),
    };

    /// <summary>That of its PostgreSQL alone; null where the system does not tell.</summary>
    public TimeSpan? PostgresTime() => database.ProcessorTime();

    /// <summary>The most memory the server itself has had resident, in MiB; null where the system does not
    /// tell.</summary>
    public double? PeakMemoryMebibytes => process is null ? null : ProcFile.PeakMemoryMebibytes(process.Id);

    /// <summary>The memory it has resident now, in MiB; null where the system does not tell.</summary>
    public double? MemoryMebibytes => process is null ? null : ProcFile.MemoryMebibytes(process.Id);

    /// <summary>Starts <c>usher serve</c> and waits until it is ready.</summary>
    /// <exception cref="BenchException">It cannot be started, or does not become ready.</exception>
    public static Task<OwnServer> StartAsync(TimeProvider time, CancellationToken ct) =>
        StartAsync(Clone.Require("--start").ServerAssembly!, time, ct);

    /// <summary>The same with another build's server.</summary>
    public static async Task<OwnServer> StartAsync(
        string assembly, TimeProvider time, CancellationToken ct, params string[] command)
    {
        var server = new OwnServer(assembly, command is [] ? ["serve"] : command, time);
        try
        {
            await server.StartAsync(ct);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it and starts it again on the same data and port; returns the moment it is ready.</summary>
    public async Task RestartAsync(CancellationToken ct)
    {
        await StopAsync();
        await StartAsync(ct);
    }

    /// <summary>Leaves no work behind of having been filled: a run begins with tidy tables and a fresh
    /// checkpoint.</summary>
    public Task SettleAsync(CancellationToken ct) => ExecuteAsync(
        ct, "vacuum (analyze)", "checkpoint");

    /// <summary>Forgets all shows, so that one run is not larger than the one before.</summary>
    public Task ClearAsync(CancellationToken ct) =>
        ExecuteAsync(ct, "truncate seats, bookings, booking_events", "delete from shows",
        // Revisions of before have no such table.
        "do $$ begin truncate personal_keys; exception when undefined_table then null; end $$");

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        database.RemoveElsewhere();
        folder.Dispose();
    }

    private async Task StartAsync(CancellationToken ct)
    {
        process = ChildProcess.Start(
            "dotnet", [assembly, .. command, "--urls", Url], ServerEnvironment.On(folder.Path), StopTimeout);
        var since = time.GetTimestamp();
        var target = HttpTarget.At(new IPEndPoint(IPAddress.Loopback, port));
        using var connection = new HttpConnection(target, ReadyTimeout);
        var request = new RequestWriter(target).Get("/health/ready");
        while ((await connection.SendAsync(request)).Status != 200)
        {
            ct.ThrowIfCancellationRequested();
            if (process.HasExited || time.GetElapsedTime(since) > ReadyTimeout)
            {
                throw new BenchException($"The server does not become ready. Its output:\n{process.LastWords}");
            }

            await Task.Delay(ReadyPoll, time, ct);
        }
    }

    private async Task StopAsync()
    {
        if (process is { } running)
        {
            process = null;
            await running.DisposeAsync();
            await database.EndAsync(time);
        }
    }

    private async Task ExecuteAsync(CancellationToken ct, params string[] statements)
    {
        await using var source = NpgsqlDataSource.Create(Postgres);
        foreach (var statement in statements)
        {
            await using var sql = source.CreateCommand(statement);
            await sql.ExecuteNonQueryAsync(ct);
        }
    }
}
