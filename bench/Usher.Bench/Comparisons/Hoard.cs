using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Npgsql;
using Usher.Bench.Http;
using Usher.Bench.Runs;
using Usher.Bench.Scenarios;
using Usher.Bench.Servers;

namespace Usher.Bench.Comparisons;

/// <summary>
/// One client that means to keep a show from all others: it holds as many seats as it is given, and when it is given no
/// more it gives some up and takes them again, so that none of its holds ever lapses. Others, each at an address of
/// their own, buy two seats meanwhile.
/// </summary>
/// <param name="context">What to run with.</param>
/// <param name="server">A server of the run's own.</param>
/// <param name="seats">Of the show.</param>
/// <param name="connections">Of the one client.</param>
/// <param name="others">Buyers beside it.</param>
internal sealed class Hoard(RunContext context, OwnServer server, int seats, int connections, int others)
{
    public const string Held = "seats held by one client at most", Sold = "bookings by others";

    private const int OthersSeats = 2;

    // The server sees a client by its address, and a machine has some sixteen million of its own.
    private static readonly IPAddress HoarderAddress = IPAddress.Parse("127.0.0.2");
    private static readonly TimeSpan SampleEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan BusyPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan OthersPause = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentQueue<(Guid Id, int[] Seats)> held = [];
    // All that it ever had: what of it is still held the database says.
    private readonly ConcurrentQueue<Guid> given = [];
    private long seatsHeldMax;
    private long bookedAnew;
    private long sold;
    private long refused;
    private long nextSeat = 1;

    /// <summary>Runs it and adds what came of it to the contest.</summary>
    /// <param name="contest">Takes the figures.</param>
    /// <param name="name">How the server is set.</param>
    public async Task RunAsync(Contest contest, string name)
    {
        var settings = context.At(server);
        var target = await HttpTarget.FindAsync(server.Url, settings.Timeout, context.Ct);
        var ledger = await new Organiser(target, settings, context.Time).PutOnSaleAsync(
            new Scenario
            {
                Name = "hoard",
                Shows = 1,
                SeatsPerShow = seats,
                Buyers = connections,
                Description = "",
                Open = _ => _ => Task.CompletedTask,
            },
            new Progress<int>(), context.Ct);
        var show = ledger.Shows[0].ShowId;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.Ct);
        over.CancelAfter(TimeSpan.FromSeconds(settings.Seconds));
        await Task.WhenAll(
        [
            .. Enumerable.Range(0, connections).Select(_ => HoardAsync(target, show, over.Token)),
            .. Enumerable.Range(0, others).Select(i => BuyAsync(target, show, i, over.Token)),
            SampleAsync(show, over.Token),
        ]);
        contest.Add($"{name}: {Held}", "seats", seatsHeldMax);
        contest.Add($"{name}: booked anew", "times", bookedAnew);
        contest.Add($"{name}: {Sold}", "bookings", sold);
        contest.Add($"{name}: refused to others", "requests", refused);
    }

    private async Task HoardAsync(HttpTarget target, long show, CancellationToken over)
    {
        using var connection = new HttpConnection(target, context.Settings.Timeout, HoarderAddress);
        var requests = new RequestWriter(target);
        var random = new Random(context.Settings.RngSeed);
        while (!over.IsCancellationRequested)
        {
            // All it can have, from the front to the back; then what it has, over and over, and whatever comes free.
            var first = Interlocked.Add(ref nextSeat, RequestWriter.SeatsMax) - RequestWriter.SeatsMax;
            if (first + RequestWriter.SeatsMax - 1 <= seats)
            {
                await HoldAsync(connection, requests, show, SeatsFrom((int)first), over);
                continue;
            }

            await BookAnewAsync(connection, requests, show, over);
            await HoldAsync(
                connection, requests, show, SeatsFrom(random.Next(1, seats - RequestWriter.SeatsMax + 2)), over);
        }
    }

    private static int[] SeatsFrom(int first) => [.. Enumerable.Range(first, RequestWriter.SeatsMax)];

    // Its holds never lapse, for it gives each of them up in time and takes the same seats again.
    private async Task BookAnewAsync(
        HttpConnection connection, RequestWriter requests, long show, CancellationToken over)
    {
        if (held.TryDequeue(out var oldest)
            && (await connection.SendAsync(requests.Cancel(oldest.Id))).Status == 200
            && await HoldAsync(connection, requests, show, oldest.Seats, over))
        {
            Interlocked.Increment(ref bookedAnew);
        }
    }

    private async Task<bool> HoldAsync(
        HttpConnection connection, RequestWriter requests, long show, int[] wanted, CancellationToken over)
    {
        var reply = await connection.SendAsync(requests.Book(show, 0, wanted));
        // A server that is busy, as one that has just started is, has decided nothing: these seats may still be free.
        while (reply.Status == 503 && !over.IsCancellationRequested)
        {
            await Task.Delay(BusyPause, context.Time, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            reply = await connection.SendAsync(requests.Book(show, 0, wanted));
        }

        if (reply.Status != 201
            || JsonSerializer.Deserialize(reply.Body.Span, WireJson.Default.BookingDocument)?.BookingId is not { } id)
        {
            return false;
        }

        given.Enqueue(id);
        held.Enqueue((id, wanted));
        return true;
    }

    // What it holds at one moment only the database can tell.
    private async Task SampleAsync(long show, CancellationToken over)
    {
        await using var source = NpgsqlDataSource.Create(server.Postgres);
        // Once more at the end: by then it has what it will have, however slow the machine was.
        for (var isLast = false; !isLast;)
        {
            isLast = over.IsCancellationRequested;
            await using var command = source.CreateCommand("""
                select coalesce(sum(cardinality(seat_numbers)), 0)::bigint from bookings
                where show_id = $1 and status = 'PENDING' and id = any ($2)
                """);
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = show });
            command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. given] });
            seatsHeldMax = Math.Max(seatsHeldMax, (long)(await command.ExecuteScalarAsync(context.Ct))!);
            await Task.Delay(SampleEvery, context.Time, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task BuyAsync(HttpTarget target, long show, int number, CancellationToken over)
    {
        var address = IPAddress.Parse(string.Create(
            CultureInfo.InvariantCulture, $"127.1.{number / 250}.{number % 250 + 1}"));
        using var connection = new HttpConnection(target, context.Settings.Timeout, address);
        var requests = new RequestWriter(target);
        var random = new Random(unchecked(context.Settings.RngSeed * 1_000_003 + number));
        var wanted = new int[OthersSeats];
        while (!over.IsCancellationRequested)
        {
            SeatDraw.Random(random, seats, wanted);
            var reply = await connection.SendAsync(requests.Book(show, number + 1, wanted));
            if (reply.Status == 201
                && JsonSerializer.Deserialize(reply.Body.Span, WireJson.Default.BookingDocument)?.BookingId is { } id
                && (await connection.SendAsync(requests.Confirm(id))).Status == 200)
            {
                Interlocked.Increment(ref sold);
            }
            else
            {
                Interlocked.Increment(ref refused);
            }

            await Task.Delay(OthersPause, context.Time, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
