using System.CommandLine;
using Usher.Bench.Http;
using Usher.Bench.Scenarios;

namespace Usher.Bench.Cli;

/// <summary>The opening of a sale: thousands of connections, already open, press at one moment on one show.</summary>
internal static class RushCommand
{
    public static Command Create()
    {
        var connections = RunOptions.Whole("--connections", "People, each with an open connection.", 10_000, 1, 60_000);
        var seats = RunOptions.Whole("--seats", "Seats of the show.", 10_000, 1, 200_000);
        var perBooking = RunOptions.Whole(
            "--per-booking", "Random seats of one booking, among those not known to be taken.", 2, 1,
            RequestWriter.SeatsMax);
        var rate = RunOptions.Whole(
            "--requests-per-second",
            "Open arrival at this rate; latency counts from when a request was due. 0: all press at one moment, and "
            + "each tries until there are seats for it or none are left.",
            0, 0, 1_000_000);
        var command = new Command("rush", "10,000 connections press at one moment on one show.")
        {
            connections, seats, perBooking, rate,
        };
        command.Run(
            new RunOptions(secondsByDefault: 60, warmupSecondsByDefault: 0),
            line => Rush.Scenario(
                line.GetValue(connections), line.GetValue(seats), line.GetValue(perBooking), line.GetValue(rate) > 0),
            (line, settings) => settings with { RequestsPerSecond = line.GetValue(rate), WarmupSeconds = 0 });
        return command;
    }
}
