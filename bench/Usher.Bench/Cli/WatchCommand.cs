using System.CommandLine;
using System.Globalization;
using Usher.Bench.Comparisons;
using Usher.Bench.Reports;
using Usher.Bench.Runs;
using Usher.Bench.Scenarios;
using Usher.Bench.Servers;

namespace Usher.Bench.Cli;

/// <summary>Thousands watch a show live while its seats sell at a steady rate.</summary>
internal static class WatchCommand
{
    private const double Goal = 0.7;

    public static Command Create()
    {
        var watchers = RunOptions.Whole("--watchers", "Watchers, each with a WebSocket.", 5000, 0, 60_000);
        var rate = RunOptions.Whole(
            "--requests-per-second", "Bookings of the watched show: open load at this rate.", 1000, 1, 100_000);
        var connections = RunOptions.Whole("--connections", "Buyers of the watched show.", 64, 1, 10_000);
        var elsewhere = RunOptions.Whole(
            "--elsewhere", "Further buyers, who book other shows as fast as they can.", 0, 0, 10_000);
        var seats = RunOptions.Whole("--seats", "Seats of the show.", 50_000, 2, 200_000);
        var shows = RunOptions.Whole("--shows", "Shows for the further buyers.", 20, 1, 1000);
        var compare = RunOptions.Compare("Run it with and without watchers, with 64 buyers elsewhere");
        var command = new Command("watch", "5,000 watchers of one show while 1,000 bookings a second are made.")
        {
            watchers, rate, connections, elsewhere, seats, shows, compare,
        };
        command.Run(new RunOptions(secondsByDefault: 15, warmupSecondsByDefault: 5), async (line, context) =>
        {
            // Each watcher is told little and often; a hop through the thread pool would cost more than reading it.
            Environment.SetEnvironmentVariable(ServerEnvironment.GeneratorSockets, "1");
            context = context with
            {
                Settings = context.Settings with { RequestsPerSecond = line.GetValue(rate) },
            };
            WatchedSale Sale(int watching, int buyersElsewhere) => new(
                context, watching, line.GetValue(connections), buyersElsewhere, line.GetValue(seats),
                line.GetValue(shows));
            if (context.Settings.CompareTo is not null)
            {
                using var described = Sale(line.GetValue(watchers), line.GetValue(elsewhere));
                return await RevisionComparison.RunAsync(
                    context, "watch", described.Scenario(context.Settings).Description, (contest, server) =>
                        MeasureAsync(contest, server, Sale(line.GetValue(watchers), line.GetValue(elsewhere))));
            }

            return line.GetValue(compare)
                ? await CompareAsync(context, Sale, line.GetValue(watchers))
                : await RunAsync(context, Sale(line.GetValue(watchers), line.GetValue(elsewhere)));
        });
        return command;
    }

    private static async Task<IBenchResult> RunAsync(RunContext context, WatchedSale sale)
    {
        using (sale)
        {
            if (!context.Settings.Start)
            {
                return await context.RunAsync(sale.Scenario(context.Settings));
            }

            await using var server = await context.StartAsync();
            return await context.RunAsync(sale.Scenario(context.At(server), server), server);
        }
    }

    private static async Task MeasureAsync(Contest contest, OwnServer server, WatchedSale sale)
    {
        using (sale)
        {
            var settings = contest.Context.At(server);
            await RevisionComparison.MeasureAsync(contest, server, () => sale.Scenario(settings, server));
        }
    }

    private static async Task<IBenchResult> CompareAsync(
        RunContext context, Func<int, int, WatchedSale> sale, int watchers)
    {
        const int buyersElsewhere = 64;
        const string without = "without watchers", p99 = "commit to client, p99";
        var with = string.Create(CultureInfo.InvariantCulture, $"with {watchers} watchers");
        var contest = new Contest(context, "watch", $"the same sale {with} and without");
        await using var server = await context.StartAsync();
        await contest.RoundsAsync(async () =>
        {
            await MeasureAsync(without, 0);
            var run = await MeasureAsync(with, watchers);
            contest.Add(p99, "ms", run.Figures.First(figure => figure.Name == WatchedSale.P99).Value);
        });
        return contest.Result(contest.Ratio(with, without, Goal));

        async Task<RunResult> MeasureAsync(string name, int watching)
        {
            await server.ClearAsync(context.Ct);
            using var one = sale(watching, buyersElsewhere);
            return await contest.BookingsAsync(name, one.Scenario(context.At(server), server), server);
        }
    }
}
