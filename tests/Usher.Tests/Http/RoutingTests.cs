using System.Net;
using Usher.Testing;

namespace Usher.Tests.Http;

public sealed class RoutingTests(TestApi api) : IClassFixture<TestApi>
{
    private HttpClient Http => api.Http;

    [Theory]
    [InlineData("/api")]
    [InlineData("/api/")]
    [InlineData("/api/nothing")]
    [InlineData("/api/shows/1/nothing")]
    [InlineData("/api/bookings/00000000-0000-8000-8000-000000000000/refund")]
    [InlineData("/nothing")]
    public async Task An_unknown_address_is_a_problem_too(string path)
    {
        (await Http.GetAnswerAsync(path)).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-route");
        (await Http.PostJsonAsync(path, "{}")).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-route");
    }

    [Theory]
    [InlineData("GET", "/api/bookings", "POST")]
    [InlineData("DELETE", "/api/bookings/00000000-0000-8000-8000-000000000000", "GET, HEAD")]
    [InlineData("PUT", "/api/shows", "GET, HEAD")]
    [InlineData("TRACE", "/api/shows", "GET, HEAD")]
    [InlineData("GET", "/api/admin/shows/1/prices", "PUT")]
    public async Task A_wrong_method_is_told_which_ones_there_are(string method, string path, string allowed)
    {
        var answer = await Http.CallAsync(new HttpMethod(method), path, content: null);

        answer.ShouldBeProblem(HttpStatusCode.MethodNotAllowed, "method-not-allowed")
            .Field("detail").ShouldContain(allowed);
        answer.Message.Content.Headers.Allow.ShouldBe(allowed.Split(", "));
    }

    [Fact]
    public async Task HEAD_answers_what_GET_does_without_its_body()
    {
        var show = await api.Server.CreateShowAsync();
        foreach (var path in new[] { "/health/ready", $"/api/shows/{show.Id}", $"/api/shows/{show.Id}/seats" })
        {
            var get = await Http.GetAnswerAsync(path);
            var head = await Http.CallAsync(HttpMethod.Head, path, content: null);
            (head.Status, head.Text).ShouldBe((HttpStatusCode.OK, ""), path);
            (head.ContentType, head.Message.Headers.ETag).ShouldBe((get.ContentType, get.Message.Headers.ETag), path);
        }
    }

    [Fact]
    public async Task Every_problem_type_answers_with_its_meaning()
    {
        var document = (await Http.GetAnswerAsync("/openapi/v1.json")).Json;
        var names = document.GetProperty("paths").GetProperty("/problems/{name}").GetProperty("get")
            .GetProperty("parameters")[0].GetProperty("schema").GetProperty("enum").EnumerateArray()
            .Select(name => name.GetString()).ToArray();

        names.ShouldNotBeEmpty();
        foreach (var name in names)
        {
            var answer = await Http.GetAnswerAsync("/problems/" + name);
            answer.Status.ShouldBe(HttpStatusCode.OK);
            answer.Field("type").ShouldBe("/problems/" + name);
            answer.Field("explanation").ShouldNotBeEmpty();
        }

        (await Http.GetAnswerAsync("/problems/none")).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-problem");
    }

    [Fact]
    public async Task The_interactive_page_is_served_from_here_alone()
    {
        var page = await Http.GetAnswerAsync("/docs/index.html");
        var script = await Http.GetAnswerAsync("/docs/index.js");

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.ContentType.ShouldStartWith("text/html");
        page.Text.ShouldNotContain("https://");
        script.Text.ShouldContain("/openapi/v1.json");
        (await Http.GetAnswerAsync("/docs/swagger-ui-bundle.js")).Status.ShouldBe(HttpStatusCode.OK);
        (await Http.GetAnswerAsync("/docs")).Status.ShouldBe(HttpStatusCode.MovedPermanently);
    }

    [Fact]
    public async Task No_answer_names_the_server_software() =>
        (await Http.GetAnswerAsync("/health/live")).Message.Headers.Server.ShouldBeEmpty();

    [Fact]
    public async Task Headers_beyond_the_limit_are_refused()
    {
        var answer = await Http.GetAnswerAsync("/", ("X-Padding", new string('x', 17 * 1024)));

        answer.Status.ShouldBe(HttpStatusCode.RequestHeaderFieldsTooLarge);
    }
}
