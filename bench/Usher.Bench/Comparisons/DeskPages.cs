using System.Globalization;
using Npgsql;
using Usher.Bench.Http;
using Usher.Bench.Reports;
using Usher.Bench.Runs;
using Usher.Bench.Servers;
using Usher.Bench.Settings;

namespace Usher.Bench.Comparisons;

/// <summary>How long a page took, in milliseconds.</summary>
/// <param name="Page">Which one.</param>
/// <param name="First">The first time after a start.</param>
/// <param name="Median">Of the times after that.</param>
/// <param name="Slowest">Of the same.</param>
internal sealed record PageTimes(string Page, double First, double Median, double Slowest);

/// <summary>The pages of the organiser's desk, beside shows that are all sold, two seats to a booking.</summary>
/// <param name="shows">How many.</param>
/// <param name="seats">Of each show; an even number.</param>
/// <param name="requests">How often each page is asked for.</param>
internal sealed class DeskPages(int shows, int seats, int requests)
{
    private static readonly TimeSpan AddUpMax = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan AddUpPoll = TimeSpan.FromSeconds(2);

    public string Description =>
        string.Create(CultureInfo.InvariantCulture, $"{shows:N0} shows of {seats:N0} seats each, all sold");

    /// <summary>Stores the shows with their bookings, and waits until the charts have them.</summary>
    public async Task FillAsync(RunContext context, OwnServer server)
    {
        await new PastSales(seats, StartInDays: 30, SaleDays: 7).StoreAsync(context, server, shows * seats);
        await AddedUpAsync(context, server, bookings: (long)shows * seats / 2);
    }

    /// <summary>Restarts the server and asks for every page in turn; a page that is refused is a failure of the
    /// contest.</summary>
    public async Task<IReadOnlyList<PageTimes>> MeasureAsync(Contest contest, OwnServer server)
    {
        var pages = await PagesAsync(server, contest.Context.Ct);
        await server.RestartAsync(contest.Context.Ct);
        var before = server.SpentByNow();
        var times = new List<PageTimes>();
        foreach (var (name, path) in pages)
        {
            if (await TimeAsync(contest, server, name, path) is { } took)
            {
                times.Add(took);
            }
        }

        contest.AddCost("a page", ProcessorCost.Of(
            server.SpentByNow() - before, bookings: 0, pages.Length * (requests + 1)));
        return times is [] ? throw new BenchException("No page of the desk was answered with 200.") : times;
    }

    private async Task<PageTimes?> TimeAsync(Contest contest, OwnServer server, string name, string path)
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
                return null;
            }
        }

        return new PageTimes(name, took[0], Medians.Of(took[1..]), took[1..].Max());
    }

    // Charts are added up by a worker, which takes what is stored behind its back for added up long ago: it begins
    // anew.
    private static async Task AddedUpAsync(RunContext context, OwnServer server, long bookings)
    {
        context.Say("Waiting for the charts to be updated …");
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
                context.Say(string.Create(CultureInfo.InvariantCulture, $"Updated in {took:0} s."));
                await server.SettleAsync(context.Ct);
                return;
            }

            if (context.Time.GetElapsedTime(since) > AddUpMax)
            {
                throw new BenchException("The charts were not updated in time.");
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
