using System.Net;
using System.Text;
using Usher.Engine.SeatingPlans.Formats;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.Tests.Shows;

/// <summary>What organisers change of a show that exists.</summary>
public sealed class ShowChangeContractTests(TestApi api) : IClassFixture<TestApi>
{
    private static readonly (string, string) Key = ("X-Api-Key", TestApi.AdminKey);

    [Fact]
    public async Task Fields_that_are_sent_change_and_the_others_stay()
    {
        var show = await api.Server.CreateShowAsync(seats: 5, holdSeconds: 77);

        var changed = await PatchAsync(show.Id, """
            {
              "name": " Matinee ", "start_time": "2999-05-01T14:00:00+02:00", "seats_per_booking_max": 2,
              "no_orphans": true, "sales_open_at": "2000-01-01T00:00:00Z"
            }
            """);

        changed.Status.ShouldBe(HttpStatusCode.OK, changed.Text);
        (changed.Field("name"), changed.Field("start_time"), changed.Field("no_orphans"), changed.Field("total_seats"))
            .ShouldBe(("Matinee", "2999-05-01T12:00:00Z", "True", "5"));
        (await api.Http.GetAnswerAsync($"/api/admin/shows/{show.Id}", Key)).Text.ShouldBe(changed.Text);
        (await FindAsync(show.Id)).HoldSeconds.ShouldBe(77);
        // This process sells by the new terms at once.
        (await api.Http.BookAsync(show.Id, [1, 2, 3])).ShouldBeProblem(HttpStatusCode.BadRequest, "validation");
    }

    [Fact]
    public async Task Null_is_what_a_new_show_without_the_field_has()
    {
        var show = await api.Server.CreateShowAsync(
            holdSeconds: 77, opensAt: DateTime.UnixEpoch, extensionAllowed: false);
        await PatchAsync(
            show.Id, """{ "seats_per_booking_max": 2, "seats_per_person_max": 2, "no_orphans": true }""");

        (await PatchAsync(show.Id, """
            {
              "hold_seconds": null, "sales_open_at": null, "seats_per_booking_max": null, "no_orphans": null,
              "extension_allowed": null, "seats_per_person_max": null
            }
            """)).Status.ShouldBe(HttpStatusCode.OK);

        var now = await FindAsync(show.Id);
        (now.HoldSeconds, now.SalesOpenAt, now.SeatsPerBookingMax, now.NoOrphans, now.ExtensionAllowed)
            .ShouldBe((null, null, 100, false, true));
        now.SeatsPerPersonMax.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{ "name": null }""", "name", "is required")]
    [InlineData("""{ "name": " " }""", "name", "1 to 200")]
    [InlineData("""{ "start_time": "soon" }""", "start_time", "RFC 3339")]
    [InlineData("""{ "sales_open_at": "2999-03-14T19:30:00Z" }""", "sales_open_at", "before the show begins")]
    [InlineData("""{ "hold_seconds": 0 }""", "hold_seconds", "from 1 to 86400")]
    [InlineData("""{ "seats_per_booking_max": 101 }""", "seats_per_booking_max", "from 1 to 100")]
    [InlineData("""{ "seats_per_person_max": 0 }""", "seats_per_person_max", "from 1 to 100")]
    [InlineData("""{ "seats_per_person_max": 101 }""", "seats_per_person_max", "from 1 to 100")]
    [InlineData("""{ "no_orphans": "yes" }""", "no_orphans", "true or false")]
    [InlineData("""{ "prices": [] }""", "prices", "PUT /api/admin/shows/{id}/prices")]
    [InlineData("""{ "name": "B", "currency": "EUR" }""", "currency", "PUT /api/admin/shows/{id}/prices")]
    [InlineData("""{ "total_seats": 7 }""", "total_seats", "PUT /api/admin/shows/{id}/plan")]
    [InlineData("""{ "plan_id": null }""", "plan_id", "PUT /api/admin/shows/{id}/plan")]
    [InlineData("""{ "plan_version": 2 }""", "plan_version", "PUT /api/admin/shows/{id}/plan")]
    [InlineData("""{ "seating_plan": { "zones": [] } }""", "seating_plan", "PUT /api/admin/shows/{id}/plan")]
    [InlineData("""{ "sale_mode": "QUEUED" }""", "sale_mode", "not supported yet")]
    [InlineData("""{ "name": "\u202E" }""", "name", "U+202E")]
    [InlineData("""{ "name": "\u200B" }""", "name", "at least one visible character")]
    [InlineData("""{ "name": "Gala\uFEFF" }""", "name", "U+FEFF")]
    public async Task A_wrong_field_is_named_with_its_remedy_and_nothing_changes(
        string body, string field, string remedy)
    {
        var show = await api.Server.CreateShowAsync();

        (await PatchAsync(show.Id, body)).ShouldBeProblem(HttpStatusCode.BadRequest, "validation")
            .Errors(field).ShouldHaveSingleItem().ShouldContain(remedy);

        (await FindAsync(show.Id)).ShouldBe(show);
    }

    [Fact]
    public async Task Whatever_is_written_can_be_read_back()
    {
        var plan = (await api.Http.PostJsonAsync("/api/admin/plans", Plan(3), Key)).Field("id");
        var created = await api.Http.PostJsonAsync("/api/admin/shows", $$"""
            {
              "name": "Read back", "start_time": "2999-01-01T20:00:00Z", "plan_id": {{plan}}, "hold_seconds": 77,
              "seats_per_booking_max": 3, "seats_per_person_max": 4, "extension_allowed": false, "no_orphans": true
            }
            """, Key);
        created.Status.ShouldBe(HttpStatusCode.Created, created.Text);

        var read = await api.Http.GetAnswerAsync($"/api/admin/shows/{created.Field("id")}", Key);

        read.Status.ShouldBe(HttpStatusCode.OK);
        read.Text.ShouldBe(created.Text);
        (read.Field("hold_seconds"), read.Field("seats_per_booking_max"), read.Field("extension_allowed"),
            read.Field("no_orphans"), read.Field("plan_id"), read.Field("plan_version"))
            .ShouldBe(("77", "3", "False", "True", plan, "1"));
        read.Field("seats_per_person_max").ShouldBe("4");
        var page = await api.Http.GetAnswerAsync("/api/admin/shows?q=Read%20back&limit=200", Key);
        page.Fields.ShouldBe(["shows", "next"]);
        page.Json.GetProperty("shows").EnumerateArray().ShouldHaveSingleItem().GetRawText().ShouldBe(created.Text);
        (await api.Http.GetAnswerAsync("/api/admin/shows?limit=201", Key))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation").Errors("limit").ShouldHaveSingleItem();
        (await api.Http.GetAnswerAsync("/api/admin/shows/999999999", Key))
            .ShouldBeProblem(HttpStatusCode.NotFound, "no-such-show");
        foreach (var path in new[] { "/api/admin/shows", "/api/admin/shows/1" })
        {
            (await api.Http.GetAnswerAsync(path)).ShouldBeProblem(HttpStatusCode.Unauthorized, "admin-key-required");
        }
    }

    // It was given before anything was asked of names.
    [Fact]
    public async Task A_show_whose_name_nobody_can_read_is_changed_like_any_other()
    {
        var show = await api.Server.CreateShowAsync();
        await using (var rename = api.Database.DataSource.CreateCommand(
            $"update shows set name = U&'\\200B' where id = {show.Id}"))
        {
            await rename.ExecuteNonQueryAsync();
        }

        (await PatchAsync(show.Id, """{ "seats_per_booking_max": 2 }""")).Status.ShouldBe(HttpStatusCode.OK);

        (await FindAsync(show.Id)).SeatsPerBookingMax.ShouldBe(2);
    }

    [Fact]
    public async Task A_version_is_named_without_its_plan_and_a_new_show_without_a_version()
    {
        var show = await api.Server.CreateShowAsync();

        (await PutAsync(show.Id, "plan", """{ "version": 1, "plan_id": 1 }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation").Errors("plan_id").ShouldHaveSingleItem();
        (await api.Http.PostJsonAsync("/api/admin/shows", """
            { "name": "A", "start_time": "2999-01-01T20:00:00Z", "total_seats": 5, "plan_version": 2 }
            """, Key)).ShouldBeProblem(HttpStatusCode.BadRequest, "validation").Errors("plan_version")
            .ShouldHaveSingleItem().ShouldContain("latest version");
    }

    [Fact]
    public async Task Prices_change_for_those_who_come_later_and_the_currency_stays_once_it_is_in_use()
    {
        var show = await api.Server.CreateShowAsync(seats: 5);

        var priced = await PutAsync(show.Id, "prices", """
            { "currency": "EUR", "prices": [{ "category": "Seat", "amount": 450 }] }
            """);

        priced.Status.ShouldBe(HttpStatusCode.OK, priced.Text);
        priced.Field("prices").ShouldBe("""[{"category":"Seat","amount":450}]""");
        (await api.Http.BookAsync(show.Id, [1])).Field("amount").ShouldBe("450");
        (await PutAsync(show.Id, "prices", """
            { "currency": "GBP", "prices": [{ "category": "Seat", "amount": 1 }] }
            """)).ShouldBeProblem(HttpStatusCode.Conflict, "currency-stays").Field("detail").ShouldContain("EUR");
        (await PutAsync(show.Id, "prices", """{ "prices": [{ "category": "Seat", "amount": 1 }] }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation").Errors("currency").ShouldHaveSingleItem();
        (await PutAsync(show.Id, "prices", """{ "prices": 7 }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation").Errors("prices").ShouldHaveSingleItem();
        (await PutAsync(show.Id, "prices", "{}"))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation").Errors("prices").ShouldBe(["is required"]);
    }

    [Fact]
    public async Task A_show_moves_to_another_version_of_its_plan_unless_seats_are_in_the_way()
    {
        var plan = (await api.Http.PostJsonAsync("/api/admin/plans", Plan(3), Key)).Field("id");
        var show = (await api.Http.PostJsonAsync("/api/admin/shows", $$"""
            { "name": "A trip", "start_time": "2999-01-01T20:00:00Z", "plan_id": {{plan}} }
            """, Key)).Json;
        show.GetProperty("total_seats").GetInt32().ShouldBe(12);
        var id = new ShowId(show.GetProperty("id").GetInt64());
        await api.Http.PostJsonAsync($"/api/admin/plans/{plan}/versions", Plan(5), Key);
        await api.Http.PostJsonAsync($"/api/admin/plans/{plan}/versions", Plan(1), Key);

        (await PutAsync(id, "plan", """{ "version": 2 }""")).Field("total_seats").ShouldBe("20");
        await api.Http.BookAsync(id, [20]);

        (await PutAsync(id, "plan", """{ "version": 3 }"""))
            .ShouldBeProblem(HttpStatusCode.Conflict, "plan-does-not-fit").Field("detail").ShouldContain("booked");
        (await PutAsync(id, "plan", """{ "version": 9 }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation").Errors("version").ShouldHaveSingleItem();
        (await PutAsync((await api.Server.CreateShowAsync()).Id, "plan", """{ "version": 1 }"""))
            .ShouldBeProblem(HttpStatusCode.Conflict, "plan-does-not-fit")
            .Field("detail").ShouldContain("no seating plan");
    }

    [Theory]
    [InlineData("999999")]
    [InlineData("nothing")]
    public async Task A_show_that_is_not_there_is_404(string id)
    {
        (await CallAsync(HttpMethod.Patch, $"/api/admin/shows/{id}", "{}"))
            .ShouldBeProblem(HttpStatusCode.NotFound, "no-such-show");
        (await CallAsync(HttpMethod.Put, $"/api/admin/shows/{id}/prices", """{ "prices": [] }"""))
            .ShouldBeProblem(HttpStatusCode.NotFound, "no-such-show");
        (await CallAsync(HttpMethod.Put, $"/api/admin/shows/{id}/plan", """{ "version": 1 }"""))
            .ShouldBeProblem(HttpStatusCode.NotFound, "no-such-show");
    }

    [Fact]
    public async Task Nobody_without_the_key_changes_anything()
    {
        var show = await api.Server.CreateShowAsync();
        foreach (var (method, path) in new[]
        {
            (HttpMethod.Patch, ""), (HttpMethod.Put, "/prices"), (HttpMethod.Put, "/plan"),
        })
        {
            (await api.Http.CallAsync(method, $"/api/admin/shows/{show.Id}{path}", Json("{}")))
                .ShouldBeProblem(HttpStatusCode.Unauthorized, "admin-key-required");
        }
    }

    [Fact]
    public async Task What_lies_behind_or_opens_too_late_is_no_new_show()
    {
        (await api.Http.PostJsonAsync("/api/admin/shows", """
            { "name": "A", "start_time": "2001-01-01T20:00:00Z", "total_seats": 3 }
            """, Key)).ShouldBeProblem(HttpStatusCode.BadRequest, "validation")
            .Errors("start_time").ShouldBe(["must be in the future"]);
        (await api.Http.PostJsonAsync("/api/admin/shows", """
            {
              "name": "", "start_time": "2999-01-01T20:00:00Z", "total_seats": "x",
              "sales_open_at": "2999-01-01T20:00:00Z"
            }
            """, Key)).ShouldBeProblem(HttpStatusCode.BadRequest, "validation")
            .Json.GetProperty("errors").EnumerateObject().Select(error => error.Name)
            .ShouldBe(["name", "total_seats", "sales_open_at"], ignoreOrder: true);
        (await api.Http.PostJsonAsync("/api/admin/shows", """
            { "name": "A", "start_time": "2999-01-01T20:00:00Z", "plan_id": 999999 }
            """, Key)).ShouldBeProblem(HttpStatusCode.BadRequest, "validation")
            .Errors("plan_id").ShouldHaveSingleItem().ShouldContain("GET /api/admin/plans");
    }

    private static string Plan(int rows) =>
        Encoding.UTF8.GetString(PlanJson.Write(BusPlan.Create("Coach", rows, "Seat")));

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    private Task<Answer> PatchAsync(ShowId id, string json) =>
        CallAsync(HttpMethod.Patch, $"/api/admin/shows/{id}", json);

    private Task<Answer> PutAsync(ShowId id, string what, string json) =>
        CallAsync(HttpMethod.Put, $"/api/admin/shows/{id}/{what}", json);

    private Task<Answer> CallAsync(HttpMethod method, string path, string json) =>
        api.Http.CallAsync(method, path, Json(json), Key);

    private async Task<Show> FindAsync(ShowId id) =>
        (await api.Server.Data.ShowQueries().FindAsync(id, default))!.Show with { Prices = [] };
}
