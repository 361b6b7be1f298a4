using System.CommandLine;
using System.Globalization;
using Usher.Bench.Comparisons;
using Usher.Bench.Http;
using Usher.Bench.Machine;
using Usher.Bench.Reports;
using Usher.Bench.Runs;
using Usher.Bench.Scenarios;
using Usher.Bench.Servers;

namespace Usher.Bench.Cli;

/// <summary>How fast the map of a show's seats is read: plain, compressed, and when it has not changed.</summary>
internal static class SeatsCommand
{
    private const double Goal = 0.5;
    private const string UsherName = "usher", NginxName = "nginx";

    public static Command Create()
    {
        var connections = RunOptions.Whole("--connections", "Readers at once, each with a connection.", 64, 1, 10_000);
        var seats = RunOptions.Whole("--seats", "Seats of the show.", 1000, 1, 200_000);
        var compare = RunOptions.Compare("Also read the same bytes from a file behind nginx");
        var command = new Command("seats", "Reads per second of the seat map of a show of 1,000 seats.")
        {
            connections, seats, compare,
        };
        command.Run(new RunOptions(secondsByDefault: 5, warmupSecondsByDefault: 2), async (line, context) =>
        {
            if (context.Settings.CompareTo is not null)
            {
                return await RevisionComparison.RunAsync(
                    context, "seats", Description(line.GetValue(connections), line.GetValue(seats)),
                    (contest, server) => MeasureAsync(
                        contest, server, line.GetValue(connections), line.GetValue(seats)));
            }

            await using var server = line.GetValue(compare) || context.Settings.Start
                ? await context.StartAsync() : null;
            var settings = server is null ? context.Settings : context.At(server);
            return await RunAsync(
                context with { Settings = settings }, server, line.GetValue(connections), line.GetValue(seats),
                line.GetValue(compare));
        });
        return command;
    }

    private static async Task<IBenchResult> RunAsync(
        RunContext context, OwnServer? server, int connections, int seats, bool withNginx)
    {
        var contest = new Contest(context, "seats", Description(connections, seats));
        var path = await PutOnSaleAsync(context, seats);
        var map = await SeatMapCopy.ReadAsync(context.Settings.Url + path, context.Ct);
        contest.Note(string.Create(
            CultureInfo.InvariantCulture, $"{map.Plain.Length:N0} bytes plain, {map.Gzipped.Length:N0} as gzip"));
        await using var nginx = withNginx
            ? await Nginx.StartAsync(map.Plain, map.Gzipped, context.Time, context.Ct) : null;
        if (withNginx && nginx is null)
        {
            contest.Note("nginx was left out: this machine lacks it (Debian: apt-get install nginx-light)");
        }

        var nginxEtag = nginx is null
            ? "" : (await SeatMapCopy.ReadAsync(nginx.Url + Nginx.DocumentPath, context.Ct)).ETag;
        await contest.RoundsAsync(async () =>
        {
            await MeasureAsync(
                contest, UsherName, context.Settings.Url, path, map.ETag, connections,
                server is null ? ProcessorTimes.OfGenerator : server.SpentByNow);
            if (nginx is not null)
            {
                await MeasureAsync(
                    contest, NginxName, nginx.Url, Nginx.DocumentPath, nginxEtag, connections, nginx.SpentByNow);
            }
        });
        return contest.Result(
            [
                .. contest.Ratio($"{UsherName}, plain", $"{NginxName}, plain", Goal),
                .. contest.Ratio($"{UsherName}, gzip", $"{NginxName}, gzip", Goal),
                .. contest.Ratio($"{UsherName}, 304", $"{NginxName}, 304"),
                .. contest.Ratio($"{UsherName}, 304", $"{UsherName}, plain", 1),
            ]);
    }

    private static async Task MeasureAsync(Contest contest, OwnServer server, int connections, int seats)
    {
        var context = contest.Context with { Settings = contest.Context.At(server) };
        var path = await PutOnSaleAsync(context, seats);
        var map = await SeatMapCopy.ReadAsync(server.Url + path, context.Ct);
        await MeasureAsync(contest, UsherName, server.Url, path, map.ETag, connections, server.SpentByNow);
    }

    private static async Task MeasureAsync(
        Contest contest, string name, string url, string path, string etag, int connections,
        Func<ProcessorTimes> spentByNow)
    {
        (string Kind, string? Header, int Status)[] kinds =
        [
            ("plain", null, 200), ("gzip", "Accept-Encoding: gzip", 200), ("304", $"If-None-Match: {etag}", 304),
        ];
        var context = contest.Context;
        var target = await HttpTarget.FindAsync(url, context.Settings.Timeout, context.Ct);
        foreach (var (kind, header, status) in kinds)
        {
            var load = new ReadLoad(target, connections, context.Settings, context.Time, spentByNow);
            var rate = await load.RunAsync(new RequestWriter(target).Get(path, header), status, context.Ct);
            contest.Add($"{name}, {kind}", "reads/s", rate.PerSecond, rate.GeneratorCores);
            contest.Add($"{name}, {kind}, p99", "ms", rate.P99Ms);
            contest.AddCost($"{name}, {kind}", rate.ProcessorCost);
            if (rate.Wrong > 0)
            {
                contest.Fail($"{name}, {kind}: {rate.Wrong} replies were not {status}");
            }
        }
    }

    private static string Description(int connections, int seats) => string.Create(
        CultureInfo.InvariantCulture, $"the map of a show of {seats} seats, {connections} connections");

    private static async Task<string> PutOnSaleAsync(RunContext context, int seats)
    {
        var target = await HttpTarget.FindAsync(context.Settings.Url, context.Settings.Timeout, context.Ct);
        var organiser = new Organiser(target, context.Settings, context.Time);
        await organiser.RequireReadyAsync();
        var ledger = await organiser.PutOnSaleAsync(
            Spread.Scenario(1, shows: 1, seats, perBooking: 1), new Progress<int>(), context.Ct);
        return string.Create(CultureInfo.InvariantCulture, $"/api/shows/{ledger.Shows[0].ShowId}/seats");
    }
}
