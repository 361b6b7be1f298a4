using System.Globalization;
using Usher.Bench.Runs;

namespace Usher.Bench.Scenarios;

/// <summary>Throughput where everybody wants the same show: random free seats of one large show at a time.</summary>
internal static class Hot
{
    public static Scenario Scenario(int connections, int shows, int seats, int perBooking) => new()
    {
        Name = "hot",
        Shows = shows,
        SeatsPerShow = ShowLimits.RequireSeats(seats, perBooking, shows),
        Buyers = connections,
        Description = string.Create(
            CultureInfo.InvariantCulture,
            $"{connections} connections, one show of {seats} seats at a time, {perBooking} random free seats each"),
        Open = sale =>
        {
            var random = new Random(sale.RngSeed);
            var decks = new HotDecks([.. sale.Ledger.Shows.Select(show => new SeatDeck(show, random))]);
            return buyer => BuyAsync(buyer, sale, decks, perBooking);
        },
    };

    private static async Task BuyAsync(Buyer buyer, Sale sale, HotDecks decks, int perBooking)
    {
        while (!sale.IsOver)
        {
            if (decks.Deal(perBooking) is not var (show, seats))
            {
                sale.End("the last of the shows is 90 % sold; use more --shows");
                return;
            }

            await buyer.BookAsync(show, seats);
        }
    }
}
