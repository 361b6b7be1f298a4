using System.Net;
using System.Text;
using Usher.BoxOffice.Permissions;
using Usher.Testing;

namespace Usher.Tests.Organizations;

public sealed class OrganizationContractTests(TestApi api) : IClassFixture<TestApi>
{
    private const string Path = "/api/admin/organizations";

    private static readonly (string, string) Operator = ("X-Api-Key", TestApi.AdminKey);

    [Fact]
    public async Task A_name_that_is_no_text_is_refused_by_its_field()
    {
        foreach (var name in (string[])["1.5", "null", "[]", "\"\""])
        {
            (await api.Http.PostJsonAsync(
                "/api/admin/organizations", $$"""{ "slug": "no-text", "name": {{name}}, "host": null }""",
                ("X-Api-Key", TestApi.AdminKey))).Json.GetProperty("errors").TryGetProperty("name", out _)
                .ShouldBeTrue(name);
        }
    }

    [Fact]
    public async Task An_operator_makes_lists_and_changes_organizations()
    {
        var made = await PostAsync("""
            { "slug": "harbour", "name": " Harbour Cinema ", "time_zone": "Europe/London", "currency": "GBP" }
            """);

        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
        made.Message.Headers.Location!.ToString().ShouldBe($"{Path}/harbour");
        (made.Field("name"), made.Field("status"), made.Field("time_zone"))
            .ShouldBe(("Harbour Cinema", "ACTIVE", "Europe/London"));
        (await api.Http.GetAnswerAsync($"{Path}/harbour", Operator)).Text.ShouldBe(made.Text);
        (await api.Http.GetAnswerAsync(Path, Operator)).Json.GetProperty("organizations").EnumerateArray()
            .Select(one => one.GetProperty("slug").GetString()).ShouldContain("harbour");

        var changed = await PatchAsync(
            "harbour",
            """{ "name": "Harbour", "time_zone": null, "light_colour": "#7a1f5c", "status": "SUSPENDED" }""");

        changed.Status.ShouldBe(HttpStatusCode.OK, changed.Text);
        (changed.Field("name"), changed.Field("time_zone"), changed.Field("currency"), changed.Field("light_colour"))
            .ShouldBe(("Harbour", "", "GBP", "#7a1f5c"));
        (changed.Field("status"), changed.Field("suspended_at")).ShouldNotBe(("ACTIVE", ""));
        (await PatchAsync("harbour", """{ "status": "ACTIVE" }""")).Field("suspended_at").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{ "name": "No slug" }""", "slug")]
    [InlineData("""{ "slug": "no-name" }""", "name")]
    [InlineData("""{ "slug": "-ends", "name": "A" }""", "slug")]
    [InlineData("""{ "slug": "Capital", "name": "A" }""", "slug")]
    [InlineData("""{ "slug": "default", "name": "A" }""", "slug")]
    [InlineData("""{ "slug": "a-name", "name": "\u202e" }""", "name")]
    [InlineData("""{ "slug": "a-zone", "name": "A", "time_zone": "Mars/Olympus" }""", "time_zone")]
    [InlineData("""{ "slug": "a-currency", "name": "A", "currency": "ZZZ" }""", "currency")]
    [InlineData("""{ "slug": "a-host", "name": "A", "host": "localhost" }""", "host")]
    [InlineData("""{ "slug": "a-port", "name": "A", "host": "a.example.com:80" }""", "host")]
    [InlineData("""{ "slug": "a-number", "name": "A", "host": "127.0.0.1" }""", "host")]
    [InlineData("""{ "slug": "too-light", "name": "A", "light_colour": "#ffd166" }""", "light_colour")]
    [InlineData("""{ "slug": "too-dark", "name": "A", "dark_colour": "#7a1f5c" }""", "dark_colour")]
    [InlineData("""{ "slug": "no-colour", "name": "A", "light_colour": "red" }""", "light_colour")]
    public async Task What_is_wrong_is_named_and_nothing_is_made(string body, string field)
    {
        var before = (await api.Http.GetAnswerAsync(Path, Operator)).Text;

        (await PostAsync(body)).ShouldBeProblem(HttpStatusCode.BadRequest, "validation").Errors(field)
            .ShouldHaveSingleItem();

        (await api.Http.GetAnswerAsync(Path, Operator)).Text.ShouldBe(before);
    }

    [Fact]
    public async Task A_host_is_one_organizations_only()
    {
        await PostAsync("""{ "slug": "first-host", "name": "A", "host": "one.example.com" }""");
        await PostAsync("""{ "slug": "second-host", "name": "B" }""");

        (await PatchAsync("second-host", """{ "host": "one.example.com" }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation").Errors("host").ShouldHaveSingleItem();
        (await PatchAsync("first-host", """{ "host": "one.example.com", "name": "C" }""")).Field("name").ShouldBe("C");
    }

    [Fact]
    public async Task The_same_key_makes_one_and_an_unknown_slug_is_told()
    {
        (string, string)[] headers = [Operator, ("Idempotency-Key", "one-organization")];
        const string body = """{ "slug": "once-only", "name": "Once" }""";

        var first = await api.Http.PostJsonAsync(Path, body, headers);
        var again = await api.Http.PostJsonAsync(Path, body, headers);

        (first.Status, again.Status, again.Text).ShouldBe((HttpStatusCode.Created, HttpStatusCode.Created, first.Text));
        (await PatchAsync("nowhere", "{}")).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-organization");
        (await api.Http.GetAnswerAsync($"{Path}/nowhere", Operator))
            .ShouldBeProblem(HttpStatusCode.NotFound, "no-such-organization");
    }

    [Fact]
    public async Task Two_that_are_made_at_once_under_one_slug_are_one()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            PostAsync("""{ "slug": "raced", "name": "Raced" }""")));

        answers.Count(answer => answer.Status == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(answer => answer.Status == HttpStatusCode.BadRequest).ShouldBe(7);
    }

    [Fact]
    public async Task Nobody_of_a_suspended_organization_changes_anything_and_nothing_new_of_it_is_sold()
    {
        var organization = await api.Server.MakeOrganizationAsync();
        var key = await api.Server.KeyOfAsync(organization);
        var show = await organization.AsTenantAsync(() => api.Server.CreateShowAsync());
        var held = (await api.Http.BookAsync(show.Id, [1])).Field("booking_id");
        var sold = (await api.Http.BookAsync(show.Id, [2])).Field("booking_id");
        await api.Http.PostNothingAsync($"/api/bookings/{sold}/confirm");

        var form = await api.Http.FormAsync(show.Id, 3);

        await api.Server.SuspendAsync(organization);

        (await api.Http.BookAsync(show.Id, [3])).ShouldBeProblem(HttpStatusCode.Forbidden, "organization-suspended");
        (await api.Http.PostFormAsync($"/shows/{show.Id}/book", form)).ShouldBePage(HttpStatusCode.Forbidden)
            .Text.ShouldContain("The organizer is not selling at present");
        (await api.Http.GetPageAsync($"/shows/{show.Id}")).ShouldBePage(HttpStatusCode.Forbidden);
        (await api.Http.GetPageAsync(organization.Path)).ShouldBePage(HttpStatusCode.Forbidden);
        (await api.Http.PostNothingAsync($"/api/bookings/{held}/extend")).Status.ShouldBe(HttpStatusCode.Conflict);
        (await api.Http.GetAnswerAsync($"/api/bookings/{sold}")).Field("status").ShouldBe("CONFIRMED");
        (await api.Http.GetPageAsync($"/bookings/{sold}")).ShouldBePage(HttpStatusCode.OK);
        (await api.Http.PostNothingAsync($"/api/bookings/{held}/confirm")).Field("status").ShouldBe("CONFIRMED");
        (await api.Http.GetAnswerAsync("/api/shows?limit=100")).Text.ShouldNotContain($"\"{organization.Slug}\"");
        (await api.Http.GetAnswerAsync("/api/admin/shows", key)).Text.ShouldContain($"\"{organization.Slug}\"");
        (await api.Http.CallAsync(
            HttpMethod.Patch, $"/api/admin/shows/{show.Id}",
            new StringContent("""{ "name": "Other" }""", Encoding.UTF8, "application/json"), key))
            .ShouldBeProblem(HttpStatusCode.Forbidden, "organization-suspended");

        await api.Server.SuspendAsync(organization, isSuspended: false);

        (await api.Http.BookAsync(show.Id, [3])).Status.ShouldBe(HttpStatusCode.Created);
        (await api.Http.GetPageAsync($"/shows/{show.Id}")).ShouldBePage(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_organizations_address_has_its_shows_its_name_and_its_colours_and_keeps_its_buyers()
    {
        var organization = await api.Server.MakeOrganizationAsync(terms: new("Lantern Hall")
        {
            Host = "lantern.example.com",
            DarkColour = "#f0a6d8",
        });
        var own = await organization.AsTenantAsync(() => api.Server.CreateShowAsync(name: "Lantern play"));
        var other = await api.Server.CreateShowAsync(name: "Elsewhere play");

        foreach (var (path, headers) in ((string, (string, string)[])[])
            [("", [("Host", "lantern.example.com")]), (organization.Path, [])])
        {
            var list = (await api.Http.GetPageAsync(path + "/", headers)).ShouldBePage(HttpStatusCode.OK).Text;
            list.ShouldContain("Lantern play");
            list.ShouldNotContain("Elsewhere play");
            list.ShouldContain("· Lantern Hall</title>");
            list.ShouldContain($"href=\"{path}/shows/{own.Id}\"");
            list.ShouldContain($"href=\"{path}/colours.css\"");
            (await api.Http.GetAnswerAsync(path + "/colours.css", headers)).Text.ShouldContain("--action: #f0a6d8");
            (await api.Http.GetAnswerAsync(path + "/api/shows?limit=100", headers)).Json.GetProperty("shows")
                .EnumerateArray().Select(show => show.GetProperty("organization").GetString()).Distinct()
                .ShouldBe([organization.Slug]);
            (await api.Http.GetPageAsync($"{path}/shows/{other.Id}", headers)).ShouldBePage(HttpStatusCode.NotFound);
            var booked = await api.Http.PostFormAsync(
                $"{path}/shows/{own.Id}/book", await api.Http.FormAsync(own.Id, path.Length == 0 ? 1 : 2), headers);
            var hold = booked.ShouldRedirect();
            hold.ShouldStartWith($"{path}/bookings/");
            var page = (await api.Http.GetPageAsync(hold, headers)).ShouldBePage(HttpStatusCode.OK).Text;
            page.ShouldContain($"formaction=\"{hold}/extend\"");
            page.Contains($"data-base=\"{organization.Path}\"", StringComparison.Ordinal).ShouldBe(path.Length > 0);
            new Uri((await api.Http.PostJsonAsync(
                $"{path}/api{hold[path.Length..]}/confirm", """{ "user_email": "asha@example.com" }""", headers))
                .Field("ticket_url")).AbsolutePath.ShouldBe(hold);
        }

        (await api.Http.GetPageAsync("/")).Text.ShouldNotContain("Lantern Hall");
        (await api.Http.GetAnswerAsync("/colours.css")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await api.Http.GetAnswerAsync("/api/shows?limit=100")).Text.ShouldContain("Lantern play");
        (await api.Http.GetAnswerAsync($"/api/shows?organization={organization.Slug}")).Text
            .ShouldNotContain("Elsewhere play");
        (await api.Http.GetAnswerAsync("/api/shows?organization=nowhere"))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation").Errors("organization").ShouldHaveSingleItem();
        (await api.Http.GetPageAsync("/o/nowhere")).ShouldBePage(HttpStatusCode.NotFound);
        (await api.Http.GetPageAsync(organization.Path + "/desk")).ShouldBePage(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_new_show_that_names_no_time_zone_has_its_organizations()
    {
        var organization = await api.Server.MakeOrganizationAsync(terms: new("Zoned") { TimeZone = "Asia/Kolkata" });

        var show = await api.Http.PostJsonAsync(
            "/api/admin/shows", """{ "name": "Zoned", "start_time": "2999-01-01T00:00:00Z", "total_seats": 2 }""",
            await api.Server.KeyOfAsync(organization, Role.Admin));

        (show.Field("time_zone"), show.Field("organization")).ShouldBe(("Asia/Kolkata", organization.Slug));
    }

    private Task<Answer> PostAsync(string body) => api.Http.PostJsonAsync(Path, body, Operator);

    private Task<Answer> PatchAsync(string slug, string body) => api.Http.CallAsync(
        HttpMethod.Patch, $"{Path}/{slug}", new StringContent(body, Encoding.UTF8, "application/json"), Operator);
}
