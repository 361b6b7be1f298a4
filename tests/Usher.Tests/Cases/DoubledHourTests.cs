using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.Tests.Cases;

/// <summary>A show in the night in which clocks are put back: a form that shows 02:30 may mean either of two moments.
/// </summary>
public sealed class DoubledHourTests(TestApi api) : IClassFixture<TestApi>
{
    private const string First = "2827-10-31T00:30:15.123456Z";
    private const string Second = "2827-10-31T01:30:15.123456Z";
    private const string Shown = "2827-10-31T02:30:15";

    private static readonly (string, string) Key = ("X-Api-Key", TestApi.AdminKey);

    // As it was brought, but for the year, which passes: in that one the days of the week are the same.
    private static readonly string Brought =
        Encoding.UTF8.GetString(Case.Read("doubled-hour-show.json")).Replace("2027", "2827", StringComparison.Ordinal);

    [Fact]
    public async Task A_show_that_is_renamed_stays_where_it_is_to_the_microsecond()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var show = await CreateAsync();
        var form = await organiser.OpenAsync($"{show}/edit");
        form.Text.ShouldContain($"value=\"{Shown}\"");
        form.Text.ShouldContain("<option value=\"+02:00\" selected>02:30, the first time (UTC+2)</option>");
        form.Text.ShouldContain("<option value=\"+01:00\">02:30, the second time (UTC+1)</option>");

        (await EditAsync(organiser, show, ("name", "Clocks"), ("starts", Shown), ("starts_offset", "+02:00")))
            .ShouldRedirect();

        var now = await ReadAsync(show);
        (now.Field("name"), now.Field("start_time")).ShouldBe(("Clocks", First));
        // A form that says nothing of the two has changed nothing either.
        (await EditAsync(organiser, show, ("name", "Clock"), ("starts", Shown))).ShouldRedirect();
        (await ReadAsync(show)).Field("start_time").ShouldBe(First);
    }

    [Fact]
    public async Task Either_of_the_two_moments_can_be_chosen()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var show = await CreateAsync();

        (await EditAsync(organiser, show, ("name", "Clock"), ("starts", Shown), ("starts_offset", "+01:00")))
            .ShouldRedirect();
        (await ReadAsync(show)).Field("start_time").ShouldBe(Second);
        (await EditAsync(organiser, show, ("name", "Clock"), ("starts", Shown), ("starts_offset", "+02:00")))
            .ShouldRedirect();
        (await ReadAsync(show)).Field("start_time").ShouldBe(First);
    }

    [Fact]
    public async Task Whoever_enters_such_a_time_is_asked_which_of_the_two_it_is()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        (string, string)[] fields = [("name", "Clock"), ("starts", "2827-10-31T02:30"), ("zone", "Europe/Berlin")];

        (await organiser.PostAsync("/desk/shows/new", fields))
            .ShouldRefuse("Start happens twice that night, because the clocks go back; choose which one you mean.")
            .Text.ShouldContain("name=\"starts_offset\"");

        var plan = (await organiser.PostAsync("/desk/shows/new", [.. fields, ("starts_offset", "+01:00")]))
            .ShouldRedirect();
        // The first step comes again, with another name and all the rest as it is shown.
        var first = plan.Replace("/plan", "/show", StringComparison.Ordinal);
        (await organiser.OpenAsync(first)).Text.ShouldContain("<option value=\"+01:00\" selected>");
        (await organiser.PostAsync(
            first, ("name", "Clocks"), ("starts", "2827-10-31T02:30"), ("starts_offset", "+01:00"),
            ("zone", "Europe/Berlin"))).ShouldRedirect();
        var show = await FinishAsync(organiser, plan);
        (show.Name, show.StartsAt, show.TimeZone).ShouldBe(
            ("Clocks", new DateTime(2827, 10, 31, 1, 30, 0, DateTimeKind.Utc), "Europe/Berlin"));
    }

    [Fact]
    public async Task An_hour_that_is_skipped_is_refused_with_the_next_time_there_is()
    {
        using var organiser = await Organiser.SignedInAsync(api);

        (await organiser.PostAsync(
            "/desk/shows/new", ("name", "Clock"), ("starts", "2827-03-28T02:30"), ("zone", "Europe/Berlin")))
            .ShouldRefuse(
                "Start does not exist that night, because the clocks go forward; the next possible time is 03:00.");
    }

    [Fact]
    public async Task With_another_time_zone_the_times_of_the_form_stay_and_mean_other_moments()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var show = await CreateAsync();

        (await EditAsync(
            organiser, show, ("name", "Clock"), ("starts", Shown), ("starts_offset", "+02:00"),
            ("zone", "Asia/Kolkata"))).ShouldRedirect();

        var now = await ReadAsync(show);
        (now.Field("start_time"), now.Field("time_zone")).ShouldBe(("2827-10-30T21:00:15.123456Z", "Asia/Kolkata"));
    }

    [Fact]
    public async Task A_ticket_for_such_a_show_says_which_of_the_two_it_is()
    {
        var show = await CreateAsync();
        using var buyer = new Organiser(api);

        (await buyer.OpenAsync($"/shows/{IdOf(show)}")).Text.ShouldContain("Europe/Berlin (UTC+2)");
    }

    [Fact]
    public async Task Its_event_in_a_calendar_is_at_the_moment_that_was_chosen()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var show = await CreateAsync();
        using var buyer = new Organiser(api);
        ShowId.TryParse(IdOf(show), out var id).ShouldBeTrue();
        var booking = (await buyer.Http.HoldAsync(id, 1)).ShouldRedirect();
        (await buyer.PostAsync($"{booking}/confirm", ("email", "asha@example.com"))).ShouldRedirect();
        (await buyer.Http.GetPageAsync($"{booking}/show.ics")).Text
            .ShouldContain("DTSTART;TZID=Europe/Berlin:28271031T023015");

        (await EditAsync(organiser, show, ("name", "Clock"), ("starts", Shown), ("starts_offset", "+01:00")))
            .ShouldRedirect();

        // Another server, whose pages have not been asked for the show yet.
        await using var fresh = await TestServer.StartAsync(api.Database);
        (await fresh.Http.GetPageAsync($"{booking}/show.ics")).Text.ShouldContain("DTSTART:28271031T013015Z");
    }

    private static Task<Answer> EditAsync(
        Organiser organiser, string show, params (string Name, string Value)[] fields) => organiser.PostAsync(
            $"{show}/edit",
            [
                .. fields, .. fields.Any(field => field.Name == "zone") ? [] : new[] { ("zone", "Europe/Berlin") },
                ("opens", ""), ("seats_max", "100"), ("hold_minutes", ""), ("extension", "yes"),
            ]);

    private async Task<string> CreateAsync()
    {
        var created = await api.Http.PostJsonAsync("/api/admin/shows", Brought, Key);
        (created.Field("start_time"), created.Field("time_zone")).ShouldBe((First, "Europe/Berlin"));
        return $"/desk/shows/{created.Field("id")}";
    }

    private Task<Answer> ReadAsync(string show) => api.Http.GetAnswerAsync($"/api/admin/shows/{IdOf(show)}", Key);

    private async Task<Show> FinishAsync(Organiser organiser, string plan)
    {
        var prices = (await organiser.PostAsync(plan, ("hall", "number"), ("total_seats", "2"))).ShouldRedirect();
        var sale = (await organiser.PostAsync(prices)).ShouldRedirect();
        var check = (await organiser.PostAsync(sale, ("seats_max", "2"))).ShouldRedirect();
        var made = (await organiser.PostAsync(check)).ShouldRedirect();
        ShowId.TryParse(IdOf(made), out var id).ShouldBeTrue();
        return (await api.Server.Services.GetRequiredService<ShowQueries>().FindAsync(id, default))!.Show;
    }

    private static string IdOf(string show) => show["/desk/shows/".Length..];
}
