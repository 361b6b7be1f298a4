using System.CommandLine;
using System.Globalization;
using Usher.Bench.Comparisons;
using Usher.Bench.Reports;
using Usher.Bench.Runs;
using Usher.Bench.Servers;
using Usher.Bench.Settings;

namespace Usher.Bench.Cli;

/// <summary>How soon the organiser's pages answer where much has been sold.</summary>
internal static class DeskCommand
{
    private const double GoalMilliseconds = 300;
    private const int SeatsMax = 100_000_000;
    private const string SlowestPage = "slowest page, median";

    public static Command Create()
    {
        var shows = RunOptions.Whole("--shows", "Shows, all sold out.", 1000, 1, 100_000);
        var seats = RunOptions.Whole("--seats", "Seats of each show, sold two to a booking.", 10_000, 2, 200_000);
        var requests = RunOptions.Whole("--requests", "How often each page is asked for in a round.", 15, 1, 1000);
        var command = new Command(
            "desk", "The organiser's pages beside 1,000 shows, 10,000,000 seats and 5,000,000 bookings.")
        {
            shows, seats, requests,
        };
        command.Run(
            new RunOptions(secondsByDefault: 1, warmupSecondsByDefault: 0, alwaysStarts: true),
            (line, context) =>
            {
                var pages = Pages(line.GetValue(shows), line.GetValue(seats), line.GetValue(requests));
                return context.Settings.CompareTo is null ? RunAsync(context, pages)
                    : RevisionComparison.RunAsync(
                        context, "desk", pages.Description, (contest, server) => CompareAsync(contest, server, pages));
            });
        return command;
    }

    private static DeskPages Pages(int shows, int seats, int requests)
    {
        if (seats % 2 != 0)
        {
            throw new BenchException("--seats must be an even number: they are sold two to a booking.");
        }

        return (long)shows * seats <= SeatsMax ? new DeskPages(shows, seats, requests)
            : throw new BenchException(string.Create(
                CultureInfo.InvariantCulture, $"--shows times --seats must be {SeatsMax:N0} at most."));
    }

    private static async Task<IBenchResult> RunAsync(RunContext context, DeskPages pages)
    {
        var contest = new Contest(context, "desk", pages.Description);
        await using var server = await context.StartAsync();
        await pages.FillAsync(context, server);
        var names = new HashSet<string>(StringComparer.Ordinal);
        await contest.RoundsAsync(async () =>
        {
            foreach (var times in await pages.MeasureAsync(contest, server))
            {
                names.Add(times.Page);
                contest.Add($"{times.Page}, first", "ms", times.First);
                contest.Add(times.Page, "ms", times.Median);
                contest.Add($"{times.Page}, slowest", "ms", times.Slowest);
            }
        });
        contest.Note("'first' is the first request after a start of server and PostgreSQL; files stay in memory");
        var slowest = names.Max(contest.Median);
        return contest.Result(
            new Ratio($"{GoalMilliseconds:0} ms / the slowest page's median", GoalMilliseconds / slowest, Goal: 1));
    }

    private static async Task CompareAsync(Contest contest, OwnServer server, DeskPages pages)
    {
        await pages.FillAsync(contest.Context, server);
        var all = await pages.MeasureAsync(contest, server);
        contest.Add(SlowestPage, "ms", all.Max(times => times.Median));
        foreach (var times in all)
        {
            contest.Add(times.Page, "ms", times.Median);
        }
    }
}
