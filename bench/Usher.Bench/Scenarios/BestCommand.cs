using System.CommandLine;
using System.Globalization;
using Usher.Bench.Comparisons;
using Usher.Bench.Http;
using Usher.Bench.Proof;
using Usher.Bench.Reports;
using Usher.Bench.Runs;

namespace Usher.Bench.Scenarios;

/// <summary>A herd that asks for the best seats together, all of the same show.</summary>
internal static class BestCommand
{
    private const double Goal = 0.5;
    private const double FirstTryGoal = 0.95;

    // As with seats by number: the last of a show would be asked for by many and had by few.
    private const double FillMax = 0.9;

    public static Command Create()
    {
        var connections = RunOptions.Whole("--connections", "Buyers at once, each with a connection.", 200, 1, 10_000);
        var shows = RunOptions.Whole(
            "--shows", "Shows, one after the other: when one is 90 % sold, all go to the next.", 20, 1, 1000);
        var seats = RunOptions.Whole("--seats", "Seats of each show.", 50_000, 1, 200_000);
        var perBooking = RunOptions.Whole("--per-booking", "Seats together.", 2, 1, RequestWriter.SeatsMax);
        var compare = RunOptions.Compare("Also run hot and spread, the same number of seats by number");
        var rounds = RunOptions.Rounds();
        var command = new Command("best", "200 buyers at once ask for the best two seats together.")
        {
            connections, shows, seats, perBooking, compare, rounds,
        };
        command.Run(new RunOptions(secondsByDefault: 15, warmupSecondsByDefault: 5), async (line, context) =>
        {
            Scenario Best() => Scenario(
                line.GetValue(connections), line.GetValue(shows), line.GetValue(seats), line.GetValue(perBooking));
            return !line.GetValue(compare) ? await context.RunAsync(Best()) : await CompareAsync(
                context, Best,
                () => HotCommand.Scenario(
                    line.GetValue(connections), line.GetValue(shows), line.GetValue(seats), line.GetValue(perBooking)),
                line.GetValue(rounds));
        });
        return command;
    }

    public static Scenario Scenario(int connections, int shows, int seats, int perBooking) => new()
    {
        Name = "best",
        Shows = shows,
        SeatsPerShow = ScenarioCommand.RequireSeats(seats, perBooking, shows),
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

    private static async Task<IBenchResult> CompareAsync(
        RunContext context, Func<Scenario> best, Func<Scenario> hot, int rounds)
    {
        const string bestName = "best", hotName = "hot", spreadName = "spread";
        var contest = new Contest(
            context, "best", $"best seats beside seats by number, {hot().Buyers} connections", rounds);
        await using var server = await context.StartAsync();
        await contest.RoundsAsync(async () =>
        {
            await server.ClearAsync(context.Ct);
            await contest.BookingsAsync(hotName, hot(), server);
            await server.ClearAsync(context.Ct);
            await contest.BookingsAsync(spreadName, SpreadCommand.Scenario(hot().Buyers), server);
            await server.ClearAsync(context.Ct);
            var run = await contest.BookingsAsync(bestName, best(), server);
            contest.Add("first-try success", "%", run.Figures[0].Value);
        });
        return contest.Result(
            [.. contest.Ratio(bestName, hotName, Goal), .. contest.Ratio(bestName, spreadName)]);
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
