using System.CommandLine;
using System.Globalization;
using Usher.Bench.Comparisons;
using Usher.Bench.Servers;
using Usher.Bench.Settings;

namespace Usher.Bench.Cli;

/// <summary>How much of a show one hostile client can keep from all others.</summary>
internal static class HoardCommand
{
    private const int OthersMax = 10_000;

    public static Command Create()
    {
        var seats = RunOptions.Whole("--seats", "Seats of the show.", 50_000, 100, 200_000);
        var connections = RunOptions.Whole("--connections", "Connections of the one client.", 16, 1, 1000);
        var others = RunOptions.Whole("--others", "Buyers beside it, each at another address.", 50, 0, OthersMax);
        var limit = RunOptions.Whole(
            "--held-seats-max", "The server's Bookings:HeldSeatsPerClientMax, beside a server without.", 100, 1,
            200_000);
        var command = new Command(
            "hoard", "One client holds all it can of a show of 50,000 seats, cancels and books anew; others buy.")
        {
            seats, connections, others, limit,
        };
        command.Run(
            new RunOptions(
                secondsByDefault: 60, warmupSecondsByDefault: 0, alwaysStarts: true, comparesBuilds: false),
            async (line, context) =>
            {
                var contest = new Contest(context, "hoard", string.Create(
                    CultureInfo.InvariantCulture,
                    $"one client that holds what it can of {line.GetValue(seats):N0} seats, and "
                    + $"{line.GetValue(others)} who buy"));
                await contest.RoundsAsync(async () =>
                {
                    foreach (var max in new[] { line.GetValue(limit), 0 })
                    {
                        await RunAsync(
                            contest, max, line.GetValue(seats), line.GetValue(connections), line.GetValue(others));
                    }
                });
                return contest.Result();
            });
        return command;
    }

    private static async Task RunAsync(Contest contest, int heldSeatsMax, int seats, int connections, int others)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new BenchException("hoard needs Linux: its clients come from addresses of 127.0.0.0/8.");
        }

        var context = contest.Context;
        context.Say("Starting a server …");
        await using var server = await OwnServer.StartAsync(
            Clone.Require("hoard").ServerAssembly!, context.Time, context.Ct, "serve",
            string.Create(CultureInfo.InvariantCulture, $"--Bookings:HeldSeatsPerClientMax={heldSeatsMax}"));
        var name = heldSeatsMax == 0 ? "no limit"
            : string.Create(CultureInfo.InvariantCulture, $"limit {heldSeatsMax}");
        await new Hoard(context, server, seats, connections, others).RunAsync(contest, name);
    }
}
