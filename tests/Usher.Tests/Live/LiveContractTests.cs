using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Usher.Api.Live;
using Usher.Testing;

namespace Usher.Tests.Live;

public sealed class LiveContractTests(TestApi api) : IClassFixture<TestApi>
{
    private TestServer Server => api.Server;

    [Theory]
    [InlineData("websocket")]
    [InlineData("events")]
    public async Task A_watcher_sees_a_snapshot_and_then_every_change(string way)
    {
        var show = await Server.CreateShowAsync(seats: 4);
        await api.Http.BookAsync(show.Id, [1]);
        using var subscriber = await WatchAsync(way, show.Id);

        (await subscriber.NextAsync()).ShouldNotBeNull().ShouldMatch(
            """^\{"type":"snapshot","as_of":"[^"]+Z","seats":\[\[1,"H",1\],\[2,"A",0\],\[3,"A",0\],\[4,"A",0\]\]\}$""");
        var booking = (await api.Http.BookAsync(show.Id, [2, 3])).Field("booking_id");
        (await subscriber.NextAsync()).ShouldNotBeNull().ShouldMatch(
            """^\{"type":"delta","as_of":"[^"]+Z","seats":\[\[2,"H",1\],\[3,"H",1\]\]\}$""");
        await api.Http.PostNothingAsync($"/api/bookings/{booking}/confirm");
        await subscriber.UntilAsync("HBBA");
        subscriber.Seats.Versions.ShouldBe([1, 2, 2, 0]);
        var other = (await api.Http.BookAsync(show.Id, [4])).Field("booking_id");
        await subscriber.UntilAsync("HBBH");
        await api.Http.PostNothingAsync($"/api/bookings/{other}/cancel");
        await subscriber.UntilAsync("HBBA");
        subscriber.Seats.Versions.ShouldBe([1, 2, 2, 2]);
    }

    [Fact]
    public async Task After_a_lost_connection_a_fresh_snapshot_comes_first()
    {
        var show = await Server.CreateShowAsync(seats: 3);
        using (var lost = await WatchAsync("websocket", show.Id))
        {
            await lost.NextAsync();
            await api.Http.BookAsync(show.Id, [1]);
            await lost.UntilAsync("HAA");
        }

        await api.Http.BookAsync(show.Id, [3]);
        using var again = await WatchAsync("websocket", show.Id);

        await again.UntilAsync("HAH");
        again.Seats.Types[0].ShouldBe("snapshot");
    }

    [Fact]
    public async Task An_expired_hold_is_seen()
    {
        var show = await Server.CreateShowAsync(seats: 2, holdSeconds: 1);
        using var subscriber = await WatchAsync("websocket", show.Id);
        var booking = await api.Http.BookAsync(show.Id, [2]);
        await subscriber.UntilAsync("AH");

        var id = new BookingId(booking.Json.GetProperty("booking_id").GetGuid());
        while (await Server.Bookings.ExpireAsync(id, Actor.Sweep, CancellationToken.None)
            is not Engine.Selling.ExpireOutcome.Expired)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        await subscriber.UntilAsync("AA");
    }

    [Fact]
    public async Task When_the_last_watcher_has_gone_nothing_of_the_audience_is_left()
    {
        var show = await Server.CreateShowAsync();
        var channels = Server.Services.GetRequiredService<LiveChannels>();
        using (var one = await WatchAsync("websocket", show.Id))
        using (var two = await WatchAsync("events", show.Id))
        {
            await one.NextAsync();
            await two.NextAsync();
            channels.Find(show.Id).ShouldNotBeNull();
        }

        while (channels.Find(show.Id) is not null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }

    [Fact]
    public async Task Watching_a_show_that_does_not_exist_is_404()
    {
        (await api.Http.GetAnswerAsync("/api/shows/123456789/live", ("Accept", "text/event-stream")))
            .ShouldBeProblem(HttpStatusCode.NotFound, "no-such-show");
        (await api.Http.GetAnswerAsync("/api/shows/one/live")).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-show");

        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        await Should.ThrowAsync<WebSocketException>(() => socket.ConnectAsync(
            LiveClient.Address(api.Http.BaseAddress!, new ShowId(123456789), "ws"), CancellationToken.None));
        socket.HttpStatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("*/*")]
    [InlineData("application/json")]
    public async Task Who_only_fetches_it_is_told_how_to_watch(string accept)
    {
        var show = await Server.CreateShowAsync();

        var answer = await api.Http.GetAnswerAsync($"/api/shows/{show.Id}/live", ("Accept", accept));

        answer.ShouldBeProblem(HttpStatusCode.UpgradeRequired, "upgrade-required");
        answer.Message.Headers.Upgrade.Select(product => product.Name).ShouldBe(["websocket"]);
    }

    [Fact]
    public async Task A_goodbye_is_answered_and_idle_talk_ends_the_visit()
    {
        var show = await Server.CreateShowAsync();
        using var polite = await ConnectAsync(show.Id);
        await polite.CloseAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
        polite.CloseStatus.ShouldBe(WebSocketCloseStatus.NormalClosure);

        using var talkative = await ConnectAsync(show.Id);
        var talk = Encoding.UTF8.GetBytes(new string('a', 5000));
        await talkative.SendAsync(talk, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        await EndOfAsync(talkative);
        talkative.CloseStatus.ShouldBe(WebSocketCloseStatus.PolicyViolation);
    }

    private async Task<ClientWebSocket> ConnectAsync(ShowId show)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(LiveClient.Address(api.Http.BaseAddress!, show, "ws"), CancellationToken.None);
        return socket;
    }

    internal static async Task EndOfAsync(ClientWebSocket socket)
    {
        var buffer = new byte[4096];
        while ((await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None)).MessageType
            != WebSocketMessageType.Close)
        {
        }
    }

    private Task<LiveClient> WatchAsync(string way, ShowId show) => way == "events"
        ? LiveClient.ByEventsAsync(api.Http, show) : LiveClient.ByWebSocketAsync(api.Http, show);
}
