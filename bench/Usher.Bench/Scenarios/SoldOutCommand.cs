using System.CommandLine;
using System.Globalization;
using Usher.Bench.Comparisons;
using Usher.Bench.Http;
using Usher.Bench.Proof;
using Usher.Bench.Reports;
using Usher.Bench.Runs;

namespace Usher.Bench.Scenarios;

/// <summary>How the seats of a sold-out show are taken.</summary>
internal enum SoldAs
{
    Both,
    Held,
    Confirmed,
}

/// <summary>Refusals per second: everybody asks for seats that are gone.</summary>
internal static class SoldOutCommand
{
    private const double Goal = 0.8;
    private const int SellersMax = 16;

    public static Command Create()
    {
        var connections = RunOptions.Whole("--connections", "Buyers at once, each with a connection.", 64, 1, 10_000);
        var shows = RunOptions.Whole("--shows", "Shows sold out beforehand.", 4, 1, 1000);
        var seats = RunOptions.Whole("--seats", "Seats of each show.", 1000, 1, 200_000);
        var perBooking = RunOptions.Whole("--per-booking", "Random seats asked for.", 2, 1, RequestWriter.SeatsMax);
        var soldAs = new Option<SoldAs>("--sold-as")
        {
            Description = "Whether the seats are held, confirmed, or each in one half of the shows.",
            DefaultValueFactory = _ => SoldAs.Both,
        };
        var compare = RunOptions.Compare("Also run spread on the HTTP layer alone");
        var rounds = RunOptions.Rounds();
        var command = new Command("soldout", "Refusals per second on shows that are sold out.")
        {
            connections, shows, seats, perBooking, soldAs, compare, rounds,
        };
        command.Run(new RunOptions(secondsByDefault: 15, warmupSecondsByDefault: 5), async (line, context) =>
        {
            Scenario SoldOut() => Scenario(
                line.GetValue(connections), line.GetValue(shows), line.GetValue(seats), line.GetValue(perBooking),
                line.GetValue(soldAs));
            return line.GetValue(compare)
                ? await CompareAsync(context, SoldOut, line.GetValue(connections), line.GetValue(rounds))
                : await context.RunAsync(SoldOut());
        });
        return command;
    }

    public static Scenario Scenario(int connections, int shows, int seats, int perBooking, SoldAs soldAs) => new()
    {
        Name = "soldout",
        Shows = shows,
        SeatsPerShow = ScenarioCommand.RequireSeats(seats, perBooking, shows),
        Buyers = connections,
        Description = string.Create(
            CultureInfo.InvariantCulture,
            $"{connections} connections, {shows} sold-out shows of {seats} seats ({Words(soldAs)}), {perBooking} each"),
        Prepare = (sale, buyers, ct) => SellOutAsync(sale, buyers, soldAs, ct),
        Open = sale => buyer => AskAsync(buyer, sale, perBooking),
        Claims = (sale, _) => [new Claim("every request was refused", sale.Measured.Count(Outcome.Booked) == 0)],
    };

    private static async Task AskAsync(Buyer buyer, Sale sale, int perBooking)
    {
        var seats = new int[perBooking];
        while (!sale.IsOver)
        {
            var show = sale.Ledger.Shows[buyer.Random.Next(sale.Ledger.Shows.Length)];
            SeatDraw.Random(buyer.Random, show.TotalSeats, seats);
            await buyer.BookAsync(show, seats);
        }
    }

    private static async Task SellOutAsync(Sale sale, IReadOnlyList<Buyer> buyers, SoldAs soldAs, CancellationToken ct)
    {
        var shows = sale.Ledger.Shows;
        var next = -1;
        await Task.WhenAll(buyers.Take(SellersMax).Select(async buyer =>
        {
            for (var i = Interlocked.Increment(ref next); i < shows.Length; i = Interlocked.Increment(ref next))
            {
                var confirm = soldAs is SoldAs.Confirmed || (soldAs is SoldAs.Both && i % 2 == 1);
                await SellOutAsync(shows[i], buyer, confirm, ct);
            }
        }));
    }

    private static async Task SellOutAsync(ShowLedger show, Buyer buyer, bool confirm, CancellationToken ct)
    {
        foreach (var seats in Enumerable.Range(1, show.TotalSeats).Chunk(RequestWriter.SeatsMax))
        {
            if (await buyer.BookAsync(show, seats) is not { } booking)
            {
                ct.ThrowIfCancellationRequested();
                throw new BenchException($"The server does not sell show {show.ShowId} out. Its log says why.");
            }

            if (confirm)
            {
                await buyer.ConfirmAsync(show, booking);
            }
        }
    }

    private static async Task<IBenchResult> CompareAsync(
        RunContext context, Func<Scenario> soldOut, int connections, int rounds)
    {
        const string name = "soldout";
        var contest = new Contest(
            context, name, $"refusals beside the HTTP layer alone, {connections} connections", rounds);
        await using var server = await context.StartAsync();
        await using var http = await HttpAlone.StartAsync(context);
        await contest.RoundsAsync(async () =>
        {
            await http.MeasureAsync(contest, connections);
            await server.ClearAsync(context.Ct);
            var run = await contest.RunAsync(name, soldOut(), server);
            contest.Add(name, "refusals/s", run.RefusalsPerSecond, run.GeneratorCores);
        });
        return contest.Result(contest.Ratio(name, HttpAlone.Name, Goal));
    }

    private static string Words(SoldAs soldAs) => soldAs switch
    {
        SoldAs.Held => "held",
        SoldAs.Confirmed => "confirmed",
        _ => "half of them held, half confirmed",
    };
}
