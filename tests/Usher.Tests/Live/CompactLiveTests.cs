using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Usher.Api.Live;
using Usher.Testing;

namespace Usher.Tests.Live;

/// <summary>The live feed for slow lines: small snapshots, connections that go on where the last one ended.</summary>
public sealed class CompactLiveTests(TestApi api) : IClassFixture<TestApi>
{
    [Theory]
    [InlineData("websocket")]
    [InlineData("events")]
    public async Task A_watcher_sees_two_bits_a_seat_and_then_every_change_with_its_place(string way)
    {
        var show = await api.Server.CreateShowAsync(seats: 5);
        await api.Http.BookAsync(show.Id, [1]);
        var sold = (await api.Http.BookAsync(show.Id, [5])).Field("booking_id");
        await api.Http.PostNothingAsync($"/api/bookings/{sold}/confirm");
        using var client = await WatchAsync(way, show.Id);

        // Seat 1 is held, 2 to 4 are free, 5 is sold: 01 00 00 00 from the lowest bits on, then 10.
        (await client.NextAsync()).ShouldNotBeNull().ShouldMatch(
            """^\{"next":"[0-9a-f]{16}-1","type":"snapshot","as_of":"[^"]+Z","total_seats":5,"states":"AQI="\}$""");
        await api.Http.BookAsync(show.Id, [2, 3]);
        (await client.NextAsync()).ShouldNotBeNull().ShouldMatch(
            """^\{"next":"[0-9a-f]{16}-2","type":"delta","as_of":"[^"]+Z","seats":\[\[2,"H",1\],\[3,"H",1\]\]\}$""");
    }

    [Theory]
    [InlineData("websocket")]
    [InlineData("events")]
    public async Task A_new_connection_brings_what_was_missed_and_nothing_else(string way)
    {
        var show = await api.Server.CreateShowAsync(seats: 6);
        using var other = await WatchAsync("websocket", show.Id);
        await other.NextAsync();
        var watched = new CompactSeats();
        using (var lost = await WatchAsync(way, show.Id))
        {
            await ApplyAsync(watched, lost);
        }

        // More changes than the log keeps messages.
        for (var seat = 1; seat <= 5; seat++)
        {
            var booking = (await api.Http.BookAsync(show.Id, [seat])).Field("booking_id");
            await other.NextAsync();
            for (var change = 0; change < 2; change++)
            {
                await api.Http.PostNothingAsync($"/api/bookings/{booking}/cancel");
                await other.NextAsync();
                booking = (await api.Http.BookAsync(show.Id, [seat])).Field("booking_id");
                await other.NextAsync();
            }
        }

        using var again = await WatchAsync(way, show.Id, watched.Next);
        (await ApplyAsync(watched, again)).ShouldContain("""
            "seats":[[1,"H",5],[2,"H",5],[3,"H",5],[4,"H",5],[5,"H",5]]
            """.Trim());
        watched.Types.ShouldBe(["snapshot", "delta"]);
        watched.Statuses.ShouldBe("HHHHHA");
    }

    [Fact]
    public async Task Who_has_missed_nothing_hears_at_once_that_the_connection_is_there()
    {
        var show = await api.Server.CreateShowAsync(seats: 2);
        using var other = await WatchAsync("websocket", show.Id);
        await other.NextAsync();
        var watched = new CompactSeats();
        using (var lost = await WatchAsync("websocket", show.Id))
        {
            await ApplyAsync(watched, lost);
        }

        using var again = await WatchAsync("websocket", show.Id, watched.Next);
        await ApplyAsync(watched, again);

        watched.Types.ShouldBe(["snapshot", "heartbeat"]);
    }

    [Theory]
    [InlineData("websocket")]
    [InlineData("events")]
    public async Task Who_was_alone_goes_on_too(string way)
    {
        var show = await api.Server.CreateShowAsync(seats: 3);
        var watched = new CompactSeats();
        using (var lost = await WatchAsync(way, show.Id))
        {
            await ApplyAsync(watched, lost);
        }

        var channels = api.Server.Services.GetRequiredService<LiveChannels>();
        while (channels.Find(show.Id) is not null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }

        await api.Http.BookAsync(show.Id, [2]);
        using var again = await WatchAsync(way, show.Id, watched.Next);

        // The change is told at once, or with what the connection begins with.
        while (watched.Statuses != "AHA")
        {
            await ApplyAsync(watched, again);
        }

        watched.Types.Count(type => type == "snapshot").ShouldBe(1);
    }

    [Theory]
    [InlineData("0123456789abcdef-1")]
    [InlineData("anything")]
    [InlineData("")]
    public async Task A_place_of_another_process_brings_a_snapshot(string after)
    {
        var show = await api.Server.CreateShowAsync(seats: 2);
        using var client = await WatchAsync("websocket", show.Id, after);

        (await client.NextAsync()).ShouldNotBeNull().ShouldContain("\"type\":\"snapshot\"");
    }

    [Fact]
    public async Task Snapshots_and_deltas_of_either_form_are_written_once_for_all()
    {
        var show = await api.Server.CreateShowAsync(seats: 3);
        var clients = new LiveClient[12];
        for (var i = 0; i < clients.Length; i++)
        {
            clients[i] = await WatchAsync(i % 2 == 0 ? "websocket" : "events", show.Id);
        }

        var snapshots = await Task.WhenAll(clients.Select(client => client.NextAsync()));
        var channel = api.Server.Services.GetRequiredService<LiveChannels>().Find(show.Id).ShouldNotBeNull();
        channel.MessagesWritten.ShouldBe(1);
        await api.Http.BookAsync(show.Id, [2]);
        var deltas = await Task.WhenAll(clients.Select(client => client.NextAsync()));

        snapshots.Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
        deltas.Distinct(StringComparer.Ordinal).ShouldHaveSingleItem().ShouldNotBeNull().ShouldContain("[[2,\"H\",1]]");
        channel.MessagesWritten.ShouldBe(2);
        Array.ForEach(clients, client => client.Dispose());
    }

    [Fact]
    public async Task A_stadium_is_told_in_less_than_twenty_kilobytes()
    {
        var show = await api.Server.CreateShowAsync(seats: 50_000);
        for (var seat = 1; seat <= 50_000; seat += 997)
        {
            await api.Http.BookAsync(show.Id, [seat]);
        }

        using var client = await WatchAsync("websocket", show.Id);
        var snapshot = (await client.NextAsync()).ShouldNotBeNull();

        snapshot.Length.ShouldBeLessThan(20_000);
        var watched = new CompactSeats();
        watched.Apply(Encoding.UTF8.GetBytes(snapshot));
        watched.Statuses.Length.ShouldBe(50_000);
        watched.Statuses.Index().Where(seat => seat.Item == 'H').Select(seat => seat.Index)
            .ShouldBe(Enumerable.Range(0, 51).Select(i => i * 997));
    }

    private static async Task<string> ApplyAsync(CompactSeats watched, LiveClient client)
    {
        var message = (await client.NextAsync()).ShouldNotBeNull();
        watched.Apply(Encoding.UTF8.GetBytes(message));
        return message;
    }

    private Task<LiveClient> WatchAsync(string way, ShowId show, string? after = null)
    {
        var query = "format=compact" + (after is null ? "" : $"&after={after}");
        return way == "events"
            ? LiveClient.ByEventsAsync(api.Http, show, query)
            : LiveClient.ByWebSocketAsync(api.Http, show, query: query);
    }
}
