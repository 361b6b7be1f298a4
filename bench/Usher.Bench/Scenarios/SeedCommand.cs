using System.CommandLine;
using System.Globalization;
using Usher.Bench.Http;
using Usher.Bench.Runs;

namespace Usher.Bench.Scenarios;

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
        command.Run(new RunOptions(secondsByDefault: 60, warmupSecondsByDefault: 0), line => Scenario(
            line.GetValue(users), line.GetValue(shows), line.GetValue(seats), line.GetValue(perBooking),
            line.GetValue(confirmRatio)));
        return command;
    }

    public static Scenario Scenario(int users, int shows, int seats, int perBooking, double confirmRatio) => new()
    {
        Name = "seed",
        Shows = shows,
        SeatsPerShow = ScenarioCommand.RequireSeats(seats, perBooking),
        Buyers = users,
        Description = string.Create(
            CultureInfo.InvariantCulture,
            $"{users} users, {shows} shows of {seats} seats, {perBooking} random ones each, {confirmRatio:P0} confirm"),
        Open = sale => buyer => BuyAsync(buyer, sale, perBooking, confirmRatio),
    };

    private static async Task BuyAsync(Buyer buyer, Sale sale, int perBooking, double confirmRatio)
    {
        var seats = new int[perBooking];
        while (!sale.IsOver)
        {
            var show = sale.Ledger.Shows[buyer.Random.Next(sale.Ledger.Shows.Length)];
            SeatDraw.Random(buyer.Random, show.TotalSeats, seats);
            if (await buyer.BookAsync(show, seats) is { } booking && buyer.Random.NextDouble() < confirmRatio)
            {
                await buyer.ConfirmAsync(show, booking);
            }
        }
    }
}
