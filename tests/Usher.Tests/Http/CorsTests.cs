using System.Net;
using System.Net.WebSockets;
using Microsoft.Extensions.Options;
using Usher.Testing;
using Usher.Tests.Live;

namespace Usher.Tests.Http;

/// <summary>Which other sites' scripts may call the API.</summary>
public sealed class CorsTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string Partner = "https://www.example.com";

    private TestServer? _server;

    private HttpClient Http => _server!.Http;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync(
        database, ("Auth:AdminKey", TestApi.AdminKey), ("Http:CorsOrigins", $"{Partner}, http://localhost:3000"),
        ("RateLimits:Enabled", "true"));

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    [Theory]
    [InlineData(Partner)]
    [InlineData("http://localhost:3000")]
    public async Task A_listed_site_may_call_and_read_what_the_answer_says_beside_its_body(string origin)
    {
        var answer = await Http.GetAnswerAsync("/api/shows", ("Origin", origin));

        answer.Status.ShouldBe(HttpStatusCode.OK);
        Header(answer, "Access-Control-Allow-Origin").ShouldBe(origin);
        Header(answer, "Access-Control-Allow-Credentials").ShouldBeNull();
        Header(answer, "Access-Control-Expose-Headers").ShouldBe(
            "ETag,Location,Retry-After,WWW-Authenticate,RateLimit,RateLimit-Policy");
    }

    [Fact]
    public async Task It_reads_refusals_as_well()
    {
        foreach (var answer in (Answer[])
            [
                await Http.GetAnswerAsync("/api/shows/999999", ("Origin", Partner)),
                await Http.GetAnswerAsync("/api/nothing", ("Origin", Partner)),
                await Http.GetAnswerAsync("/api/admin/plans", ("Origin", Partner)),
                await Http.PostJsonAsync("/api/bookings", "no json", ("Origin", Partner)),
            ])
        {
            ((int)answer.Status).ShouldBeInRange(400, 499);
            Header(answer, "Access-Control-Allow-Origin").ShouldBe(Partner);
        }
    }

    [Fact]
    public async Task A_browser_is_told_beforehand_what_it_may_send()
    {
        var answer = await AskAsync("/api/bookings", Partner);

        answer.Status.ShouldBe(HttpStatusCode.NoContent);
        Header(answer, "Access-Control-Allow-Origin").ShouldBe(Partner);
        Header(answer, "Access-Control-Allow-Methods").ShouldBe("GET,HEAD,POST,PUT,PATCH,DELETE");
        Header(answer, "Access-Control-Allow-Headers")!.ShouldContain("Idempotency-Key");
        Header(answer, "Access-Control-Max-Age").ShouldBe("600");
        Header(answer, "Access-Control-Allow-Credentials").ShouldBeNull();
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://www.example.com")]
    [InlineData("https://www.example.com:8443")]
    [InlineData("https://www.example.com.evil.example")]
    [InlineData("https://evilwww.example.com")]
    [InlineData("https://example.com")]
    [InlineData("http://localhost:3001")]
    [InlineData("null")]
    public async Task No_other_site_may(string origin)
    {
        var answer = await Http.GetAnswerAsync("/api/shows", ("Origin", origin));
        var asked = await AskAsync("/api/bookings", origin);

        Header(answer, "Access-Control-Allow-Origin").ShouldBeNull();
        Header(asked, "Access-Control-Allow-Origin").ShouldBeNull();
    }

    // A browser lets a script open a WebSocket to anywhere, and says only who asks.
    [Theory]
    [InlineData(Partner, null, true)]
    [InlineData(Partner, "cross-site", true)]
    [InlineData(null, "same-origin", true)]
    [InlineData(null, null, true)]
    [InlineData("https://evil.example", null, false)]
    [InlineData("https://evil.example", "cross-site", false)]
    [InlineData("https://www.example.com.evil.example", "cross-site", false)]
    [InlineData("null", null, false)]
    [InlineData(null, "same-site", false)]
    public async Task Of_other_sites_only_a_listed_ones_scripts_watch_seats(
        string? origin, string? fetchSite, bool areLet)
    {
        var show = await _server!.CreateShowAsync();
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        foreach (var (name, value) in ((string, string?)[])[("Origin", origin), ("Sec-Fetch-Site", fetchSite)])
        {
            if (value is not null)
            {
                socket.Options.SetRequestHeader(name, value);
            }
        }

        var opening = socket.ConnectAsync(
            LiveClient.Address(Http.BaseAddress!, show.Id, "ws"), CancellationToken.None);
        if (areLet)
        {
            await opening;
        }
        else
        {
            await Should.ThrowAsync<WebSocketException>(() => opening);
        }

        socket.HttpStatusCode.ShouldBe(areLet ? HttpStatusCode.SwitchingProtocols : HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Nor_do_they_as_events()
    {
        var show = await _server!.CreateShowAsync();

        (await Http.GetAnswerAsync(
            $"/api/shows/{show.Id}/live", ("Accept", "text/event-stream"), ("Origin", "https://evil.example")))
            .ShouldBeProblem(HttpStatusCode.Forbidden, "another-site");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/desk")]
    [InlineData("/desk/sign-in")]
    [InlineData("/bookings")]
    [InlineData("/health/live")]
    public async Task Pages_and_the_desk_are_for_nobody_elses_scripts(string path)
    {
        var asked = await AskAsync(path, Partner);
        var answer = await Http.GetAnswerAsync(path, ("Origin", Partner));

        Header(answer, "Access-Control-Allow-Origin").ShouldBeNull();
        Header(asked, "Access-Control-Allow-Origin").ShouldBeNull();
    }

    [Fact]
    public async Task Without_a_list_there_is_no_header_of_the_kind()
    {
        await using var server = await TestServer.StartAsync(database);

        var answer = await server.Http.GetAnswerAsync("/api/shows", ("Origin", Partner));
        var asked = await server.Http.CallAsync(
            HttpMethod.Options, "/api/bookings", content: null, ("Origin", Partner),
            ("Access-Control-Request-Method", "POST"));

        answer.Message.Headers.ShouldNotContain(
            header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
        asked.Message.Headers.ShouldNotContain(
            header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
        asked.Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("https://*.example.com")]
    [InlineData("http://www.example.com")]
    [InlineData("https://www.example.com/")]
    [InlineData("https://www.example.com/path")]
    [InlineData("https://www.example.com:443")]
    [InlineData("https://user@www.example.com")]
    [InlineData("www.example.com")]
    [InlineData("null")]
    [InlineData("https://www.example.com, *")]
    public async Task A_list_that_anybody_could_be_on_is_refused(string origins) =>
        (await Should.ThrowAsync<OptionsValidationException>(
            () => TestServer.StartAsync(database, ("Http:CorsOrigins", origins))))
            .Failures.ShouldHaveSingleItem().ShouldStartWith($"Http__CorsOrigins is '{origins}'; it must list the ");

    private Task<Answer> AskAsync(string path, string origin) => Http.CallAsync(
        HttpMethod.Options, path, content: null, ("Origin", origin), ("Access-Control-Request-Method", "POST"),
        ("Access-Control-Request-Headers", "content-type,idempotency-key"));

    private static string? Header(Answer answer, string name) =>
        answer.Message.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;
}
