using System.CommandLine;
using System.Globalization;
using Usher.Bench.Comparisons;
using Usher.Bench.Reports;
using Usher.Bench.Runs;
using Usher.Bench.Scenarios;

namespace Usher.Bench.Cli;

/// <summary>
/// How much of what HTTP and batches can do apart is left when they work together: if one core-second buys a answers
/// or b batched bookings, it buys at most 1 / (1/a + 1/b) whole ones.
/// </summary>
internal static class CeilingCommand
{
    private const double Goal = 1.0;

    public static Command Create()
    {
        var connections = RunOptions.Whole("--connections", "Buyers at once, each with a connection.", 64, 1, 10_000);
        var command = new Command(
            "ceiling", "Spread against what its two halves, HTTP and the batches, reach alone, in turn.")
        {
            connections,
        };
        command.Run(
            new RunOptions(secondsByDefault: 15, warmupSecondsByDefault: 5, alwaysStarts: true, comparesBuilds: false),
            (line, context) => CompareAsync(context, line.GetValue(connections)));
        return command;
    }

    public static double Of(double httpAlone, double batchesAlone) => 1 / ((1 / httpAlone) + (1 / batchesAlone));

    private static async Task<IBenchResult> CompareAsync(RunContext context, int connections)
    {
        const string spread = "spread";
        var description = string.Create(
            CultureInfo.InvariantCulture, $"spread beside its two halves alone, {connections} connections");
        var contest = new Contest(context, "ceiling", description);
        await using var server = await context.StartAsync();
        await using var http = await HttpAlone.StartAsync(context);
        await contest.RoundsAsync(async () =>
        {
            await server.ClearAsync(context.Ct);
            await contest.BookingsAsync(spread, Spread.Scenario(connections), server);
            await http.MeasureAsync(contest, connections);
            await BatchesAlone.MeasureAsync(contest, connections);
        });
        var ceiling = Of(contest.Median(HttpAlone.Name), contest.Median(BatchesAlone.Name));
        return contest.Result(new Ratio(
            "spread / (1 / (1/HTTP + 1/batches))", contest.Median(spread) / ceiling, Goal));
    }
}
