using System.CommandLine;
using Usher.Bench.Comparisons;
using Usher.Bench.Http;
using Usher.Bench.Reports;
using Usher.Bench.Runs;
using Usher.Bench.Scenarios;

namespace Usher.Bench.Cli;

/// <summary>Throughput where everybody wants the same show: random free seats of one large show at a time.</summary>
internal static class HotCommand
{
    private const double Goal = 0.9;

    public static Command Create()
    {
        var connections = RunOptions.Whole("--connections", "Buyers at once, each with a connection.", 64, 1, 10_000);
        var shows = RunOptions.Whole(
            "--shows", "Hot shows, one after the other: when one is 90 % sold, all go to the next.", 20, 1, 1000);
        var seats = RunOptions.Whole("--seats", "Seats of each show.", 50_000, 1, 200_000);
        var perBooking = RunOptions.Whole(
            "--per-booking", "Random free seats of one booking.", 2, 1, RequestWriter.SeatsMax);
        var compare = RunOptions.Compare("Also run spread");
        var command = new Command("hot", "Bookings per second on one show of 50,000 seats, two free seats each.")
        {
            connections, shows, seats, perBooking, compare,
        };
        command.Run(new RunOptions(secondsByDefault: 15, warmupSecondsByDefault: 5), async (line, context) =>
        {
            Scenario Define() => Hot.Scenario(
                line.GetValue(connections), line.GetValue(shows), line.GetValue(seats), line.GetValue(perBooking));
            return context.Settings.CompareTo is not null ? await RevisionComparison.RunAsync(context, Define)
                : line.GetValue(compare)
                ? await CompareAsync(context, Define, line.GetValue(connections))
                : await context.RunAsync(Define());
        });
        return command;
    }

    private static async Task<IBenchResult> CompareAsync(RunContext context, Func<Scenario> hot, int connections)
    {
        const string hotName = "hot", spreadName = "spread";
        var contest = new Contest(context, "hot", $"one hot show beside many, {connections} connections");
        await using var server = await context.StartAsync();
        await contest.RoundsAsync(async () =>
        {
            await server.ClearAsync(context.Ct);
            await contest.BookingsAsync(spreadName, Spread.Scenario(connections), server);
            await server.ClearAsync(context.Ct);
            await contest.BookingsAsync(hotName, hot(), server);
        });
        return contest.Result(contest.Ratio(hotName, spreadName, Goal));
    }
}
