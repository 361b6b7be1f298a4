using System.Net;
using Npgsql;
using Usher.Engine.Database;
using Usher.Testing;

namespace Usher.Tests.Pages;

public sealed class ProblemPageTests(TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task A_person_gets_a_page_where_a_program_gets_a_problem()
    {
        (await api.Http.GetPageAsync("/nothing")).ShouldBePage(HttpStatusCode.NotFound)
            .Text.ShouldContain("Page not found");
        (await api.Http.GetAnswerAsync("/nothing")).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-route");
        (await api.Http.GetPageAsync("/api/nothing")).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-route");
    }

    [Fact]
    public async Task While_the_database_is_away_pages_say_so_and_try_again_by_themselves()
    {
        await using var nowhere = NpgsqlDataSource.Create(
            $"Host={Path.Combine(Path.GetTempPath(), "no-such-socket")};Username=nobody;Timeout=1");
        await using var server = await TestServer.StartAsync(
            new DataSources(nowhere, nowhere, TestKeys.Ring), "Development", EngineClock.Database,
            ("Bookings:BatchAttemptsMax", "1"));

        var page = await server.Http.GetPageAsync("/shows/7?seats=1,2");
        var form = await server.Http.PostFormAsync("/shows/7/book", [("key", "k"), ("seat", "1")]);

        page.ShouldBePage(HttpStatusCode.ServiceUnavailable);
        form.ShouldBePage(HttpStatusCode.ServiceUnavailable);
        page.Text.ShouldContain("We cannot reach our booking records right now");
        page.Message.Headers.RetryAfter.ShouldNotBeNull();
        page.Message.Headers.GetValues("Refresh").ShouldBe(["5; url=/shows/7?seats=1,2"]);
    }

    [Fact]
    public async Task A_way_back_never_leads_to_another_site() =>
        (await api.Http.GetPageAsync($"{api.Http.BaseAddress}/elsewhere.example/%0d%0aSet-Cookie:x")).Text
            .ShouldNotContain("href=\"//elsewhere.example");
}
