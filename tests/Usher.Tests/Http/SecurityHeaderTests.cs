using System.Net;
using Usher.Testing;

namespace Usher.Tests.Http;

public sealed class SecurityHeaderTests(TestApi api) : IClassFixture<TestApi>
{
    private const string Bare = "default-src 'none'; frame-ancestors 'none'";

    private HttpClient Http => api.Http;

    [Fact]
    public async Task Every_endpoint_says_what_its_answer_is_and_that_nobody_frames_it()
    {
        var show = await api.Server.CreateShowAsync();
        var booking = (await Http.BookAsync(show.Id, [1])).Field("booking_id")!;
        var requests = RouteWalk.Of(api.Server, show.Id, booking);

        foreach (var (method, path) in requests)
        {
            foreach (var (accept, key) in ((string, string)[])
                [("text/html", TestApi.AdminKey), ("application/json", TestApi.AdminKey), ("text/html", "")])
            {
                (string, string)[] headers = key.Length > 0 ? [("X-Api-Key", key)] : [];
                ShouldBeSafe(
                    await Http.CallAsync(method, path, content: null, [("Accept", accept), .. headers]),
                    $"{method} {path} as {accept}");
            }
        }

        requests.Count.ShouldBeGreaterThan(90);
    }

    [Theory]
    [InlineData("GET", "/nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "/assets/nothing.js", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/api/shows", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/api/shows/1/live", HttpStatusCode.UpgradeRequired)]
    [InlineData("GET", "/health/live", HttpStatusCode.OK)]
    [InlineData("GET", "/openapi/v1.json", HttpStatusCode.OK)]
    public async Task So_does_what_is_no_page(string method, string path, HttpStatusCode status)
    {
        var answer = await Http.CallAsync(new HttpMethod(method), path, content: null, ("Accept", "application/json"));

        answer.Status.ShouldBe(status);
        ShouldBeSafe(answer, path).ShouldBe(Bare);
    }

    [Theory]
    [InlineData("/docs/index.html")]
    [InlineData("/docs/index.js")]
    [InlineData("/docs/swagger-ui.css")]
    [InlineData("/docs/swagger-ui-bundle.js")]
    public async Task The_viewer_of_the_API_may_run_what_it_brings_and_nothing_else(string path)
    {
        var answer = await Http.GetAnswerAsync(path);

        answer.Status.ShouldBe(HttpStatusCode.OK);
        var policy = ShouldBeSafe(answer, path);
        policy.ShouldContain("script-src 'self';");
        policy.ShouldContain("connect-src 'self';");
    }

    [Fact]
    public async Task An_answer_that_fails_has_them_as_well()
    {
        await using var database = new TestDatabase(api.Postgres);
        await database.InitializeAsync();
        await using var server = await TestServer.StartAsync(database);
        await using var command = database.DataSource.CreateCommand("alter table shows rename to elsewhere");
        await command.ExecuteNonQueryAsync();

        var answer = await server.Http.GetAnswerAsync("/api/shows");

        answer.Status.ShouldBe(HttpStatusCode.InternalServerError);
        ShouldBeSafe(answer, "a defect").ShouldBe(Bare);
    }

    private static string ShouldBeSafe(Answer answer, string where)
    {
        var headers = answer.Message.Headers;
        headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"], where);
        var isApi = answer.Message.RequestMessage!.RequestUri!.AbsolutePath
            .StartsWith("/api/", StringComparison.Ordinal);
        foreach (var name in (string[])["Referrer-Policy", "Cross-Origin-Resource-Policy"])
        {
            var values = headers.TryGetValues(name, out var found) ? found.Single() : null;
            values.ShouldBe(isApi ? null : "same-origin", $"{name} of {where}");
        }

        headers.Contains("Strict-Transport-Security").ShouldBeFalse(where);
        headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse(where);
        if (answer.ContentType?.StartsWith("text/html", StringComparison.Ordinal) is true)
        {
            headers.GetValues("Cross-Origin-Opener-Policy").ShouldBe(["same-origin"], where);
            headers.GetValues("Permissions-Policy").ShouldHaveSingleItem(where).ShouldContain("camera=()");
        }

        var policy = headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem(where);
        policy.ShouldStartWith("default-src 'none'; ", Case.Sensitive, where);
        policy.ShouldEndWith("frame-ancestors 'none'", Case.Sensitive, where);
        return policy;
    }
}
