using System.Globalization;
using System.Net;
using Usher.Bench.Http;
using Usher.Bench.Machine;
using Usher.Bench.Proof;
using Usher.Bench.Runs;
using Usher.Bench.Scenarios;
using Usher.Bench.Servers;
using Usher.Bench.Settings;

namespace Usher.Bench.Comparisons;

/// <summary>The classic transaction behind Express and pg (bench/express), driven by our own generator.</summary>
internal sealed class ExpressServer : IAsyncDisposable
{
    public const string Name = "classic transaction, Express + pg";

    private static readonly TimeSpan InstallTimeout = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ReadyPoll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    private readonly RunContext context;
    private readonly ClassicTables tables;
    private readonly ChildProcess process;
    private readonly IPEndPoint address;

    private ExpressServer(RunContext context, ClassicTables tables, ChildProcess process, IPEndPoint address)
    {
        this.context = context;
        this.tables = tables;
        this.process = process;
        this.address = address;
    }

    /// <summary>Installs its two packages, once, and starts it; null where the machine has no npm.</summary>
    public static async Task<ExpressServer?> StartAsync(RunContext context, ClassicTables tables)
    {
        if (Tool.Find("node") is not { } node || Tool.Find("npm") is not { } npm || !ClassicTables.CanBeMade)
        {
            return null;
        }

        var folder = Path.Combine(Clone.Require("--compare-express").BenchFolder, "express");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            context.Say("Installing Express and pg (npm) …");
            await Tool.RunAsync(npm, ["ci", "--no-audit", "--no-fund"], InstallTimeout, context.Ct, folder);
        }

        await tables.MakeAsync();
        var port = TemporaryFolder.FreePort();
        var started = ChildProcess.Start(
            node, [Path.Combine(folder, "server.mjs")],
            [
                .. tables.Environment, ("PORT", port.ToString(CultureInfo.InvariantCulture)),
                ("NODE_ENV", "production"),
            ],
            StopTimeout);
        var server = new ExpressServer(context, tables, started, new IPEndPoint(IPAddress.Loopback, port));
        try
        {
            await server.WaitUntilReadyAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async Task MeasureAsync(Contest contest, int connections)
    {
        await tables.MakeAsync();
        var shows = new Ledger(Enumerable.Range(1, ClassicTables.Shows)
            .Select(id => new ShowLedger(id, ClassicTables.SeatsPerShow, isKept: false)));
        var settings = context.Settings with
        {
            Url = $"http://{address}",
            Prove = false,
            Audit = false,
        };
        var run = await new BenchRun(Spread.Scenario(connections), settings, context.Notes, context.Time)
        {
            OnSale = shows,
            SpentByNow = () => ProcessorTimes.OfGenerator() with
            {
                Server = process.ProcessorTime(),
                Postgres = tables.PostgresTime,
            },
        }.RunAsync(context.Ct);
        contest.Judge(Name, run);
        contest.Add(Name, "bookings/s", run.BookingsPerSecond, run.GeneratorCores);
        if (await tables.CountBookingsAsync() * 2 != shows.SeatsAcknowledged)
        {
            contest.Fail($"{Name}: it stored other bookings than it acknowledged");
        }
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private async Task WaitUntilReadyAsync()
    {
        var target = HttpTarget.At(address);
        using var connection = new HttpConnection(target, ReadyTimeout);
        var request = new RequestWriter(target).Get("/health/ready");
        var since = context.Time.GetTimestamp();
        while ((await connection.SendAsync(request)).Status != 200)
        {
            if (process.HasExited || context.Time.GetElapsedTime(since) > ReadyTimeout)
            {
                throw new BenchException($"bench/express does not start. Its output:\n{process.LastWords}");
            }

            await Task.Delay(ReadyPoll, context.Time, context.Ct);
        }
    }
}
