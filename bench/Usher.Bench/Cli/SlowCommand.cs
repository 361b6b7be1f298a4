using System.CommandLine;
using Usher.Bench.Comparisons;
using Usher.Bench.Machine;
using Usher.Bench.Reports;
using Usher.Bench.Runs;

namespace Usher.Bench.Cli;

/// <summary>What clients that do not read cost the server, for each kind of large answer.</summary>
internal static class SlowCommand
{
    private const double GoalMebibytes = 64;

    public static Command Create()
    {
        var readers = RunOptions.Whole("--readers", "Clients at once that ask and read nothing.", 1000, 1, 15_000);
        var seats = RunOptions.Whole("--seats", "Seats of the show, with a seating plan.", 60_000, 1000, 200_000);
        var command = new Command(
            "slow", "The server's memory under 1,000 clients that read nothing of each kind of large answer.")
        {
            readers, seats,
        };
        command.Run(
            new RunOptions(secondsByDefault: 8, warmupSecondsByDefault: 0, alwaysStarts: true, comparesBuilds: false),
            (line, context) => RunAsync(
                context with { Settings = context.Settings with { Rounds = 1 } },
                line.GetValue(readers), line.GetValue(seats)));
        return command;
    }

    private static async Task<IBenchResult> RunAsync(RunContext context, int readers, int seats)
    {
        ProcFile.RequireOpenFiles(readers);
        var slow = new SlowReaders(readers, seats);
        var contest = new Contest(context, "slow", slow.Description);
        await using var server = await context.StartAsync();
        await slow.FillAsync(server, context.Time, context.Ct);
        IReadOnlyList<string> kinds = [];
        await contest.RoundsAsync(async () => kinds = await slow.MeasureAsync(contest, server));
        contest.Note("the server's resident memory beyond that before, at most; its sockets' buffers are the system's");
        var most = Math.Max(0.1, kinds.Max(contest.Median));
        return contest.Result(new Ratio($"{GoalMebibytes:0} MiB / the most", GoalMebibytes / most, Goal: 1));
    }
}
