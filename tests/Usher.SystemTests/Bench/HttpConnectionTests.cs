using System.Text;
using Usher.Bench.Http;
using Usher.Bench.Settings;

namespace Usher.SystemTests.Bench;

public sealed class HttpConnectionTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task One_connection_carries_one_request_after_the_other()
    {
        using var server = new ScriptedServer(
            Ok, "HTTP/1.1 409 Conflict\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nno\r\n0\r\n\r\n");
        var target = await server.TargetAsync();
        using var connection = new HttpConnection(target, Patience);
        var requests = new RequestWriter(target);

        var first = await connection.SendAsync(requests.Get("/one"));
        first.Status.ShouldBe(200);
        Encoding.ASCII.GetString(first.Body.Span).ShouldBe("ok");
        var second = await connection.SendAsync(requests.Get("/two"));
        second.Status.ShouldBe(409);
        Encoding.ASCII.GetString(second.Body.Span).ShouldBe("no");
        connection.Reconnects.ShouldBe(0);
    }

    [Fact]
    public async Task It_connects_again_after_the_server_closed_and_counts_that()
    {
        using var server = new ScriptedServer("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", Ok);
        var target = await server.TargetAsync();
        using var connection = new HttpConnection(target, Patience);

        (await connection.SendAsync(new RequestWriter(target).Get("/"))).Status.ShouldBe(200);
        (await connection.SendAsync(new RequestWriter(target).Get("/"))).Status.ShouldBe(200);
        connection.Reconnects.ShouldBe(1);
    }

    [Theory]
    [InlineData(ScriptedServer.HangUp, HttpFailure.Broken)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: close\r\n\r\nhalf", HttpFailure.Broken)]
    [InlineData("220 mail.example.com ESMTP\r\n\r\n", HttpFailure.Malformed)]
    public async Task A_request_without_a_whole_reply_is_not_repeated_and_the_next_one_goes_through(
        string reply, object failure)
    {
        using var server = new ScriptedServer(reply, Ok);
        var target = await server.TargetAsync();
        using var connection = new HttpConnection(target, Patience);

        (await connection.SendAsync(new RequestWriter(target).Get("/first"))).Failure.ShouldBe(failure);
        (await connection.SendAsync(new RequestWriter(target).Get("/second"))).Status.ShouldBe(200);
        server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_reply_that_does_not_come_is_given_up_after_the_time_out()
    {
        using var server = new ScriptedServer(ScriptedServer.Silence, Ok);
        var target = await server.TargetAsync();
        using var connection = new HttpConnection(target, TimeSpan.FromMilliseconds(200));

        (await connection.SendAsync(new RequestWriter(target).Get("/"))).Failure.ShouldBe(HttpFailure.TimedOut);
    }

    [Fact]
    public async Task A_server_that_went_away_was_never_asked()
    {
        var server = new ScriptedServer();
        var target = await server.TargetAsync();
        server.Dispose();
        using var connection = new HttpConnection(target, Patience);

        (await connection.SendAsync(new RequestWriter(target).Get("/"))).Failure.ShouldBe(HttpFailure.NotConnected);
    }

    [Fact]
    public async Task Requests_are_written_as_the_contract_says()
    {
        using var server = new ScriptedServer(Ok, Ok, Ok);
        var target = await server.TargetAsync();
        using var connection = new HttpConnection(target, Patience);
        var requests = new RequestWriter(target, adminKey: "secret");
        var id = Guid.Parse("00000000-0180-8000-8000-000000000001");

        await connection.SendAsync(requests.Book(7, 12, [5, 6]));
        await connection.SendAsync(requests.Confirm(id));
        await connection.SendAsync(requests.Get("/api/shows/7/seats"));

        var host = $"HTTP/1.1\r\nHost: {new Uri(server.Url).Authority}\r\nX-Api-Key: secret\r\n";
        const string Body = """{"show_id":7,"user_email":"buyer12@example.com","seat_numbers":[5,6]}""";
        server.Requests.ShouldBe(
        [
            $"POST /api/bookings {host}Content-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n{Body}",
            $"POST /api/bookings/{id}/confirm {host}Content-Length: 0\r\n\r\n",
            $"GET /api/shows/7/seats {host}\r\n",
        ]);
    }

    [Fact]
    public async Task A_booking_of_the_most_seats_fits_into_a_request()
    {
        using var server = new ScriptedServer(Ok);
        var target = await server.TargetAsync();
        int[] seats = [.. Enumerable.Range(199_901, RequestWriter.SeatsMax)];

        var request = Encoding.ASCII.GetString(new RequestWriter(target).Book((1L << 40) - 1, 10_000, seats).Span);

        request.ShouldEndWith($"[{string.Join(',', seats)}]}}");
    }

    [Fact]
    public async Task Each_request_has_a_key_of_its_own_where_keys_are_sent()
    {
        using var server = new ScriptedServer(Ok);
        var requests = new RequestWriter(await server.TargetAsync(), sendKeys: true);

        string[] keys = [.. Enumerable.Range(0, 2).Select(_ => Encoding.ASCII.GetString(requests.Book(7, 12, [5]).Span)
            .Split("\r\n").Single(line => line.StartsWith("Idempotency-Key: ", StringComparison.Ordinal)))];

        keys[0].ShouldNotBe(keys[1]);
    }

    [Theory]
    [InlineData("localhost:8080")]
    [InlineData("https://localhost")]
    [InlineData("http://localhost/api")]
    [InlineData("")]
    public async Task An_address_that_cannot_be_a_servers_is_refused_by_name(string url) =>
        (await Should.ThrowAsync<BenchException>(() => HttpTarget.FindAsync(url, Patience, CancellationToken.None)))
            .Message.ShouldStartWith("--url: ");

    [Fact]
    public async Task A_server_that_is_not_there_is_named_with_the_remedy()
    {
        string url;
        using (var server = new ScriptedServer())
        {
            url = server.Url;
        }

        (await Should.ThrowAsync<BenchException>(() => HttpTarget.FindAsync(url, Patience, CancellationToken.None)))
            .Message.ShouldBe(
                $"Nothing is listening at {url}. Start the server with ./run, or use another with --url.");
    }
}
