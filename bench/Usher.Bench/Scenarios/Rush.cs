using System.Globalization;
using HdrHistogram;
using Usher.Bench.Latency;
using Usher.Bench.Machine;
using Usher.Bench.Proof;
using Usher.Bench.Reports;
using Usher.Bench.Runs;
using Usher.Bench.Settings;

namespace Usher.Bench.Scenarios;

/// <summary>The opening of a sale: thousands of connections, already open, press at one moment on one show.</summary>
internal static class Rush
{
    private const string ServedP99 = "served, p99";
    private const int OpeningAtOnce = 128;
    private static readonly TimeSpan SampleEvery = TimeSpan.FromMilliseconds(100);

    /// <exception cref="BenchException">This machine does not allow so many connections.</exception>
    public static Scenario Scenario(int connections, int seats, int perBooking, bool isOpen)
    {
        ProcFile.RequireOpenFiles(connections);
        var untilSeats = Latencies.Histogram();
        return new Scenario
        {
            Name = "rush",
            Shows = 1,
            SeatsPerShow = ShowLimits.RequireSeats(seats, perBooking),
            Buyers = connections,
            Description = string.Create(
                CultureInfo.InvariantCulture,
                $"{connections} open connections, {(isOpen ? "open arrival" : "all press at one moment")}, ")
                + string.Create(CultureInfo.InvariantCulture, $"one show of {seats} seats, {perBooking} each"),
            SampleEvery = SampleEvery,
            Prepare = (_, buyers, ct) => ConnectAsync(buyers, ct),
            Open = sale =>
            {
                var free = new FreeSeats(seats);
                return buyer => isOpen
                    ? ArriveAsync(buyer, sale, free, perBooking)
                    : PressAsync(buyer, sale, free, perBooking, untilSeats);
            },
            Figures = (sale, _) => Figures(sale, untilSeats),
            MainFigure = run => run.Figures.First(figure => figure.Name == ServedP99),
            Claims = (sale, verdict) => Claims(sale, verdict, connections, perBooking, isOpen),
        };
    }

    private static async Task PressAsync(
        Buyer buyer, Sale sale, FreeSeats free, int perBooking, LongConcurrentHistogram untilSeats)
    {
        // A connection that had to wait for the generator itself has waited all the same.
        long? due = sale.BeganAt;
        while (!sale.IsOver && free.Draw(buyer.Random, perBooking) is { } seats)
        {
            if (await AskAsync(buyer, sale, free, seats, due))
            {
                untilSeats.Record(sale.Time.GetElapsedTime(sale.BeganAt));
                return;
            }

            due = null;
        }
    }

    private static async Task ArriveAsync(Buyer buyer, Sale sale, FreeSeats free, int perBooking)
    {
        while (!sale.IsOver)
        {
            var due = sale.Arrivals!.Next();
            await sale.Arrivals.WaitAsync(due, sale.Ended);
            if (sale.IsOver || free.Draw(buyer.Random, perBooking) is not { } seats)
            {
                return;
            }

            await AskAsync(buyer, sale, free, seats, due);
        }
    }

    private static async ValueTask<bool> AskAsync(Buyer buyer, Sale sale, FreeSeats free, int[] seats, long? due)
    {
        var isBooked = await buyer.BookAsync(sale.Ledger.Shows[0], seats, due) is not null;
        free.Remove(isBooked ? seats : buyer.Conflicts);
        return isBooked;
    }

    private static async Task ConnectAsync(IReadOnlyList<Buyer> buyers, CancellationToken ct)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = OpeningAtOnce, CancellationToken = ct };
        await Parallel.ForEachAsync(buyers, options, async (buyer, _) =>
        {
            if (!await buyer.OpenAsync())
            {
                throw new BenchException(
                    $"The server does not accept {buyers.Count} connections. Raise its Http__ConnectionsMax and its "
                    + "limit of open files (ulimit -Hn), or use fewer --connections.");
            }
        });
    }

    private static IEnumerable<Figure> Figures(Sale sale, LongConcurrentHistogram untilSeats)
    {
        var served = sale.Measured.ServedLatencies();
        yield return new Figure("served, p50", served.PercentileMs(50), "ms");
        yield return new Figure(ServedP99, served.PercentileMs(99), "ms");
        yield return new Figure("served, slowest", served.MaxMs(), "ms");
        if (untilSeats.TotalCount > 0)
        {
            const string unit = "ms from the press";
            yield return new Figure("until seats, p50", untilSeats.PercentileMs(50), unit);
            yield return new Figure("until seats, p99", untilSeats.PercentileMs(99), unit);
        }
    }

    private static IEnumerable<Claim> Claims(
        Sale sale, Verdict verdict, int buyers, int perBooking, bool isOpen)
    {
        yield return new Claim("only 201, 409 and 503 were answered", sale.Measured.Count(Outcome.Error) == 0);
        if (!isOpen)
        {
            yield return new Claim(
                "every seat is sold, once, or everybody has seats",
                verdict.SeatsTaken > sale.Ledger.SeatsForSale - perBooking
                || sale.Measured.Count(Outcome.Booked) == buyers);
        }
    }
}
