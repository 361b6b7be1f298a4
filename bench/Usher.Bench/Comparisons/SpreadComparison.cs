using Usher.Bench.Reports;
using Usher.Bench.Runs;

namespace Usher.Bench.Comparisons;

/// <summary>Spread beside the classic transaction in the same PostgreSQL, with the same settings, in turn.</summary>
internal static class SpreadComparison
{
    private const string Name = "spread";
    private const double PgBenchGoal = 8;
    private const double ExpressGoal = 25;

    public static async Task<ComparisonResult> RunAsync(
        RunContext context, Func<Scenario> spread, int connections, bool withPgBench, bool withExpress)
    {
        var contest = new Contest(
            context, Name, $"spread beside the classic transaction, {connections} connections");
        await using var server = await context.StartAsync();
        var tables = new ClassicTables(context, server);
        var pgBench = withPgBench ? PgBench.Find(context, tables) : null;
        if (withPgBench && pgBench is null)
        {
            contest.Note("pgbench was left out: this machine lacks it or psql (Debian: apt-get install postgresql)");
        }

        await using var express = withExpress ? await ExpressServer.StartAsync(context, tables) : null;
        if (withExpress && express is null)
        {
            contest.Note("Express was left out: this machine lacks node, npm or psql (Debian: apt-get install npm)");
        }

        await contest.RoundsAsync(async () =>
        {
            await server.ClearAsync(context.Ct);
            await contest.BookingsAsync(Name, spread(), server);
            if (pgBench is not null)
            {
                await pgBench.MeasureAsync(contest);
            }

            if (express is not null)
            {
                await express.MeasureAsync(contest, connections);
            }
        });
        return contest.Result(
            [
                .. contest.Ratio(Name, PgBench.Name, PgBenchGoal),
                .. contest.Ratio(Name, ExpressServer.Name, ExpressGoal),
            ]);
    }
}
