using System.Globalization;
using HdrHistogram;
using Usher.Bench.Http;
using Usher.Bench.Latency;
using Usher.Bench.Machine;
using Usher.Bench.Reports;
using Usher.Bench.Runs;
using Usher.Bench.Servers;
using Usher.Bench.Settings;
using Usher.Bench.Watching;

namespace Usher.Bench.Scenarios;

/// <summary>
/// One show that sells at a steady rate and is watched; others, unwatched, may sell beside it as fast as they can.
/// How long a booking takes to be seen counts at each watcher, from the moment its buyer has the 201.
/// </summary>
internal sealed class WatchedSale(
    RunContext context, int watchers, int buyers, int buyersElsewhere, int seats, int showsElsewhere) : IDisposable
{
    public const string P99 = "seen after 201, p99";

    private const int PerBooking = 2;

    private readonly Crowd crowd = new(watchers, context.Time);
    private readonly Purchases purchases = new(seats);
    private readonly LongConcurrentHistogram sinceReply = Latencies.Histogram();
    private readonly LongConcurrentHistogram sinceRequest = Latencies.Histogram();
    private int watchersWrong;
    private double? memoryBefore;
    private double? memoryWatched;

    /// <param name="settings">Where it runs.</param>
    /// <param name="server">The server, if it was started for the run.</param>
    public Scenario Scenario(RunSettings settings, OwnServer? server = null)
    {
        ProcFile.RequireOpenFiles(watchers + buyers + buyersElsewhere);
        var shows = 1 + (buyersElsewhere > 0 ? showsElsewhere : 0);
        return new Scenario
        {
            Name = "watch",
            Shows = shows,
            SeatsPerShow = ShowLimits.RequireSeats(seats, PerBooking, shows),
            Buyers = buyers + buyersElsewhere,
            Description = string.Create(
                CultureInfo.InvariantCulture,
                $"{watchers} watchers of one show of {seats} seats, {settings.RequestsPerSecond} bookings/s of it ")
                + string.Create(
                    CultureInfo.InvariantCulture, $"by {buyers} buyers, {buyersElsewhere} buyers elsewhere"),
            Prepare = async (sale, _, ct) =>
            {
                var target = await HttpTarget.FindAsync(settings.Url, settings.Timeout, ct);
                memoryBefore = server?.MemoryMebibytes;
                await crowd.OpenAsync(target, sale.Ledger.Shows[0].ShowId, ct);
                memoryWatched = server?.MemoryMebibytes;
            },
            Open = sale => Open(sale, settings),
            Figures = (_, _) => Figures(),
            // Without watchers nothing is seen.
            MainFigure = run => run.Figures.FirstOrDefault(figure => figure.Name == P99)
                ?? new Figure("throughput", run.BookingsPerSecond, "bookings/s"),
            Claims = (_, _) => watchers == 0 ? [] :
            [
                new Claim("every watcher ended with the seats as they are stored", watchersWrong == 0),
                new Claim("no watcher was lost" + Why(), crowd.Lost is []),
            ],
        };
    }

    public void Dispose() => crowd.Dispose();

    private Func<Buyer, Task> Open(Sale sale, RunSettings settings)
    {
        var random = new Random(sale.RngSeed);
        var watched = new SeatDeck(sale.Ledger.Shows[0], random);
        var others = new HotDecks([.. sale.Ledger.Shows.Skip(1).Select(show => new SeatDeck(show, random))]);
        var closing = new Lazy<Task>(() => CloseAsync(sale, settings));
        var number = 0;
        return async buyer =>
        {
            await (Interlocked.Increment(ref number) <= buyers
                ? BuyWatchedAsync(buyer, sale, watched) : BuyElsewhereAsync(buyer, sale, others));
            await closing.Value;
        };
    }

    private async Task BuyWatchedAsync(Buyer buyer, Sale sale, SeatDeck deck)
    {
        while (!sale.IsOver)
        {
            var due = sale.Arrivals!.Next();
            await sale.Arrivals.WaitAsync(due, sale.Ended);
            if (sale.IsOver)
            {
                return;
            }

            if (deck.Deal(PerBooking) is not { } wanted)
            {
                sale.End("the watched show is sold out; use more --seats or fewer --seconds");
                return;
            }

            var isMeasured = !sale.IsWarmingUp;
            var booking = await buyer.BookAsync(deck.Show, wanted, due);
            if (booking is not null && isMeasured)
            {
                purchases.Note(wanted[0], new Purchase(booking.SentAt, sale.Time.GetTimestamp()));
            }
        }
    }

    private static async Task BuyElsewhereAsync(Buyer buyer, Sale sale, HotDecks decks)
    {
        while (!sale.IsOver)
        {
            if (decks.Deal(PerBooking) is not var (show, wanted))
            {
                sale.End("the last of the other shows is 90 % sold; use more --shows");
                return;
            }

            await buyer.BookAsync(show, wanted);
        }
    }

    private async Task CloseAsync(Sale sale, RunSettings settings)
    {
        // The other buyers' last replies come in meanwhile.
        await crowd.SettleAsync();
        await crowd.CloseAsync();
        if (watchers > 0)
        {
            var show = sale.Ledger.Shows[0].ShowId;
            watchersWrong = crowd.CountWrong(await (settings.Postgres is { } postgres
                ? SeatVersions.ReadAsync(postgres, show) : SeatVersions.ReadAsync(new Uri(settings.Url), show)));
            crowd.Measure(purchases, sinceReply, sinceRequest);
        }
    }

    private IEnumerable<Figure> Figures()
    {
        if (watchers == 0)
        {
            yield break;
        }

        yield return new Figure("seen after 201, p50", sinceReply.PercentileMs(50), "ms");
        yield return new Figure(P99, sinceReply.PercentileMs(99), "ms");
        yield return new Figure("seen after 201, max", sinceReply.MaxMs(), "ms");
        yield return new Figure("seen after asking, p99", sinceRequest.PercentileMs(99), "ms");
        yield return new Figure("sights measured", sinceReply.TotalCount, $"of {purchases.Count:N0} bookings");
        yield return new Figure("messages received", crowd.Messages, $"{crowd.Seen.Count:N0} of them different");
        yield return new Figure("bytes received", crowd.Bytes / 1048576.0, "MiB");
        yield return new Figure("further snapshots", crowd.FurtherSnapshots, "to those who fell behind");
        if (memoryWatched - memoryBefore is { } memory)
        {
            yield return new Figure("server memory", memory * 1024 / watchers, "KiB more per watcher");
        }
    }

    private string Why() => crowd.Lost is [var first, ..] lost ? $" ({lost.Count} were; the first: {first})" : "";
}
