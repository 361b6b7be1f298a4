using System.CommandLine;
using System.Globalization;
using Usher.Bench.Comparisons;
using Usher.Bench.Http;
using Usher.Bench.Proof;
using Usher.Bench.Runs;

namespace Usher.Bench.Scenarios;

/// <summary>Throughput with nobody in another's way: random free seats of many shows, successes only.</summary>
internal static class SpreadCommand
{
    public const int ShowsByDefault = 2000;
    public const int SeatsByDefault = 1000;

    // Beyond this, buyers would spend their time looking for a show that still has seats.
    private const double FillMax = 0.9;
    private const int DrawsMax = 1000;

    public static Command Create()
    {
        var connections = RunOptions.Whole("--connections", "Buyers at once, each with a connection.", 64, 1, 10_000);
        var shows = RunOptions.Whole("--shows", "Shows on sale.", ShowsByDefault, 1, 10_000);
        var seats = RunOptions.Whole("--seats", "Seats of each show.", SeatsByDefault, 1, 200_000);
        var perBooking = RunOptions.Whole(
            "--per-booking", "Random free seats of one booking.", 2, 1, RequestWriter.SeatsMax);
        var rate = RunOptions.Whole(
            "--requests-per-second",
            "Open load at this rate; latency counts from when a request was due. 0: closed load.",
            0, 0, 1_000_000);
        var compare = RunOptions.Compare("Also run the classic transaction with pgbench, at its best client count");
        var compareExpress = new Option<bool>("--compare-express")
        {
            Description = "The same with an Express + pg server doing that transaction.",
        };
        var rounds = RunOptions.Rounds();
        var command = new Command("spread", "Bookings per second over 2,000 shows of 1,000 seats, two free seats each.")
        {
            connections, shows, seats, perBooking, rate, compare, compareExpress, rounds,
        };
        command.Run(new RunOptions(secondsByDefault: 20, warmupSecondsByDefault: 5), async (line, context) =>
        {
            Scenario Spread() => Scenario(
                line.GetValue(connections), line.GetValue(shows), line.GetValue(seats), line.GetValue(perBooking));
            context = context with
            {
                Settings = context.Settings with { RequestsPerSecond = line.GetValue(rate) },
            };
            return line.GetValue(compare) || line.GetValue(compareExpress)
                ? await SpreadComparison.RunAsync(
                    context, Spread, line.GetValue(connections), line.GetValue(rounds), line.GetValue(compare),
                    line.GetValue(compareExpress))
                : await context.RunAsync(Spread());
        });
        return command;
    }

    /// <summary>The load that everything else is compared with.</summary>
    public static Scenario Scenario(int connections) => Scenario(connections, ShowsByDefault, SeatsByDefault, 2);

    public static Scenario Scenario(int connections, int shows, int seats, int perBooking) => new()
    {
        Name = "spread",
        Shows = shows,
        SeatsPerShow = ScenarioCommand.RequireSeats(seats, perBooking, shows),
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
