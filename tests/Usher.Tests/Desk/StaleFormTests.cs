using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Usher.Testing;

namespace Usher.Tests.Desk;

/// <summary>A form that was open while somebody else changed the show.</summary>
public sealed partial class StaleFormTests(TestApi api) : IClassFixture<TestApi>
{
    private static readonly (string, string) Key = ("X-Api-Key", TestApi.AdminKey);

    [Fact]
    public async Task What_nobody_changed_in_the_form_stays_as_others_changed_it()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var show = await CreateAsync(organiser);
        var form = await organiser.OpenAsync($"{show}/edit");
        await PatchAsync(show, """
            {
              "name": "Renamed", "start_time": "2999-04-01T18:30:45Z", "sales_open_at": "2999-01-01T10:00:15Z",
              "hold_seconds": 77, "no_orphans": true, "extension_allowed": false
            }
            """);

        (await SaveAsync(organiser, $"{show}/edit", form, ("seats_max", "3"))).ShouldRedirect().ShouldBe(show);

        var now = await api.Http.GetAnswerAsync($"/api/admin/shows/{IdOf(show)}", Key);
        (now.Field("name"), now.Field("start_time"), now.Field("sales_open_at")).ShouldBe(
            ("Renamed", "2999-04-01T18:30:45Z", "2999-01-01T10:00:15Z"));
        (now.Field("hold_seconds"), now.Field("no_orphans"), now.Field("extension_allowed"),
            now.Field("seats_per_booking_max")).ShouldBe(("77", "True", "False", "3"));
    }

    [Fact]
    public async Task What_both_changed_is_told_and_written_when_it_is_saved_once_more()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var show = await CreateAsync(organiser);
        var form = await organiser.OpenAsync($"{show}/edit");
        await PatchAsync(show, """{ "name": "Renamed", "no_orphans": true, "hold_seconds": 77 }""");

        var told = await SaveAsync(
            organiser, $"{show}/edit", form, ("name", "Mine"), ("opens", "2999-01-01T10:00"), ("zone", "UTC"));

        told.ShouldBePage(HttpStatusCode.Conflict);
        told = told with { Text = WebUtility.HtmlDecode(told.Text) };
        told.Text.ShouldContain("Name was changed to Renamed by someone else while you were editing");
        (await api.Http.GetAnswerAsync($"/api/admin/shows/{IdOf(show)}", Key)).ShouldSatisfyAllConditions(
            now => now.Field("name").ShouldBe("Renamed"), now => now.Field("sales_open_at").ShouldBe(""));

        (await SaveAsync(organiser, $"{show}/edit", told)).ShouldRedirect();

        var saved = await api.Http.GetAnswerAsync($"/api/admin/shows/{IdOf(show)}", Key);
        (saved.Field("name"), saved.Field("hold_seconds"), saved.Field("no_orphans")).ShouldBe(("Mine", "77", "True"));
        saved.Field("sales_open_at").ShouldStartWith("2999-01-01T");
    }

    [Fact]
    public async Task A_box_that_both_ticked_needs_no_word_and_one_that_differs_is_told()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var show = await CreateAsync(organiser);
        var form = await organiser.OpenAsync($"{show}/edit");
        await PatchAsync(show, """{ "no_orphans": true }""");

        (await SaveAsync(organiser, $"{show}/edit", form, ("no_orphans", "yes"))).ShouldRedirect();
        form = await organiser.OpenAsync($"{show}/edit");
        await PatchAsync(show, """{ "seats_per_booking_max": 4 }""");
        (await SaveAsync(organiser, $"{show}/edit", form, ("seats_max", "5")))
            .ShouldBePage(HttpStatusCode.Conflict)
            .Text.ShouldContain("Maximum seats per booking was changed to 4 by someone else");
        form = await organiser.OpenAsync($"{show}/edit");
        await PatchAsync(show, """{ "seats_per_person_max": 4 }""");
        (await SaveAsync(organiser, $"{show}/edit", form, ("person_max", "5")))
            .ShouldBePage(HttpStatusCode.Conflict)
            .Text.ShouldContain("Maximum seats per person was changed to 4 by someone else");
    }

    [Fact]
    public async Task Prices_that_somebody_else_changed_are_shown_before_they_are_overwritten()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var show = await CreateAsync(organiser);
        var form = await organiser.OpenAsync($"{show}/prices");
        await PutAsync(show, "prices", """{ "currency": "GBP", "prices": [{ "category": "Seat", "amount": 900 }] }""");

        (await SaveAsync(organiser, $"{show}/prices", form)).ShouldRedirect();
        var told = await SaveAsync(organiser, $"{show}/prices", form, ("price-0", "5.00"));

        told.ShouldBePage(HttpStatusCode.Conflict).Text.ShouldContain("Someone else changed the prices");
        (await PriceAsync(show)).ShouldBe(900);
        told = told with { Text = WebUtility.HtmlDecode(told.Text) };
        (await SaveAsync(organiser, $"{show}/prices", told)).ShouldRedirect();
        (await PriceAsync(show)).ShouldBe(500);
    }

    [Fact]
    public async Task A_show_that_somebody_else_moved_is_not_moved_by_a_form_that_shows_where_it_was()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var plan = (await organiser.PostFileAsync("/desk/plans/import", "hall.csv", HallFiles.Csv)).ShouldRedirect();
        await organiser.PostFileAsync($"{plan}/import", "hall.csv", HallFiles.Csv);
        await organiser.PostFileAsync($"{plan}/import", "hall.csv", HallFiles.Csv);
        var created = await api.Http.PostJsonAsync("/api/admin/shows", $$"""
            { "name": "A play", "start_time": "2999-01-01T20:00:00Z", "plan_id": {{plan["/desk/plans/".Length..]}} }
            """, Key);
        created.Field("plan_version").ShouldBe("3");
        var show = $"/desk/shows/{created.Field("id")}";
        var form = await organiser.OpenAsync($"{show}/plan");
        await PutAsync(show, "plan", """{ "version": 1 }""");

        var told = await SaveAsync(organiser, $"{show}/plan", form, ("version", "2"));

        told.ShouldBePage(HttpStatusCode.Conflict).Text.ShouldContain("Someone else changed this show to version 1");
        (await api.Http.GetAnswerAsync($"/api/admin/shows/{IdOf(show)}", Key)).Field("plan_version").ShouldBe("1");
        (await SaveAsync(organiser, $"{show}/plan", told, ("version", "2"))).ShouldRedirect();
    }

    private static Task<Answer> SaveAsync(
        Organiser organiser, string path, Answer form, params (string Name, string Value)[] changes)
    {
        var fields = Inputs().Matches(form.Text)
            .Where(input => !input.Value.Contains("type=\"checkbox\"") || input.Value.Contains(" checked"))
            .Where(input => !input.Value.Contains("type=\"radio\""))
            .Select(input => (Name: Name().Match(input.Value).Groups[1].Value,
                Value: Value().Match(input.Value).Groups[1].Value))
            .Where(field => field.Name.Length > 0 && field.Name != "form_token"
                && changes.All(change => change.Name != field.Name));
        return organiser.PostAsync(path, [.. fields, .. changes]);
    }

    private async Task PatchAsync(string show, string json) =>
        (await api.Http.CallAsync(HttpMethod.Patch, $"/api/admin/shows/{IdOf(show)}", Json(json), Key))
            .Status.ShouldBe(HttpStatusCode.OK);

    private async Task PutAsync(string show, string what, string json) =>
        (await api.Http.CallAsync(
            HttpMethod.Put, $"/api/admin/shows/{IdOf(show)}/{what}", Json(json), Key))
            .Status.ShouldBe(HttpStatusCode.OK);

    private async Task<long> PriceAsync(string show) =>
        (await api.Http.GetAnswerAsync($"/api/admin/shows/{IdOf(show)}", Key)).Json
            .GetProperty("prices")[0].GetProperty("amount").GetInt64();

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    private static string IdOf(string show) => show["/desk/shows/".Length..];

    // Twenty seats at 4.50.
    private static async Task<string> CreateAsync(Organiser organiser) =>
        (await organiser.PostAsync(await organiser.PrepareShowAsync())).ShouldRedirect();

    [GeneratedRegex("<input[^>]*>")]
    private static partial Regex Inputs();

    [GeneratedRegex(" name=\"([^\"]*)\"")]
    private static partial Regex Name();

    [GeneratedRegex(" value=\"([^\"]*)\"")]
    private static partial Regex Value();
}
