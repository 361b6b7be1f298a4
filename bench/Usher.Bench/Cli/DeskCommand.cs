using System.CommandLine;
using System.Globalization;
using Npgsql;
using Usher.Bench.Comparisons;
using Usher.Bench.Http;
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
    private static readonly TimeSpan AddUpMax = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan AddUpPoll = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        var shows = RunOptions.Whole("--shows", "Shows, all sold out.", 1000, 1, 100_000);
        var seats = RunOptions.Whole("--seats", "Seats of each show, sold two to a booking.", 10_000, 2, 200_000);
        var requests = RunOptions.Whole("--requests", "How often each page is asked for in a round.", 15, 1, 1000);
        var rounds = RunOptions.Rounds();
        var command = new Command(
            "desk", "The organiser's pages beside 1,000 shows, 10,000,000 seats and 5,000,000 bookings.")
        {
            shows, seats, requests, rounds,
        };
        command.Run(
            new RunOptions(secondsByDefault: 1, warmupSecondsByDefault: 0, alwaysStarts: true),
            (line, context) => RunAsync(
                context, line.GetValue(shows), line.GetValue(seats), line.GetValue(requests), line.GetValue(rounds)));
        return command;
    }

    private static async Task<IBenchResult> RunAsync(
        RunContext context, int shows, int seats, int requests, int rounds)
    {
        if (seats % 2 != 0)
        {
            throw new BenchException("--seats must be an even number: they are sold two to a booking.");
        }

        if ((long)shows * seats > SeatsMax)
        {
            throw new BenchException(string.Create(
                CultureInfo.InvariantCulture, $"--shows times --seats must be {SeatsMax:N0} at most."));
        }

        var contest = new Contest(
            context, "desk",
            string.Create(CultureInfo.InvariantCulture, $"{shows:N0} shows of {seats:N0} seats each, all sold"),
            rounds);
        await using var server = await context.StartAsync();
        await new PastSales(seats, StartInDays: 30, SaleDays: 7).StoreAsync(context, server, shows * seats);
        await AddedUpAsync(context, server, bookings: (long)shows * seats / 2);
        var pages = await PagesAsync(server, context.Ct);
        await contest.RoundsAsync(async () =>
        {
            await server.RestartAsync(context.Ct);
            var before = server.SpentByNow();
            foreach (var (name, path) in pages)
            {
                await MeasureAsync(contest, server, name, path, requests);
            }

            contest.AddCost("a page", ProcessorCost.Of(
                server.SpentByNow() - before, bookings: 0, pages.Length * (requests + 1)));
        });
        contest.Note("'first' is the first request after a start of server and PostgreSQL; files stay in memory");
        var slowest = pages.Max(page => contest.Median(page.Name));
        return contest.Result(
            new Ratio($"{GoalMilliseconds:0} ms / the slowest page's median", GoalMilliseconds / slowest, Goal: 1));
    }

    private static async Task MeasureAsync(Contest contest, OwnServer server, string name, string path, int requests)
    {
        var context = contest.Context;
        var target = await HttpTarget.FindAsync(server.Url, context.Settings.Timeout, context.Ct);
        var writer = new RequestWriter(target, ServerEnvironment.AdminKey);
        using var connection = new HttpConnection(target, context.Settings.Timeout);
        List<double> took = [];
        for (var i = 0; i <= requests; i++)
        {
            var since = context.Time.GetTimestamp();
            var reply = await connection.SendAsync(writer.Get(path, "Accept: text/html"));
            took.Add(context.Time.GetElapsedTime(since).TotalMilliseconds);
            if (reply.Status != 200)
            {
                contest.Fail($"{name}: {path} was answered {reply.Status}");
                return;
            }
        }

        contest.Add($"{name}, first", "ms", took[0]);
        contest.Add(name, "ms", Medians.Of(took[1..]));
        contest.Add($"{name}, slowest", "ms", took[1..].Max());
    }

    // Charts are added up by a worker, which takes what is stored behind its back for added up long ago: it begins
    // anew.
    private static async Task AddedUpAsync(RunContext context, OwnServer server, long bookings)
    {
        context.Say("Waiting for the charts to be added up …");
        await using var source = NpgsqlDataSource.Create(server.Postgres);
        await using var begin = source.CreateCommand("""
            update booking_minutes_until set at = '-infinity';
            truncate booking_minutes
            """);
        await begin.ExecuteNonQueryAsync(context.Ct);
        for (var since = context.Time.GetTimestamp(); ; await Task.Delay(AddUpPoll, context.Time, context.Ct))
        {
            await using var command = source.CreateCommand(
                "select coalesce(sum(confirmed), 0)::bigint from booking_minutes where show_id = 0");
            if ((long)(await command.ExecuteScalarAsync(context.Ct))! == bookings)
            {
                var took = context.Time.GetElapsedTime(since).TotalSeconds;
                context.Say(string.Create(CultureInfo.InvariantCulture, $"They are, in {took:0} s."));
                await server.SettleAsync(context.Ct);
                return;
            }

            if (context.Time.GetElapsedTime(since) > AddUpMax)
            {
                throw new BenchException("The charts were not added up in time.");
            }
        }
    }

    private static async Task<(string Name, string Path)[]> PagesAsync(OwnServer server, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(server.Postgres);
        await using var find = source.CreateCommand("""
            select b.show_id, b.id from bookings b
            where b.show_id = (select (min(id) + max(id)) / 2 from shows) order by b.id limit 1
            """);
        await using var reader = await find.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var show = string.Create(CultureInfo.InvariantCulture, $"/desk/shows/{reader.GetInt64(0)}");
        var inShow = string.Create(CultureInfo.InvariantCulture, $"/desk/bookings?show={reader.GetInt64(0)}");
        return
        [
            ("overview", "/desk"),
            ("overview, week", "/desk?period=week"),
            ("shows", "/desk/shows"),
            ("shows, searched", "/desk/shows?q=past"),
            ("show", show),
            ("show, week", $"{show}?period=week"),
            ("live map", $"{show}/map"),
            ("bookings", "/desk/bookings"),
            ("bookings, confirmed", "/desk/bookings?status=confirmed"),
            ("bookings, cancelled", "/desk/bookings?status=cancelled"),
            ("bookings, by a letter", "/desk/bookings?q=b"),
            ("bookings, by an address", "/desk/bookings?q=buyer77777"),
            ("bookings of a show", inShow),
            ("bookings of a show, by a letter", $"{inShow}&q=b"),
            ("bookings of a show, by an address", $"{inShow}&q=buyer77"),
            ("bookings of a show, by a seat", $"{inShow}&q=777"),
            ("booking", string.Create(CultureInfo.InvariantCulture, $"/desk/bookings/{reader.GetGuid(1):D}")),
            ("plans", "/desk/plans"),
            ("new show", "/desk/shows/new"),
        ];
    }
}
