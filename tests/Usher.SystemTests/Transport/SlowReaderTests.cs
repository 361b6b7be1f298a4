using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Usher.Http.Transport;
using Usher.Testing;

namespace Usher.SystemTests.Transport;

/// <summary>Clients that ask for large answers and are slow to take them, on a server in this process.</summary>
public sealed partial class SlowReaderTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const int Readers = 300;
    private const int Seats = 40_000;
    private const double KibibytesOfAReader = 60;

    private static readonly (string Key, string Value)[] Impatience =
    [
        ("Http:SendBytesPerSecondMin", "32768"), ("Http:SendGraceSeconds", "2"), ("Live:SendSecondsMax", "2"),
        ("Live:SubscribersPerClientMax", "0"),
    ];

    [Theory]
    [InlineData("seats", "", "true")]
    [InlineData("seats", "", "false")]
    [InlineData("seats", "Accept-Encoding: gzip\r\n", "true")]
    [InlineData("plan", "", "true")]
    [InlineData("live", "Accept: text/event-stream\r\n", "true")]
    [InlineData("live", "Accept: text/event-stream\r\n", "false")]
    [InlineData("live", WebSocket, "true")]
    public async Task Many_that_read_nothing_share_the_bytes_and_are_cut_off(string what, string headers, string direct)
    {
        await using var server = await TestServer.StartAsync(
            database, [.. Impatience, ("Http:DirectSend", direct)]);
        var show = await TestEngine.CreateShowAsync(database.DataSources, Seats);
        var path = $"/api/shows/{show}/{what}";
        // What is made once is there before, and stays as long as somebody wants it.
        await using var first = await RawClient.OpenAsync(server.Http.BaseAddress!);
        await first.AskAsync(path, headers);
        await first.ReadAsync(100_000);

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var readers = new RawClient[Readers];
        try
        {
            for (var i = 0; i < Readers; i++)
            {
                readers[i] = await RawClient.OpenAsync(server.Http.BaseAddress!, takesLittle: true);
                await readers[i].AskAsync(path, headers);
            }

            // All have their answer's head, so all wait for the rest of it.
            await Task.WhenAll(readers.Select(reader => reader.ReadHeadAsync()));
            var held = await LeastMemoryAsync() - before;
            (held / 1024.0 / Readers).ShouldBeLessThan(KibibytesOfAReader);

            await Task.WhenAll(readers.Select(reader => reader.UntilCutOffAsync()));
        }
        finally
        {
            await Task.WhenAll(readers.OfType<RawClient>().Select(async reader => await reader.DisposeAsync()));
        }

        server.Services.GetRequiredService<HeldBytes>().IsAnybodyFull.ShouldBeFalse();
    }

    // Whatever else the process does at one moment is gone at the next; what waits for clients is not. It takes a
    // fraction of the time after which they are cut off.
    private static async Task<long> LeastMemoryAsync()
    {
        var least = long.MaxValue;
        for (var i = 0; i < 3; i++)
        {
            least = Math.Min(least, GC.GetTotalMemory(forceFullCollection: true));
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }

        return least;
    }

    // 400 kbit/s, for longer than a client that takes nothing is borne with.
    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task A_phone_gets_its_map_whole_however_long_it_takes(string direct)
    {
        await using var server = await TestServer.StartAsync(
            database, [.. Impatience, ("Http:DirectSend", direct), ("Http:UnsentBytesMax", "16384")]);
        var show = await TestEngine.CreateShowAsync(database.DataSources, Seats / 10);
        await using var phone = await RawClient.OpenAsync(server.Http.BaseAddress!, takesLittle: true);
        await phone.AskAsync($"/api/shows/{show}/seats");

        var head = await phone.ReadHeadAsync();
        var body = await phone.ReadAsync(LengthOf(head), bytesPerSecond: 50_000);

        body[^2..].ShouldBe("]}"u8.ToArray());
        body.Length.ShouldBeGreaterThan(6 * SendWindow.Bytes);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Who_takes_much_at_once_and_then_nothing_is_cut_off_all_the_same(string direct)
    {
        await using var server = await TestServer.StartAsync(
            database, [.. Impatience, ("Http:DirectSend", direct)]);
        var show = await TestEngine.CreateShowAsync(database.DataSources, Seats);
        await using var client = await RawClient.OpenAsync(server.Http.BaseAddress!, takesLittle: true);
        await client.AskAsync($"/api/shows/{show}/seats");
        var length = LengthOf(await client.ReadHeadAsync());

        await client.ReadAsync(length / 2);
        await client.UntilCutOffAsync();
    }

    [Fact]
    public async Task Who_holds_too_many_different_maps_is_refused_more_and_nobody_else_is_bothered()
    {
        await using var server = await TestServer.StartAsync(
            database, ("Http:HeldBytesPerClientMax", "1000000"), ("Http:UnsentBytesMax", "16384"));
        var show = await TestEngine.CreateShowAsync(database.DataSources, Seats);
        var held = server.Services.GetRequiredService<HeldBytes>();
        // The client reads the document of the API first, which is large too.
        (await server.Http.GetAnswerAsync($"/api/shows/{show}")).Status.ShouldBe(HttpStatusCode.OK);
        await using (var slow = await RawClient.OpenAsync(server.Http.BaseAddress!, takesLittle: true))
        {
            await slow.AskAsync($"/api/shows/{show}/seats");
            while (!held.IsAnybodyFull)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), TestContext.Current.CancellationToken);
            }

            held.IsFull(ClientAddress.Of(IPAddress.Parse("192.0.2.1"))).ShouldBeFalse();
            var refused = await server.Http.GetAnswerAsync($"/api/shows/{show}/plan");
            refused.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "overloaded");
            refused.Message.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1));
            var watching = await server.Http.GetAnswerAsync(
                $"/api/shows/{show}/live", ("Accept", "text/event-stream"));
            watching.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "audience-full");
            (await server.Http.BookAsync(show, [1])).Status.ShouldBe(HttpStatusCode.Created, "it may still buy");
        }

        while (held.IsAnybodyFull)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TestContext.Current.CancellationToken);
        }

        (await server.Http.GetAnswerAsync($"/api/shows/{show}/plan")).Status.ShouldBe(HttpStatusCode.OK);
    }

    private const string WebSocket = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    [GeneratedRegex("Content-Length: ([0-9]+)")]
    private static partial Regex ContentLength();

    private static int LengthOf(string head) =>
        int.Parse(ContentLength().Match(head).Groups[1].Value, CultureInfo.InvariantCulture);
}
