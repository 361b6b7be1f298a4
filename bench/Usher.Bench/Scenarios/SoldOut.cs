using System.Globalization;
using Usher.Bench.Http;
using Usher.Bench.Proof;
using Usher.Bench.Reports;
using Usher.Bench.Runs;
using Usher.Bench.Settings;

namespace Usher.Bench.Scenarios;

/// <summary>How the seats of a sold-out show are taken.</summary>
internal enum SoldAs
{
    Both,
    Held,
    Confirmed,
}

/// <summary>Refusals per second: everybody asks for seats that are gone.</summary>
internal static class SoldOut
{
    private const int SellersMax = 16;

    public static Scenario Scenario(int connections, int shows, int seats, int perBooking, SoldAs soldAs) => new()
    {
        Name = "soldout",
        Shows = shows,
        SeatsPerShow = ShowLimits.RequireSeats(seats, perBooking, shows),
        Buyers = connections,
        Description = string.Create(
            CultureInfo.InvariantCulture,
            $"{connections} connections, {shows} sold-out shows of {seats} seats ({Words(soldAs)}), {perBooking} each"),
        Prepare = (sale, buyers, ct) => SellOutAsync(sale, buyers, soldAs, ct),
        Open = sale => buyer => AskAsync(buyer, sale, perBooking),
        MainFigure = run => new Figure("throughput", run.RefusalsPerSecond, "refusals/s"),
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
                throw new BenchException($"The server does not sell show {show.ShowId} out. See its log.");
            }

            if (confirm)
            {
                await buyer.ConfirmAsync(show, booking);
            }
        }
    }

    private static string Words(SoldAs soldAs) => soldAs switch
    {
        SoldAs.Held => "held",
        SoldAs.Confirmed => "confirmed",
        _ => "half of them held, half confirmed",
    };
}
