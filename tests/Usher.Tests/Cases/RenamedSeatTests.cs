using System.Net;
using Microsoft.Extensions.Options;
using Usher.Engine.Audit;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Shows;
using Usher.Server.Cli;
using Usher.Testing;

namespace Usher.Tests.Cases;

/// <summary>Whoever has "seats 1 and 2" does not find "seats 4 and 5" on the ticket, unless somebody accepted it.
/// </summary>
public sealed class RenamedSeatTests(TestApi api) : IClassFixture<TestApi>
{
    private const string Accept = """{ "version": 2, "accept_renamed_seats": true }""";

    private const string Before = """["Parkett, Row 1, seat 1","Parkett, Row 1, seat 2"]""";
    private const string After = """["Parkett, Row 1, seat 5","Parkett, Row 1, seat 4"]""";

    private static readonly (string, string) Key = ("X-Api-Key", TestApi.AdminKey);

    [Fact]
    public async Task Seats_that_somebody_has_are_listed_and_the_show_stays_where_it_is()
    {
        var show = await CreateAsync();
        await BuyAsync(show, 1, 2);
        await api.Http.BookAsync(show, [4]);
        await api.Http.PostJsonAsync($"/api/admin/shows/{show}/block", """{ "seat_numbers": [5] }""", Key);

        var refused = (await PutAsync(show, """{ "version": 2 }"""))
            .ShouldBeProblem(HttpStatusCode.Conflict, "seats-renamed");

        refused.Json.GetProperty("renamed_seats").EnumerateArray().Select(seat => (
            seat.GetProperty("seat_number").GetInt32(), seat.GetProperty("before").GetString(),
            seat.GetProperty("after").GetString())).ShouldBe(
        [
            (1, "Parkett, Row 1, seat 1", "Parkett, Row 1, seat 5"),
            (2, "Parkett, Row 1, seat 2", "Parkett, Row 1, seat 4"),
            (4, "Parkett, Row 1, seat 4", "Parkett, Row 1, seat 2"),
            (5, "Parkett, Row 1, seat 5", "Parkett, Row 1, seat 1"),
        ]);
        refused.Field("detail").ShouldBe(
            "In version 2, 4 seats that are sold, held or blocked have different names than on their tickets. To move "
            + "the show anyway, send accept_renamed_seats: true.");
        (await VersionAsync(show)).ShouldBe(1);
        (await ChangesAsync(show)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Accepted_it_moves_and_is_kept_in_the_log_and_the_audit()
    {
        var show = await CreateAsync();
        await BuyAsync(show, 1, 2);

        (await PutAsync(show, Accept)).Status.ShouldBe(HttpStatusCode.OK);

        (await VersionAsync(show)).ShouldBe(2);
        var change = (await ChangesAsync(show)).ShouldHaveSingleItem();
        (change.Actor, change.FromVersion, change.ToVersion).ShouldBe(("desk", 1, 2));
        change.Renamed.ShouldBe(
        [
            new RenamedSeat(1, "Parkett, Row 1, seat 1", "Parkett, Row 1, seat 5"),
            new RenamedSeat(2, "Parkett, Row 1, seat 2", "Parkett, Row 1, seat 4"),
        ]);
        var report = await new DatabaseAudit(
            api.Database.DataSources, Options.Create(new SweepOptions()), Options.Create(new AuditOptions()))
            .RunAsync(starting: null, default);
        report.IsClean.ShouldBeTrue();
        report.Renamings.Where(renaming => renaming.ShowId == show.Value).ShouldHaveSingleItem().Seats.ShouldBe(2);
        AuditText.Of(report).ShouldContain($"show {show}: the change from version 1 to version 2 of its plan "
            + "renamed 2 seats that were sold, held or blocked; accepted on ");
        AuditText.Of(report).ShouldContain(" UTC (Staff)");

        // Repeated it changes nothing, and back again the names are others once more.
        (await PutAsync(show, Accept)).Status.ShouldBe(HttpStatusCode.OK);
        (await ChangesAsync(show)).Length.ShouldBe(1);
        (await PutAsync(show, """{ "version": 1 }""")).ShouldBeProblem(HttpStatusCode.Conflict, "seats-renamed");
    }

    [Fact]
    public async Task The_audit_log_tells_it_among_what_was_done_to_bookings()
    {
        var show = await CreateAsync();
        await BuyAsync(show, 1, 2);
        (await PutAsync(show, Accept)).Status.ShouldBe(HttpStatusCode.OK);
        (await api.Http.BookAsync(show, [3])).Status.ShouldBe(HttpStatusCode.Created);

        var log = await AuditAsync(show, "");

        log.GetProperty("events").EnumerateArray().Select(step => step.GetProperty("to_status").GetString())
            .ShouldBe(["PENDING", "CONFIRMED", "PENDING"]);
        var change = log.GetProperty("show_changes").EnumerateArray().ShouldHaveSingleItem();
        var at = change.GetProperty("at").GetRawText();
        change.GetRawText().ShouldBe($$"""
            {"show_id":{{show}},"at":{{at}},"actor":"desk","kind":"PLAN_VERSION","from_version":1,"to_version":2,
            "renamed_seat_count":2,"renamed_seats":[
            {"seat_number":1,"before":"Parkett, Row 1, seat 1","after":"Parkett, Row 1, seat 5"},
            {"seat_number":2,"before":"Parkett, Row 1, seat 2","after":"Parkett, Row 1, seat 4"}]}
            """.ReplaceLineEndings(""));

        // One by one, in the order in which they happened, and each once.
        (await PutAsync(show, """{ "version": 1, "accept_renamed_seats": true }""")).Status.ShouldBe(HttpStatusCode.OK);
        var told = new List<string>();
        for (string? after = ""; after is not null;)
        {
            var page = await AuditAsync(show, $"&limit=1{after}");
            told.AddRange(page.GetProperty("events").EnumerateArray()
                .Select(step => step.GetProperty("to_status").GetString()!));
            told.AddRange(page.GetProperty("show_changes").EnumerateArray()
                .Select(move => $"to {move.GetProperty("to_version")}"));
            after = page.GetProperty("next").GetString() is { } next ? $"&after={next}" : null;
        }

        told.ShouldBe(["to 1", "PENDING", "to 2", "CONFIRMED", "PENDING"]);
        (await AuditAsync(await CreateAsync(), "")).GetProperty("show_changes").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Seats_that_nobody_has_or_that_keep_their_names_need_no_word()
    {
        var show = await CreateAsync();
        // Seat 3 is called seat 3 in both; somebody had seat 1 once.
        await BuyAsync(show, 3);
        var held = (await api.Http.BookAsync(show, [1])).Field("booking_id");
        await api.Http.PostNothingAsync($"/api/bookings/{held}/cancel");

        (await PutAsync(show, """{ "version": 2 }""")).Status.ShouldBe(HttpStatusCode.OK);

        (await ChangesAsync(show)).ShouldHaveSingleItem().Renamed.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"yes\"")]
    [InlineData("1")]
    public async Task Only_true_accepts(string value)
    {
        var show = await CreateAsync();

        (await PutAsync(show, $$"""{ "version": 2, "accept_renamed_seats": {{value}} }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation").Errors("accept_renamed_seats")
            .ShouldHaveSingleItem();
    }

    [Fact]
    public async Task At_the_desk_they_are_listed_and_asked_about_and_what_was_not_seen_is_asked_again()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var show = await CreateAsync();
        var booking = await BuyAsync(show, 1, 2);
        var plan = $"/desk/shows/{show}/plan";

        var asked = await organiser.PostAsync(plan, ("version", "2"), ("shown-version", "1"));
        asked.ShouldBePage(HttpStatusCode.Conflict);
        asked.Text.ShouldContain("<td>Parkett, Row 1, seat 1</td><td>Parkett, Row 1, seat 5</td>");
        asked.Text.ShouldContain("<td>Parkett, Row 1, seat 2</td><td>Parkett, Row 1, seat 4</td>");
        asked.Text.ShouldNotContain("seat 3");
        var accepted = asked.Text.Split("name=\"accepted\" value=\"")[1].Split('"')[0];

        // Meanwhile somebody has bought one more of them.
        await BuyAsync(show, 4);
        var again = await organiser.PostAsync(plan, ("version", "2"), ("shown-version", "1"), ("accepted", accepted));
        again.ShouldBePage(HttpStatusCode.Conflict);
        again.Text.ShouldContain("<td>Parkett, Row 1, seat 4</td><td>Parkett, Row 1, seat 2</td>");
        accepted = again.Text.Split("name=\"accepted\" value=\"")[1].Split('"')[0];

        (await organiser.PostAsync(plan, ("version", "2"), ("shown-version", "1"), ("accepted", accepted)))
            .ShouldRedirect();

        var history = (await organiser.OpenAsync(plan)).Text;
        history.ShouldContain("Changed from version 1 to version 2");
        history.ShouldContain("Renamed 3 seats that were sold, held or blocked");
        history.Split("Changed from version")[1].Split("</li>")[0].ShouldMatch(" data-local=\"[^\"]+\">");
        var steps = (await organiser.OpenAsync($"/desk/bookings/{booking}")).Text.Split("History</h2>")[1];
        steps.ShouldContain("Parkett, Row 1, seat 1 is now Parkett, Row 1, seat 5");
        // All of them on one clock.
        steps.Split("<time").Length.ShouldBe(steps.Split(" data-local=").Length);
    }

    [Fact]
    public async Task What_ended_before_keeps_the_names_that_it_had_wherever_it_is_told()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var show = await CreateAsync();
        var cancelled = await BuyAsync(show, 1, 2);
        (await CancelAsync(cancelled)).ShouldBe(Before);
        (await PutAsync(show, Accept)).Status.ShouldBe(HttpStatusCode.OK);
        var sold = await BuyAsync(show, 1, 2);

        (await PageAsync($"/bookings/{cancelled}")).ShouldContain("Row 1, seats 1 and 2");
        (await PageAsync($"/bookings/{cancelled}")).ShouldNotContain("seats 4 and 5");
        (await PageAsync($"/bookings/{sold}")).ShouldContain("Row 1, seats 4 and 5");
        (await api.Http.GetPageAsync($"/bookings/{cancelled}/show.ics")).Text
            .Replace("\r\n ", "", StringComparison.Ordinal).ShouldContain("seats 1 and 2");
        var ids = $$"""{ "ids": ["{{cancelled}}", "{{sold}}"] }""";
        var states = (await api.Http.PostJsonAsync("/bookings/states", ids)).Json.GetProperty("bookings")
            .EnumerateArray().ToDictionary(
                state => state.GetProperty("id").GetString()!, state => state.GetProperty("seats").GetString());
        (states[cancelled], states[sold]).ShouldBe(("1/1, 1/2", "1/4, 1/5"));

        (await organiser.OpenAsync($"/desk/bookings/{cancelled}")).Text.ShouldContain("Parkett, 1/1, 1/2");
        foreach (var path in new[] { $"/desk/bookings?show={show}", $"/desk/shows/{show}" })
        {
            var list = (await organiser.OpenAsync(path)).Text;
            list.ShouldContain("Parkett, 1/1, 1/2");
            list.ShouldContain("Parkett, 1/4, 1/5");
        }

        var table = (await organiser.Http.GetPageAsync($"/desk/bookings.csv?show={show}")).Text.Split("\r\n");
        table.Single(row => row.Contains(cancelled, StringComparison.Ordinal))
            .ShouldContain("Parkett, Row 1, seats 1 and 2");
        table.Single(row => row.Contains(sold, StringComparison.Ordinal))
            .ShouldContain("Parkett, Row 1, seats 4 and 5");
    }

    [Fact]
    public async Task The_API_names_the_seats_of_what_has_ended_as_they_were_called_then()
    {
        var show = await CreateAsync();
        var cancelled = await BuyAsync(show, 1, 2);
        await CancelAsync(cancelled);
        (await PutAsync(show, Accept)).Status.ShouldBe(HttpStatusCode.OK);
        var sold = await BuyAsync(show, 1, 2);

        (await api.Http.GetAnswerAsync($"/api/bookings/{cancelled}")).Field("seat_names").ShouldBe(Before);
        (await api.Http.GetAnswerAsync($"/api/bookings/{sold}")).Json.TryGetProperty("seat_names", out _)
            .ShouldBeFalse();
        (await api.Http.GetAnswerAsync($"/api/admin/shows/{show}/bookings?status=CANCELLED", Key)).Json
            .GetProperty("bookings").EnumerateArray().ShouldHaveSingleItem()
            .GetProperty("seat_names").GetRawText().ShouldBe(Before);

        // What ends after the move has the names of after it, and keeps them when the show moves back.
        (await CancelAsync(sold)).ShouldBe(After);
        (await PutAsync(show, """{ "version": 1 }""")).Status.ShouldBe(HttpStatusCode.OK);
        (await PageAsync($"/bookings/{sold}")).ShouldContain("Row 1, seats 4 and 5");
        (await PageAsync($"/bookings/{cancelled}")).ShouldContain("Row 1, seats 1 and 2");
        (await CancelAsync(sold)).ShouldBe(After);
    }

    [Theory]
    [InlineData("Stalls", "A", "1", "Stalls", "A", "1", false)]
    [InlineData("Main Stalls", "A", "1", "Main  Stalls", "A", "1", false)]
    [InlineData("Stalls", "A", "1", "Circle", "A", "1", true)]
    [InlineData("Stalls", "A", "1", "Stalls", "B", "1", true)]
    [InlineData("Stalls", "A", "1", "Stalls", "A", "01", true)]
    public void Section_row_and_number_are_compared_as_people_read_them(
        string section, string row, string seat, string newSection, string newRow, string newSeat, bool isRenamed) =>
        PlanChange.Between(Plan(section, row, seat), Plan(newSection, newRow, newSeat)).Renamed.IsEmpty
            .ShouldBe(!isRenamed);

    private static SeatingPlan Plan(string section, string row, string seat)
    {
        var table = new SeatTable("Hall");
        table.Add(1, section, row, seat, "0", "0", "Std", kind: null, seatGuid: "one");
        return table.Finish().Plan.ShouldNotBeNull();
    }

    private async Task<ShowId> CreateAsync()
    {
        var plan = (await PostPlanAsync("/api/admin/plans", "renamed-seats-v1.json")).Field("id");
        var show = await api.Http.PostJsonAsync("/api/admin/shows", $$"""
            { "name": "Der Sturm", "start_time": "2999-01-01T20:00:00Z", "plan_id": {{plan}} }
            """, Key);
        await PostPlanAsync($"/api/admin/plans/{plan}/versions", "renamed-seats-v2.json");
        return new ShowId(show.Json.GetProperty("id").GetInt64());
    }

    private async Task<Answer> PostPlanAsync(string path, string file)
    {
        var answer = await api.Http.PostJsonAsync(path, System.Text.Encoding.UTF8.GetString(Case.Read(file)), Key);
        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Text);
        return answer;
    }

    private async Task<string> BuyAsync(ShowId show, params int[] seats)
    {
        var id = (await api.Http.BookAsync(show, seats, "mara@example.com")).Field("booking_id");
        (await api.Http.PostNothingAsync($"/api/bookings/{id}/confirm")).Status.ShouldBe(HttpStatusCode.OK);
        return id;
    }

    private async Task<string> CancelAsync(string booking) =>
        (await api.Http.PostNothingAsync($"/api/admin/bookings/{booking}/cancel", Key)).Field("seat_names");

    private async Task<string> PageAsync(string path) =>
        WebUtility.HtmlDecode((await api.Http.GetPageAsync(path)).ShouldBePage(HttpStatusCode.OK).Text);

    private Task<Answer> PutAsync(ShowId show, string body) =>
        api.Http.CallAsync(
            HttpMethod.Put, $"/api/admin/shows/{show}/plan",
            new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Key);

    private async Task<System.Text.Json.JsonElement> AuditAsync(ShowId show, string query) =>
        (await api.Http.GetAnswerAsync($"/api/admin/audit?show_id={show}{query}", Key)).Json;

    private async Task<int?> VersionAsync(ShowId show) =>
        (await api.Database.DataSources.ShowQueries().FindAsync(show, default)).ShouldNotBeNull().Show.PlanVersion;

    private Task<System.Collections.Immutable.ImmutableArray<PlanVersionChange>> ChangesAsync(ShowId show) =>
        new ShowChangeLog(api.Database.DataSources).FindAsync(show, 10, default);
}
