using System.Globalization;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Usher.Testing;

namespace Usher.Tests.Http;

/// <summary>What a request may be and take: its size, its number of headers, its time. Each is a setting.</summary>
public sealed class RequestLimitTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private TestServer? _server;

    private TestServer Server => _server!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync(
        database, ("Auth:AdminKey", TestApi.AdminKey), ("Http:RequestLineBytesMax", "1024"),
        ("Http:HeaderBytesMax", "2048"), ("Http:HeadersMax", "12"), ("Http:HeaderSecondsMax", "1"),
        ("Http:KeepAliveSecondsMax", "1"), ("Http:BodyBytesMax", "1024"), ("Http:BodyBytesPerSecondMin", "1024"),
        ("Http:BodyGraceSeconds", "2"));

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    [Theory]
    [InlineData(900, 200)]
    [InlineData(1100, 414)]
    [InlineData(200_000, 414)]
    public async Task An_address_has_its_length(int chars, int status) =>
        (await HeadAsync($"GET /api/shows?x={new string('a', chars)} HTTP/1.1\r\nHost: localhost\r\n\r\n"))
            .ShouldStartWith($"HTTP/1.1 {status} ");

    [Theory]
    [InlineData(1, 1500, 200)]
    [InlineData(1, 2100, 431)]
    [InlineData(1, 200_000, 431)]
    [InlineData(11, 1, 200)]
    [InlineData(12, 1, 431)]
    public async Task Headers_have_their_length_and_their_number(int count, int chars, int status)
    {
        var headers = string.Concat(Enumerable.Range(0, count).Select(i => $"X-{i}: {new string('a', chars)}\r\n"));

        (await HeadAsync($"GET /api/shows HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n"))
            .ShouldStartWith($"HTTP/1.1 {status} ");
    }

    [Fact]
    public async Task Headers_that_do_not_come_end_the_connection()
    {
        await using var client = await OpenAsync();
        await client.SendAsync("GET /api/shows HTTP/1.1\r\nHost: loc");

        (await client.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 408 ");
        (await client.ReadToEndAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_body_that_does_not_come_is_refused_and_ends_the_connection()
    {
        await using var client = await OpenAsync();
        await client.SendAsync(
            "POST /api/bookings HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: 900\r\n\r\n{ ");

        var head = await client.ReadHeadAsync();

        head.ShouldStartWith("HTTP/1.1 400 ");
        head.ShouldContain("Connection: close");
    }

    [Fact]
    public async Task A_connection_without_a_request_is_closed()
    {
        await using var client = await OpenAsync();
        await client.AskAsync("/health/live");
        await client.ReadHeadAsync();

        // The body of that, and then nothing more.
        (await client.ReadToEndAsync()).Length.ShouldBeLessThan(100);
    }

    [Theory]
    [InlineData("/api/bookings", "application/json")]
    [InlineData("/api/bookings/00000000-0180-8c3e-9d41-5f2a6b7c8d9e/confirm", "application/json")]
    [InlineData("/shows/1/book", "application/x-www-form-urlencoded")]
    [InlineData("/bookings/states", "application/x-www-form-urlencoded")]
    [InlineData("/desk/sign-in", "application/x-www-form-urlencoded")]
    [InlineData("/api/admin/shows/1/block", "application/json")]
    public async Task A_body_has_its_length(string path, string type)
    {
        var body = new string(' ', 2000);
        await using var client = await OpenAsync();
        await client.SendAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {type}\r\nX-Api-Key: {TestApi.AdminKey}\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n{body}"));

        (await client.ReadHeadAsync()).ShouldMatch("^HTTP/1.1 (400|403|413) ");
    }

    [Fact]
    public async Task There_are_so_many_connections_at_once()
    {
        await using var server = await TestServer.StartAsync(
            database, ("Http:ConnectionsMax", "3"), ("Live:SubscribersMax", "2"));
        var clients = new List<RawClient>();
        for (var i = 0; i < 3; i++)
        {
            var client = await RawClient.OpenAsync(server.Http.BaseAddress!);
            await client.AskAsync("/health/live");
            (await client.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 200 ");
            clients.Add(client);
        }

        await using var further = await RawClient.OpenAsync(server.Http.BaseAddress!);
        (await further.ReadToEndAsync()).ShouldBeEmpty();
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }

    // Whatever is set by a number of the framework's own is not ours to explain.
    [Fact]
    public void The_server_takes_each_of_its_limits_from_a_setting()
    {
        var limits = Server.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

        (limits.MaxRequestLineSize, limits.MaxRequestHeadersTotalSize, limits.MaxRequestHeaderCount)
            .ShouldBe((1024, 2048, 12));
        (limits.RequestHeadersTimeout, limits.KeepAliveTimeout)
            .ShouldBe((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)));
        limits.MaxRequestBodySize.ShouldBe(1024);
        (limits.MinRequestBodyDataRate!.BytesPerSecond, limits.MinRequestBodyDataRate.GracePeriod)
            .ShouldBe((1024, TimeSpan.FromSeconds(2)));
        (limits.MaxConcurrentConnections, limits.MaxConcurrentUpgradedConnections).ShouldBe((20_000, 20_000));
        limits.MinResponseDataRate!.BytesPerSecond.ShouldBe(4096);
    }

    private Task<RawClient> OpenAsync() => RawClient.OpenAsync(Server.Http.BaseAddress!);

    private async Task<string> HeadAsync(string request)
    {
        await using var client = await OpenAsync();
        await client.SendAsync(request);
        return await client.ReadHeadAsync();
    }
}
