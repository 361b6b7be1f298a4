using System.CommandLine;
using System.Globalization;
using Usher.Bench.Comparisons;
using Usher.Bench.Reports;
using Usher.Bench.Runs;
using Usher.Bench.Scenarios;
using Usher.Bench.Servers;
using Usher.Bench.Settings;

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
        var command = new Command(
            "grow", "Spread beside 10,000,000 seats and 5,000,000 bookings of the past, and without them, in turn.")
        {
            connections, seats, shows,
        };
        command.Run(
            new RunOptions(secondsByDefault: 15, warmupSecondsByDefault: 5, alwaysStarts: true),
            (line, context) =>
            {
                Scenario Define() => Spread.Scenario(
                    line.GetValue(connections), line.GetValue(shows), Spread.SeatsByDefault, perBooking: 2);
                return context.Settings.CompareTo is null ? CompareAsync(context, Define, line.GetValue(seats))
                    : RevisionComparison.RunAsync(
                        context, "grow", Grown(line.GetValue(seats)),
                        (contest, server) => MeasureAsync(contest, server, Define, line.GetValue(seats)));
            });
        return command;
    }

    private static async Task MeasureAsync(Contest contest, OwnServer server, Func<Scenario> spread, int furtherSeats)
    {
        await StoreAsync(contest.Context, server, furtherSeats);
        await contest.BookingsAsync(Grown(furtherSeats), spread(), server, Unaudited(contest.Context));
    }

    private static async Task<IBenchResult> CompareAsync(
        RunContext context, Func<Scenario> spread, int furtherSeats)
    {
        var grown = Grown(furtherSeats);
        var contest = new Contest(context, "grow", "the same load on an empty and on a large database");
        await using var small = await context.StartAsync();
        await using var large = await context.StartAsync();
        await StoreAsync(context, large, furtherSeats);
        await contest.RoundsAsync(async () =>
        {
            await small.ClearAsync(context.Ct);
            await contest.BookingsAsync(EmptyName, spread(), small);
            await contest.BookingsAsync(grown, spread(), large, Unaudited(context));
        });
        contest.Note("the large database keeps the shows of its earlier rounds; it was not audited");
        return contest.Result(contest.Ratio(grown, EmptyName, Goal));
    }

    private static Task StoreAsync(RunContext context, OwnServer server, int furtherSeats)
    {
        context.Say(string.Create(
            CultureInfo.InvariantCulture, $"Storing {furtherSeats:N0} seats and {furtherSeats / 2:N0} bookings …"));
        return Past.StoreAsync(context, server, furtherSeats);
    }

    // Every run would audit the whole of a database so large.
    private static RunSettings Unaudited(RunContext context) => context.Settings with { Audit = false };

    private static string Grown(int furtherSeats) =>
        string.Create(CultureInfo.InvariantCulture, $"spread beside {furtherSeats:N0} seats");
}
