using System.CommandLine;
using Usher.Bench.Http;
using Usher.Bench.Scenarios;

namespace Usher.Bench.Cli;

/// <summary>
/// The classic acceptance test: many users ask for random seats of a few small shows, long after these are sold out.
/// </summary>
internal static class SeedCommand
{
    public static Command Create()
    {
        var users = RunOptions.Whole("--users", "Concurrent users, each with a connection.", 100, 1, 10_000);
        var shows = RunOptions.Whole("--shows", "Shows on sale.", 40, 1, 10_000);
        var seats = RunOptions.Whole("--seats", "Seats of each show.", 50, 1, 200_000);
        var perBooking = RunOptions.Whole(
            "--per-booking", "Random seats of one booking.", 2, 1, RequestWriter.SeatsMax);
        var confirmRatio = RunOptions.Share("--confirm-ratio", "The share of bookings that their users confirm.", 0.5);

        var command = new Command(
            "seed", "The acceptance test: 100 users, two random seats each, 40 shows of 50 seats, one minute.")
        {
            users, shows, seats, perBooking, confirmRatio,
        };
        command.Run(new RunOptions(secondsByDefault: 60, warmupSecondsByDefault: 0), line => Seed.Scenario(
            line.GetValue(users), line.GetValue(shows), line.GetValue(seats), line.GetValue(perBooking),
            line.GetValue(confirmRatio)));
        return command;
    }
}
