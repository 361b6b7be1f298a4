using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Usher.Api.Live;
using Usher.Testing;

namespace Usher.Tests.Live;

public sealed class LiveChannelTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Many_watchers_are_told_the_same_bytes_which_are_written_once()
    {
        await using var server = await TestServer.StartAsync(database);
        var show = await server.CreateShowAsync(seats: 3);
        var subscribers = new LiveClient[20];
        for (var i = 0; i < subscribers.Length; i++)
        {
            subscribers[i] = await (i % 2 == 0
                ? LiveClient.ByWebSocketAsync(server.Http, show.Id) : LiveClient.ByEventsAsync(server.Http, show.Id));
        }

        var snapshots = await Task.WhenAll(subscribers.Select(subscriber => subscriber.NextAsync()));
        var channel = server.Services.GetRequiredService<LiveChannels>().Find(show.Id).ShouldNotBeNull();
        channel.MessagesWritten.ShouldBe(1);
        await server.Http.BookAsync(show.Id, [2]);
        var deltas = await Task.WhenAll(subscribers.Select(subscriber => subscriber.NextAsync()));

        snapshots.Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
        deltas.Distinct(StringComparer.Ordinal).ShouldHaveSingleItem().ShouldNotBeNull().ShouldContain("[[2,\"H\",1]]");
        channel.MessagesWritten.ShouldBe(2);
        Array.ForEach(subscribers, subscriber => subscriber.Dispose());
    }

    // As browsers do it that talk to the server without a proxy in between; frames then share a connection with others.
    [Fact]
    public async Task Over_http_2_a_watcher_is_told_the_same()
    {
        await using var server = await TestServer.StartAsync(
            database, ("Kestrel:EndpointDefaults:Protocols", "Http2"),
            ("Bookings:SeatMapSecondsMax", "2"));
        var show = await TestEngine.CreateShowAsync(database.DataSources, seats: 20_000);
        using var subscriber = await LiveClient.ByWebSocketAsync(
            server.Http, show, HttpVersion.Version20);
        await subscriber.NextAsync();
        subscriber.Seats.Statuses.ShouldBe(new string('A', 20_000));

        await using var elsewhere = new TestEngine(database.DataSources);
        await elsewhere.HoldAsync(show, 2);
        await subscriber.UntilAsync(seats => seats.Statuses.StartsWith("AHA", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Changes_within_a_pace_come_together()
    {
        await using var server = await TestServer.StartAsync(database, ("Live:PaceMilliseconds", "2000"));
        var show = await server.CreateShowAsync(seats: 30);
        using var subscriber = await LiveClient.ByWebSocketAsync(server.Http, show.Id);
        await subscriber.NextAsync();

        for (var seat = 1; seat <= 30; seat++)
        {
            await server.Http.BookAsync(show.Id, [seat]);
        }

        await subscriber.UntilAsync(new string('H', 30));
        subscriber.Seats.Types.Count.ShouldBeLessThan(15);
    }

    [Fact]
    public async Task A_show_in_which_nothing_changes_has_a_heartbeat()
    {
        await using var server = await TestServer.StartAsync(database, ("Live:HeartbeatSeconds", "1"));
        var show = await server.CreateShowAsync(seats: 3);
        using var socket = await LiveClient.ByWebSocketAsync(server.Http, show.Id);
        using var events = await LiveClient.ByEventsAsync(server.Http, show.Id);

        foreach (var subscriber in new[] { socket, events })
        {
            await subscriber.UntilAsync(seats => seats.Types.Count == 3);
            subscriber.Seats.Types.ShouldBe(["snapshot", "heartbeat", "heartbeat"]);
        }
    }

    [Fact]
    public async Task A_full_channel_answers_503_with_the_time_to_wait()
    {
        await using var server = await TestServer.StartAsync(
            database, ("Live:SubscribersMax", "3"), ("Live:SubscribersPerShowMax", "2"));
        var (one, two) = (await server.CreateShowAsync(), await server.CreateShowAsync());
        using var first = await LiveClient.ByWebSocketAsync(server.Http, one.Id);
        using (var second = await LiveClient.ByEventsAsync(server.Http, one.Id))
        {
            await RefusedAsync(server, one.Id);
            using var third = await LiveClient.ByWebSocketAsync(server.Http, two.Id);
            await RefusedAsync(server, two.Id);
        }

        while (server.Services.GetRequiredService<LiveChannels>().Subscribers > 1)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }

        using var again = await LiveClient.ByWebSocketAsync(server.Http, one.Id);
        (await again.NextAsync()).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_client_that_has_all_its_places_is_told_so_and_gets_them_back()
    {
        await using var server = await TestServer.StartAsync(database, ("Live:SubscribersPerClientMax", "2"));
        var (one, two) = (await server.CreateShowAsync(), await server.CreateShowAsync());
        var channels = server.Services.GetRequiredService<LiveChannels>();
        using (var first = await LiveClient.ByWebSocketAsync(server.Http, one.Id))
        using (var second = await LiveClient.ByEventsAsync(server.Http, two.Id))
        {
            var refused = await RefusedAsync(server, two.Id);
            refused.Field("detail").ShouldContain("2 live connections");
            channels.Subscribers.ShouldBe(2);
        }

        while (channels.Subscribers > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }

        channels.Clients.ShouldBe(0);
        using var again = await LiveClient.ByWebSocketAsync(server.Http, one.Id);
        (await again.NextAsync()).ShouldNotBeNull();
    }

    [Fact]
    public async Task Who_may_come_back_makes_room_for_who_comes()
    {
        const int Seats = 150_000;
        await using var server = await TestServer.StartAsync(database, ("Live:SubscribedSeatsMax", "200000"));
        var (one, two) = (await server.CreateShowAsync(seats: Seats), await server.CreateShowAsync(seats: Seats));
        var channels = server.Services.GetRequiredService<LiveChannels>();
        using (var first = await LiveClient.ByWebSocketAsync(server.Http, one.Id))
        {
            await first.NextAsync();
            await RefusedAsync(server, two.Id);
        }

        while (channels.Subscribers > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }

        using var second = await LiveClient.ByWebSocketAsync(server.Http, two.Id);
        (await second.NextAsync()).ShouldNotBeNull();
        await RefusedAsync(server, one.Id);
    }

    [Theory]
    [InlineData("0", 2)]
    [InlineData("1", 2)]
    [InlineData("60", 1)]
    public async Task A_place_is_kept_as_long_as_the_server_is_told_to(string seconds, int snapshots)
    {
        await using var server = await TestServer.StartAsync(database, ("Live:LingerSeconds", seconds));
        var show = await server.CreateShowAsync(seats: 3);
        var seen = new CompactSeats();
        using (var lost = await LiveClient.ByWebSocketAsync(server.Http, show.Id, query: "format=compact"))
        {
            seen.Apply(Encoding.UTF8.GetBytes((await lost.NextAsync()).ShouldNotBeNull()));
        }

        await Task.Delay(TimeSpan.FromSeconds(3.5));
        using var again = await LiveClient.ByWebSocketAsync(
            server.Http, show.Id, query: $"format=compact&after={seen.Next}");
        seen.Apply(Encoding.UTF8.GetBytes((await again.NextAsync()).ShouldNotBeNull()));

        seen.Types.Count(type => type == "snapshot").ShouldBe(snapshots);
    }

    [Theory]
    [InlineData(new byte[] { 0x89, 0x80, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0x8a, 0x80, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0x81, 0x80, 0, 0, 0, 0 })]
    public async Task Who_floods_with_what_says_nothing_is_cut_off(byte[] frame)
    {
        await using var server = await TestServer.StartAsync(database);
        var show = await server.CreateShowAsync();
        using var socket = await SilentAsync(server, show.Id);
        var channels = server.Services.GetRequiredService<LiveChannels>();

        await FloodAsync(socket, channels, frame);

        channels.Subscribers.ShouldBe(0);
    }

    [Fact]
    public async Task Empty_fragments_without_end_are_cut_off_too()
    {
        await using var server = await TestServer.StartAsync(database);
        var show = await server.CreateShowAsync();
        using var socket = await SilentAsync(server, show.Id);
        var channels = server.Services.GetRequiredService<LiveChannels>();
        await socket.SendAsync(new byte[] { 0x01, 0x80, 0, 0, 0, 0 });

        await FloodAsync(socket, channels, [0x00, 0x80, 0, 0, 0, 0]);

        channels.Subscribers.ShouldBe(0);
    }

    [Fact]
    public async Task A_server_that_stops_says_goodbye_and_does_not_wait_for_the_silent()
    {
        var server = await TestServer.StartAsync(database);
        var show = await server.CreateShowAsync();
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(
            LiveClient.Address(server.Http.BaseAddress!, show.Id, "ws"), CancellationToken.None);
        using var events = await LiveClient.ByEventsAsync(server.Http, show.Id);
        using var silent = await SilentAsync(server, show.Id);
        await events.NextAsync();

        var stopping = server.DisposeAsync();
        await LiveContractTests.EndOfAsync(socket);
        socket.CloseStatus.ShouldBe(WebSocketCloseStatus.EndpointUnavailable);
        (await events.NextAsync()).ShouldBeNull();
        await stopping.AsTask().WaitAsync(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Who_does_not_read_is_given_up_and_nobody_else_waits()
    {
        await using var server = await TestServer.StartAsync(
            database, ("Live:SendSecondsMax", "1"), ("Live:SendBufferBytes", "4096"), ("Live:PaceMilliseconds", "0"),
            ("Live:DeltasKeptMax", "2"), ("Live:SnapshotMilliseconds", "0"));
        var show = await server.CreateShowAsync(seats: 50_000);
        using var silent = await SilentAsync(server, show.Id);
        using var other = await LiveClient.ByWebSocketAsync(server.Http, show.Id);
        var channels = server.Services.GetRequiredService<LiveChannels>();

        for (var seat = 1; channels.Subscribers == 2; seat++)
        {
            await server.Http.BookAsync(show.Id, [seat]);
            await other.UntilAsync(seats => seats.Statuses.Length >= seat && seats.Statuses[seat - 1] == 'H');
        }

        channels.Subscribers.ShouldBe(1);
    }

    [Fact]
    public async Task Who_falls_behind_goes_on_from_a_snapshot()
    {
        await using var server = await TestServer.StartAsync(
            database, ("Live:SendBufferBytes", "4096"), ("Live:PaceMilliseconds", "0"), ("Live:DeltasKeptMax", "2"));
        var show = await server.CreateShowAsync(seats: 50_000);
        using var slow = await LiveClient.ByWebSocketAsync(server.Http, show.Id);
        using var quick = await LiveClient.ByEventsAsync(server.Http, show.Id);
        await quick.NextAsync();

        // The slow one has not even read the first snapshot when all of this happens.
        for (var seat = 1; seat <= 20; seat++)
        {
            await server.Http.BookAsync(show.Id, [seat]);
            await quick.UntilAsync(seats => seats.Statuses[seat - 1] == 'H');
        }

        await slow.UntilAsync(seats => seats.Statuses.StartsWith(new string('H', 20), StringComparison.Ordinal));
        slow.Seats.Types.Count(type => type == "snapshot").ShouldBe(2);
        slow.Seats.Types.Count(type => type == "delta").ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task What_another_process_sold_is_seen_when_the_map_is_read_again()
    {
        await using var server = await TestServer.StartAsync(database, ("Bookings:SeatMapSecondsMax", "2"));
        await using var elsewhere = new TestEngine(database.DataSources);
        var show = await server.CreateShowAsync(seats: 3);
        using var subscriber = await LiveClient.ByWebSocketAsync(server.Http, show.Id);
        await subscriber.NextAsync();

        var booking = await elsewhere.HoldAsync(show.Id, 2);
        await subscriber.UntilAsync("AHA");
        await elsewhere.ConfirmAsync(booking.Id);
        await subscriber.UntilAsync("ABA");

        subscriber.Seats.Versions.ShouldBe([0, 2, 0]);
    }

    private static async Task FloodAsync(Socket socket, LiveChannels channels, byte[] frame)
    {
        try
        {
            while (channels.Subscribers > 0)
            {
                await socket.SendAsync(frame);
            }
        }
        catch (SocketException)
        {
            while (channels.Subscribers > 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10));
            }
        }
    }

    private static async Task<Answer> RefusedAsync(TestServer server, ShowId show)
    {
        var answer = await server.Http.GetAnswerAsync($"/api/shows/{show}/live", ("Accept", "text/event-stream"));
        answer.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "audience-full");
        answer.Message.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1));
        return answer;
    }

    // Opens a WebSocket by hand and never reads.
    private static async Task<Socket> SilentAsync(TestServer server, ShowId show)
    {
        var address = server.Http.BaseAddress!;
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            ReceiveBufferSize = 4096,
        };
        await socket.ConnectAsync(address.Host, address.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET /api/shows/{show}/live HTTP/1.1\r\nHost: {address.Authority}\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        var channels = server.Services.GetRequiredService<LiveChannels>();
        while (channels.Find(show) is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }

        return socket;
    }
}
