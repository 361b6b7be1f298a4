using System.Net;
using System.Text;
using Usher.Testing;

namespace Usher.Tests.Shows;

/// <summary>The time zone of a show's venue, as the API has it: its times stay UTC.</summary>
public sealed class ShowTimeZoneTests(TestApi api) : IClassFixture<TestApi>
{
    private static readonly (string, string) Key = ("X-Api-Key", TestApi.AdminKey);

    [Fact]
    public async Task A_show_has_the_time_zone_that_it_was_given_until_it_is_given_another()
    {
        var created = await CreateAsync(api.Http, """, "time_zone": "Europe/Berlin" """);
        var id = created.Field("id");

        created.Status.ShouldBe(HttpStatusCode.Created);
        (created.Field("start_time"), created.Field("time_zone")).ShouldBe(("2999-01-01T20:00:00Z", "Europe/Berlin"));
        (await api.Http.GetAnswerAsync($"/api/shows/{id}")).Field("time_zone").ShouldBe("Europe/Berlin");
        (await api.Http.GetAnswerAsync($"/api/admin/shows/{id}", Key)).Field("time_zone").ShouldBe("Europe/Berlin");
        (await PatchAsync(id, """{ "name": "Only once" }""")).Field("time_zone").ShouldBe("Europe/Berlin");
        (await api.Http.GetAnswerAsync("/api/shows?q=Only+once")).Json.GetProperty("shows")[0]
            .GetProperty("time_zone").GetString().ShouldBe("Europe/Berlin");
        var moved = await PatchAsync(id, """{ "time_zone": "Asia/Calcutta" }""");
        (moved.Field("start_time"), moved.Field("time_zone")).ShouldBe(("2999-01-01T20:00:00Z", "Asia/Kolkata"));
        (await PatchAsync(id, """{ "time_zone": null }""")).Field("time_zone").ShouldBe("UTC");
    }

    [Fact]
    public async Task A_show_that_says_nothing_has_the_servers()
    {
        var silent = await CreateAsync(api.Http, "");
        await using var server = await TestServer.StartAsync(
            api.Database, ("Auth:AdminKey", TestApi.AdminKey), ("Shows:TimeZone", "Asia/Kolkata"));

        (await CreateAsync(server.Http, "")).Field("time_zone").ShouldBe("Asia/Kolkata");
        var address = $"/api/shows/{silent.Field("id")}";
        (await server.Http.GetAnswerAsync(address)).Field("time_zone").ShouldBe("Asia/Kolkata");
        (await api.Http.GetAnswerAsync(address)).Field("time_zone").ShouldBe("UTC");
    }

    [Theory]
    [InlineData("\"Berlin\"")]
    [InlineData("\"UTC+2\"")]
    [InlineData("\"\"")]
    public async Task A_zone_that_nobody_knows_is_refused(string zone)
    {
        const string Problem = "must be a time zone such as Europe/Berlin (a name of the IANA database)";
        var created = await CreateAsync(api.Http, "");

        (await CreateAsync(api.Http, $$""", "time_zone": {{zone}} """))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation").Errors("time_zone").ShouldBe([Problem]);
        (await PatchAsync(created.Field("id"), $$"""{ "time_zone": {{zone}} }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation").Errors("time_zone").ShouldBe([Problem]);
    }

    [Fact]
    public async Task Refusals_tell_times_on_the_clock_of_the_venue()
    {
        var show = await api.Server.CreateShowAsync(
            opensAt: new DateTime(2998, 7, 1, 8, 0, 0, DateTimeKind.Utc), timeZone: "Europe/Berlin");
        var closed = (await api.Http.BookAsync(show.Id, [1])).ShouldBeProblem(
            HttpStatusCode.UnprocessableEntity, "sales-not-open");
        closed.Field("detail").ShouldBe("Sales open on Sunday 1 July 2998, 10:00 Europe/Berlin.");
        closed.Field("sales_open_at").ShouldBe("2998-07-01T08:00:00Z");

        var over = await api.Server.CreateShowAsync(
            startsAt: new DateTime(2020, 6, 1, 17, 30, 0, DateTimeKind.Utc), timeZone: "Europe/Berlin");
        (await api.Http.BookAsync(over.Id, [1])).Field("message")
            .ShouldBe("Booking has ended. Start of the show: Monday 1 June 2020, 19:30 Europe/Berlin.");
    }

    private static Task<Answer> CreateAsync(HttpClient http, string more) => http.PostJsonAsync(
        "/api/admin/shows",
        $$"""{ "name": "Zoned", "start_time": "2999-01-01T20:00:00Z", "total_seats": 2 {{more}} }""", Key);

    private Task<Answer> PatchAsync(string id, string json) => api.Http.CallAsync(
        HttpMethod.Patch, $"/api/admin/shows/{id}", new StringContent(json, Encoding.UTF8, "application/json"), Key);
}
