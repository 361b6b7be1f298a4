using System.CommandLine;
using Usher.Bench.Comparisons;
using Usher.Bench.Http;
using Usher.Bench.Runs;
using Usher.Bench.Scenarios;

namespace Usher.Bench.Cli;

/// <summary>Throughput with nobody in another's way: random free seats of many shows, successes only.</summary>
internal static class SpreadCommand
{
    public static Command Create()
    {
        var connections = RunOptions.Whole("--connections", "Buyers at once, each with a connection.", 64, 1, 10_000);
        var shows = RunOptions.Whole("--shows", "Shows on sale.", Spread.ShowsByDefault, 1, 10_000);
        var seats = RunOptions.Whole("--seats", "Seats of each show.", Spread.SeatsByDefault, 1, 200_000);
        var perBooking = RunOptions.Whole(
            "--per-booking", "Random free seats of one booking.", 2, 1, RequestWriter.SeatsMax);
        var rate = RunOptions.Whole(
            "--requests-per-second",
            "Open load at this rate; latency counts from when a request was due. 0: closed load.",
            0, 0, 1_000_000);
        var compare = RunOptions.Compare("Also run the classic transaction with pgbench, at its best client count");
        var compareExpress = new Option<bool>(RunOptions.CompareExpressName)
        {
            Description = "The same with an Express + pg server doing that transaction.",
        };
        var command = new Command("spread", "Bookings per second over 2,000 shows of 1,000 seats, two free seats each.")
        {
            connections, shows, seats, perBooking, rate, compare, compareExpress,
        };
        command.Run(new RunOptions(secondsByDefault: 20, warmupSecondsByDefault: 5), async (line, context) =>
        {
            Scenario Define() => Spread.Scenario(
                line.GetValue(connections), line.GetValue(shows), line.GetValue(seats), line.GetValue(perBooking));
            context = context with
            {
                Settings = context.Settings with { RequestsPerSecond = line.GetValue(rate) },
            };
            return context.Settings.CompareTo is not null ? await RevisionComparison.RunAsync(context, Define)
                : line.GetValue(compare) || line.GetValue(compareExpress)
                ? await SpreadComparison.RunAsync(
                    context, Define, line.GetValue(connections), line.GetValue(compare),
                    line.GetValue(compareExpress))
                : await context.RunAsync(Define());
        });
        return command;
    }
}
