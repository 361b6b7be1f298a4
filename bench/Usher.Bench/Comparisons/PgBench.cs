using System.Globalization;
using Usher.Bench.Machine;
using Usher.Bench.Reports;
using Usher.Bench.Runs;
using Usher.Bench.Servers;

namespace Usher.Bench.Comparisons;

/// <summary>The classic transaction (bench/classic.sql), driven by PostgreSQL's own load generator.</summary>
internal sealed class PgBench(RunContext context, ClassicTables tables, string program)
{
    public const string Name = "classic transaction, pgbench";

    private const int SecondsToFind = 5;
    private const int ThreadsMax = 2;

    private static readonly int[] ClientCounts = [8, 16, 32, 64];
    private static readonly TimeSpan Reserve = TimeSpan.FromMinutes(1);

    private int? bestClients;

    /// <summary>Null where the machine has no pgbench.</summary>
    public static PgBench? Find(RunContext context, ClassicTables tables)
    {
        const string debian = "/usr/lib/postgresql";
        string[] hidden = Directory.Exists(debian)
            ? [.. Directory.GetDirectories(debian).OrderDescending(StringComparer.Ordinal)
                .Select(version => Path.Combine(version, "bin"))]
            : [];
        return Tool.Find("pgbench", hidden) is { } program && ClassicTables.CanBeMade
            ? new PgBench(context, tables, program) : null;
    }

    /// <summary>Measures at the client count that was best in short runs before the first measurement.</summary>
    public async Task MeasureAsync(Contest contest)
    {
        await tables.MakeAsync();
        bestClients ??= await FindBestAsync(contest);
        await RunAsync(bestClients.Value, Math.Max(1, context.Settings.WarmupSeconds));
        var (rate, cost) = await RunAsync(bestClients.Value, context.Settings.Seconds);
        contest.Add(Name, "bookings/s", rate);
        contest.AddCost(Name, cost);
    }

    private async Task<int> FindBestAsync(Contest contest)
    {
        await RunAsync(ClientCounts[^1], SecondsToFind);
        var found = new List<(int Clients, double Rate)>();
        foreach (var clients in ClientCounts)
        {
            var (rate, _) = await RunAsync(clients, Math.Min(SecondsToFind, context.Settings.Seconds));
            found.Add((clients, rate));
        }

        var best = found.MaxBy(one => one.Rate).Clients;
        contest.Note(string.Create(CultureInfo.InvariantCulture, $"pgbench at {best} clients, its best of ")
            + string.Join(", ", found.Select(one => string.Create(
                CultureInfo.InvariantCulture, $"{one.Clients}: {one.Rate:N0}/s"))));
        return best;
    }

    // pgbench counts refused bookings too; only the successes count.
    private async Task<(double Rate, ProcessorCost? Cost)> RunAsync(int clients, int seconds)
    {
        var before = await tables.CountBookingsAsync();
        string[] arguments =
        [
            "-n", "-M", "prepared", "-c", Text(clients), "-j", Text(Math.Min(ThreadsMax, clients)), "-T", Text(seconds),
            "-f", Path.Combine(Clone.Require("--compare").BenchFolder, "classic.sql"),
        ];
        var spentBefore = SpentByNow();
        await Tool.RunAsync(
            program, arguments, TimeSpan.FromSeconds(seconds) + Reserve, context.Ct, environment: tables.Environment);
        var spent = SpentByNow() - spentBefore;
        var bookings = await tables.CountBookingsAsync() - before;
        return (bookings / (double)seconds, ProcessorCost.Of(spent, bookings));
    }

    // pgbench has ended when it is looked at.
    private ProcessorTimes SpentByNow() =>
        new(ProcessTree.TimeOfEndedPrograms(), Server: null, tables.PostgresTime);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
