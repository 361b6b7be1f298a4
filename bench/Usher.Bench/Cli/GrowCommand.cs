using System.CommandLine;
using System.Globalization;
using Usher.Bench.Comparisons;
using Usher.Bench.Reports;
using Usher.Bench.Runs;
using Usher.Bench.Scenarios;

namespace Usher.Bench.Cli;

/// <summary>Whether a large database is a slow one: the same load without and with years of past sales.</summary>
internal static class GrowCommand
{
    private const double Goal = 0.9;
    private const string EmptyName = "spread";
    private static readonly PastSales Past = new(SeatsPerShow: 1000, StartInDays: -1, SaleDays: 365);

    public static Command Create()
    {
        var connections = RunOptions.Whole("--connections", "Buyers at once, each with a connection.", 64, 1, 10_000);
        var seats = RunOptions.Whole(
            "--further-seats", "Seats of past shows, all sold, two to a booking.", 10_000_000, 1000, 100_000_000);
        var shows = RunOptions.Whole("--shows", "Shows on sale.", Spread.ShowsByDefault, 1, 10_000);
        var rounds = RunOptions.Rounds();
        var command = new Command(
            "grow", "Spread beside 10,000,000 seats and 5,000,000 bookings of the past, and without them, in turn.")
        {
            connections, seats, shows, rounds,
        };
        command.Run(
            new RunOptions(secondsByDefault: 15, warmupSecondsByDefault: 5, alwaysStarts: true),
            (line, context) => CompareAsync(
                context,
                () => Spread.Scenario(
                    line.GetValue(connections), line.GetValue(shows), Spread.SeatsByDefault, perBooking: 2),
                line.GetValue(seats), line.GetValue(rounds)));
        return command;
    }

    private static async Task<IBenchResult> CompareAsync(
        RunContext context, Func<Scenario> spread, int furtherSeats, int rounds)
    {
        var grown = string.Create(CultureInfo.InvariantCulture, $"spread beside {furtherSeats:N0} seats");
        var contest = new Contest(context, "grow", "the same load on an empty and on a large database", rounds);
        await using var small = await context.StartAsync();
        await using var large = await context.StartAsync();
        context.Say(string.Create(
            CultureInfo.InvariantCulture, $"Storing {furtherSeats:N0} seats and {furtherSeats / 2:N0} bookings …"));
        await Past.StoreAsync(context, large, furtherSeats);
        // Every run audits the whole database; once is enough for one so large.
        var unaudited = context.Settings with { Audit = false };
        await contest.RoundsAsync(async () =>
        {
            await small.ClearAsync(context.Ct);
            await contest.BookingsAsync(EmptyName, spread(), small);
            await contest.BookingsAsync(grown, spread(), large, unaudited);
        });
        contest.Note("the large database keeps the shows of its earlier rounds; it was not audited");
        return contest.Result(contest.Ratio(grown, EmptyName, Goal));
    }
}
