using System.CommandLine;
using System.Globalization;
using Usher.Bench.Comparisons;
using Usher.Bench.Reports;
using Usher.Bench.Runs;
using Usher.Bench.Scenarios;
using Usher.Bench.Servers;

namespace Usher.Bench.Cli;

/// <summary>A sale that opens the moment the server is ready, against the same sale a little later.</summary>
internal static class ColdCommand
{
    private const string Description = "a sale that opens the moment the server is ready";
    private const string First = "first 2 s after ready";
    private const double Goal = 0.7;
    private const double FirstSeconds = 2;
    private const int GeneratorWarmupSecondsMax = 4;
    private static readonly TimeSpan SampleEvery = TimeSpan.FromMilliseconds(100);

    public static Command Create()
    {
        var connections = RunOptions.Whole("--connections", "Buyers at once, each with a connection.", 64, 1, 10_000);
        var shows = RunOptions.Whole("--shows", "Shows on sale.", Spread.ShowsByDefault, 1, 10_000);
        var command = new Command(
            "cold", "Bookings per second in the first two seconds after a start, against the later half of the run.")
        {
            connections, shows,
        };
        command.Run(
            new RunOptions(secondsByDefault: 20, warmupSecondsByDefault: 0, alwaysStarts: true),
            (line, context) => context.Settings.CompareTo is not null
                ? RevisionComparison.RunAsync(
                    context, "cold", Description, (contest, server) => MeasureAsync(
                        contest, server, line.GetValue(connections), line.GetValue(shows)))
                : CompareAsync(context, line.GetValue(connections), line.GetValue(shows)));
        return command;
    }

    private static async Task<IBenchResult> CompareAsync(RunContext context, int connections, int shows)
    {
        var contest = new Contest(context, "cold", Description);
        await using var server = await context.StartAsync();
        await contest.RoundsAsync(async () =>
        {
            await server.ClearAsync(context.Ct);
            await MeasureAsync(contest, server, connections, shows);
        });
        return contest.Result(contest.Ratio(First, Steady(context.Settings.Seconds), Goal));
    }

    private static async Task MeasureAsync(Contest contest, OwnServer server, int connections, int shows)
    {
        var seconds = contest.Context.Settings.Seconds;
        await WarmGeneratorAsync(contest, connections, server);
        var run = await contest.RunAsync(
            "cold", Scenario(connections, shows, server), server,
            contest.Context.Settings with { WarmupSeconds = 0 });
        contest.Add(First, "bookings/s", run.Timeline.BookingsPerSecond(0, FirstSeconds), run.GeneratorCores);
        contest.Add(Steady(seconds), "bookings/s", run.Timeline.BookingsPerSecond(seconds / 2.0, seconds));
    }

    private static string Steady(int seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{seconds / 2.0:0.#}..{seconds} s after ready");

    private static Scenario Scenario(int connections, int shows, OwnServer server) =>
        Spread.Scenario(connections, shows, Spread.SeatsByDefault, perBooking: 2) with
        {
            Name = "cold",
            SampleEvery = SampleEvery,
            Prepare = (_, _, ct) => server.RestartAsync(ct),
        };

    // What is to be seen is the server's first seconds, not the generator's.
    private static Task WarmGeneratorAsync(Contest contest, int connections, OwnServer server) =>
        contest.Context.RunAsync(
            Spread.Scenario(connections, shows: 100, Spread.SeatsByDefault, perBooking: 2), server,
            contest.Context.Settings with
            {
                Seconds = Math.Min(GeneratorWarmupSecondsMax, contest.Context.Settings.Seconds),
                WarmupSeconds = 0,
                Prove = false,
                Audit = false,
            });
}
