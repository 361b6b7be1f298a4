using System.Globalization;
using Usher.Bench.Proof;
using Usher.Bench.Reports;
using Usher.Bench.Runs;

namespace Usher.Bench.Scenarios;

/// <summary>A herd that asks for the best seats together, all of the same show.</summary>
internal static class Best
{
    private const double FirstTryGoal = 0.95;

    // As with seats by number: the last of a show would be asked for by many and had by few.
    private const double FillMax = 0.9;

    public static Scenario Scenario(int connections, int shows, int seats, int perBooking) => new()
    {
        Name = "best",
        Shows = shows,
        SeatsPerShow = ShowLimits.RequireSeats(seats, perBooking, shows),
        NoOrphans = true,
        Buyers = connections,
        Description = string.Create(
            CultureInfo.InvariantCulture,
            $"{connections} connections, one show of {seats} seats at a time, the best {perBooking} together each, ")
            + "nobody left alone",
        Open = sale =>
        {
            var hot = new HotShows([.. sale.Ledger.Shows]);
            return buyer => BuyAsync(buyer, sale, hot, perBooking);
        },
        Figures = (sale, _) => [new Figure("first-try success", 100 * FirstTryShare(sale), "%")],
        Claims = Claims,
    };

    private static async Task BuyAsync(Buyer buyer, Sale sale, HotShows hot, int perBooking)
    {
        while (!sale.IsOver)
        {
            if (hot.Current is not { } show)
            {
                sale.End("the last of the shows is 90 % sold; use more --shows");
                return;
            }

            await buyer.BookBestAsync(show, perBooking);
        }
    }

    // Seats remained for everybody who asked.
    private static double FirstTryShare(Sale sale) =>
        (double)sale.Measured.Count(Outcome.Booked) / Math.Max(1, sale.Measured.Requests);

    private static IEnumerable<Claim> Claims(Sale sale, Verdict verdict)
    {
        yield return new Claim("at least 95 of 100 get seats at their first try", FirstTryShare(sale) >= FirstTryGoal);
        if (verdict.LoneSeats is { } lone)
        {
            // A row of an odd number of seats leaves one over, whatever pairs are sold: choose --seats accordingly.
            yield return new Claim($"no single seat is left between taken ones (there are {lone})", lone == 0);
        }
    }

    /// <summary>Shows that are hot one after the other. Safe for concurrent use.</summary>
    private sealed class HotShows(ShowLedger[] shows)
    {
        private int current;

        /// <summary>Null when the last one is as good as sold.</summary>
        public ShowLedger? Current
        {
            get
            {
                while (Volatile.Read(ref current) is var index && index < shows.Length)
                {
                    if (shows[index].SeatsAcknowledged < FillMax * shows[index].TotalSeats)
                    {
                        return shows[index];
                    }

                    // Whoever finds it first takes everybody along.
                    Interlocked.CompareExchange(ref current, index + 1, index);
                }

                return null;
            }
        }
    }
}
