using System.Globalization;
using Usher.Bench.Proof;
using Usher.Bench.Runs;

namespace Usher.Bench.Scenarios;

/// <summary>Throughput with nobody in another's way: random free seats of many shows, successes only.</summary>
internal static class Spread
{
    public const int ShowsByDefault = 2000;
    public const int SeatsByDefault = 1000;

    // Beyond this, buyers would spend their time looking for a show that still has seats.
    private const double FillMax = 0.9;
    private const int DrawsMax = 1000;

    /// <summary>The load that everything else is compared with.</summary>
    public static Scenario Scenario(int connections) => Scenario(connections, ShowsByDefault, SeatsByDefault, 2);

    public static Scenario Scenario(int connections, int shows, int seats, int perBooking) => new()
    {
        Name = "spread",
        Shows = shows,
        SeatsPerShow = ShowLimits.RequireSeats(seats, perBooking, shows),
        Buyers = connections,
        Description = string.Create(
            CultureInfo.InvariantCulture,
            $"{connections} connections, {shows} shows of {seats} seats, {perBooking} random free seats each"),
        Open = sale =>
        {
            var random = new Random(sale.RngSeed);
            SeatDeck[] decks = [.. sale.Ledger.Shows.Select(show => new SeatDeck(show, random))];
            return buyer => BuyAsync(buyer, sale, decks, perBooking);
        },
    };

    private static async Task BuyAsync(Buyer buyer, Sale sale, SeatDeck[] decks, int perBooking)
    {
        var seatsMax = (long)(sale.Ledger.SeatsForSale * FillMax);
        for (long asked = 0; !sale.IsOver; asked++)
        {
            // The ledger sums over all shows; every hundredth time is often enough.
            if (asked % 100 == 0 && sale.Ledger.SeatsAcknowledged >= seatsMax)
            {
                sale.End(string.Create(CultureInfo.InvariantCulture, $"{FillMax:P0} of the seats are sold"));
            }

            if (Draw(buyer.Random, decks, perBooking) is not var (show, seats))
            {
                sale.End("no free seats are left to ask for");
                return;
            }

            if (sale.Arrivals is not { } arrivals)
            {
                await buyer.BookAsync(show, seats);
                continue;
            }

            var due = arrivals.Next();
            await arrivals.WaitAsync(due, sale.Ended);
            if (!sale.IsOver)
            {
                await buyer.BookAsync(show, seats, due);
            }
        }
    }

    private static (ShowLedger Show, int[] Seats)? Draw(Random random, SeatDeck[] decks, int perBooking)
    {
        for (var draw = 0; draw < DrawsMax; draw++)
        {
            var deck = decks[random.Next(decks.Length)];
            if (deck.Deal(perBooking) is { } seats)
            {
                return (deck.Show, seats);
            }
        }

        return null;
    }
}
