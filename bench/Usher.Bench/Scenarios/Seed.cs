using System.Globalization;
using Usher.Bench.Reports;
using Usher.Bench.Runs;

namespace Usher.Bench.Scenarios;

/// <summary>
/// The classic acceptance test: many users ask for random seats of a few small shows, long after these are sold out.
/// </summary>
internal static class Seed
{
    public static Scenario Scenario(int users, int shows, int seats, int perBooking, double confirmRatio) => new()
    {
        Name = "seed",
        Shows = shows,
        SeatsPerShow = ShowLimits.RequireSeats(seats, perBooking),
        Buyers = users,
        Description = string.Create(
            CultureInfo.InvariantCulture,
            $"{users} users, {shows} shows of {seats} seats, {perBooking} random ones each, {confirmRatio:P0} confirm"),
        // Most of the run comes after the last seat is sold.
        MainFigure = run => new Figure("throughput", run.RequestsPerSecond, "requests/s"),
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
