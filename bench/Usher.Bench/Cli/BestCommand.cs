using System.CommandLine;
using Usher.Bench.Comparisons;
using Usher.Bench.Http;
using Usher.Bench.Reports;
using Usher.Bench.Runs;
using Usher.Bench.Scenarios;

namespace Usher.Bench.Cli;

/// <summary>A herd that asks for the best seats together, all of the same show.</summary>
internal static class BestCommand
{
    private const double Goal = 0.5;

    public static Command Create()
    {
        var connections = RunOptions.Whole("--connections", "Buyers at once, each with a connection.", 200, 1, 10_000);
        var shows = RunOptions.Whole(
            "--shows", "Shows, one after the other: when one is 90 % sold, all go to the next.", 20, 1, 1000);
        var seats = RunOptions.Whole("--seats", "Seats of each show.", 50_000, 1, 200_000);
        var perBooking = RunOptions.Whole("--per-booking", "Seats together.", 2, 1, RequestWriter.SeatsMax);
        var compare = RunOptions.Compare("Also run hot and spread, the same number of seats by number");
        var command = new Command("best", "200 buyers at once ask for the best two seats together.")
        {
            connections, shows, seats, perBooking, compare,
        };
        command.Run(new RunOptions(secondsByDefault: 15, warmupSecondsByDefault: 5), async (line, context) =>
        {
            Scenario Define() => Best.Scenario(
                line.GetValue(connections), line.GetValue(shows), line.GetValue(seats), line.GetValue(perBooking));
            Scenario DefineHot() => Hot.Scenario(
                line.GetValue(connections), line.GetValue(shows), line.GetValue(seats), line.GetValue(perBooking));
            return context.Settings.CompareTo is not null ? await RevisionComparison.RunAsync(context, Define)
                : line.GetValue(compare) ? await CompareAsync(context, Define, DefineHot)
                : await context.RunAsync(Define());
        });
        return command;
    }

    private static async Task<IBenchResult> CompareAsync(RunContext context, Func<Scenario> best, Func<Scenario> hot)
    {
        const string bestName = "best", hotName = "hot", spreadName = "spread";
        var contest = new Contest(
            context, "best", $"best seats beside seats by number, {hot().Buyers} connections");
        await using var server = await context.StartAsync();
        await contest.RoundsAsync(async () =>
        {
            await server.ClearAsync(context.Ct);
            await contest.BookingsAsync(hotName, hot(), server);
            await server.ClearAsync(context.Ct);
            await contest.BookingsAsync(spreadName, Spread.Scenario(hot().Buyers), server);
            await server.ClearAsync(context.Ct);
            var run = await contest.BookingsAsync(bestName, best(), server);
            contest.Add("first-try success", "%", run.Figures[0].Value);
        });
        return contest.Result(
            [.. contest.Ratio(bestName, hotName, Goal), .. contest.Ratio(bestName, spreadName)]);
    }
}
