using System.Net;
using System.Text.RegularExpressions;
using Usher.Testing;

namespace Usher.Tests.Desk;

public sealed partial class OverviewTests(TestApi api) : IClassFixture<TestApi>
{
    [GeneratedRegex("<dt>([^<]+)</dt>\\s*<dd>([^<]*)</dd>")]
    private static partial Regex Figure { get; }

    [Theory]
    [InlineData("/desk")]
    [InlineData("/desk/shows")]
    [InlineData("/desk/shows/1")]
    [InlineData("/desk/shows/1/edit")]
    [InlineData("/desk/shows/new")]
    [InlineData("/desk/plans")]
    [InlineData("/desk/plans/import")]
    [InlineData("/desk/plans/1/1.json")]
    public async Task Nothing_of_the_desk_is_open_to_strangers(string path)
    {
        using var stranger = new Organiser(api);

        (await stranger.Http.GetPageAsync(path)).ShouldRedirect().ShouldStartWith("/desk/sign-in");
        (await stranger.Http.GetAnswerAsync(path)).ShouldBeProblem(
            HttpStatusCode.Unauthorized, "admin-key-required");
        (await stranger.Http.PostFormAsync("/desk/plans/import", [])).ShouldRedirect().ShouldBe("/desk/sign-in");
    }

    [Fact]
    public async Task A_booking_and_a_refusal_are_told_at_once()
    {
        await using var server = await TestServer.StartAsync(
            api.Database, ("Auth:AdminKey", TestApi.AdminKey), ("Desk:FiguresMillisecondsMax", "0"));
        using var organiser = new Organiser(server.Http.BaseAddress!);
        await organiser.SignInAsync(TestApi.AdminKey);
        var before = await FiguresAsync(organiser, "/desk");
        var show = await server.CreateShowAsync(name: "Told at once");
        await server.Http.BookAsync(show.Id, [1, 2], "mara@example.com");
        await server.Http.BookAsync(show.Id, [2]);

        var after = await FiguresAsync(organiser, "/desk");
        var page = await organiser.OpenAsync("/desk");

        (after["Held now"] - before["Held now"]).ShouldBe(2);
        (after["Refused, last hour"] - before["Refused, last hour"]).ShouldBe(1);
        (after["On sale"] - before["On sale"]).ShouldBe(1);
        page.Text.ShouldContain("Told at once");
        page.Text.ShouldContain("m***@example.com");
    }

    [Fact]
    public async Task A_show_tells_what_is_sold_held_and_taken()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var show = await api.Server.CreateShowAsync(seats: 10);
        var bought = await api.Http.BookAsync(show.Id, [1, 2, 3]);
        await api.Http.PostNothingAsync($"/api/bookings/{bought.Field("booking_id")}/confirm");
        await api.Http.BookAsync(show.Id, [9, 10]);

        var figures = await FiguresAsync(organiser, $"/desk/shows/{show.Id}");
        var page = await organiser.OpenAsync($"/desk/shows/{show.Id}?period=day");

        (figures["Sold"], figures["Held now"], figures["Free"]).ShouldBe((3, 2, 5));
        page.Text.ShouldContain("Seats held, sold or blocked in the last day: from 0 to 5 of 10.");
        page.Text.ShouldContain("Seating plan: 3 sold, 2 held, 5 free");
    }

    [Fact]
    public async Task The_list_of_shows_tells_how_each_stands_and_finds_by_name()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var show = await api.Server.CreateShowAsync(seats: 10, name: "Heron’s <Flight>");
        await api.Http.BookAsync(show.Id, [1]);
        await api.Server.CreateShowAsync(name: "Heron past", startsAt: DateTime.UnixEpoch.AddDays(1));

        var ahead = await organiser.OpenAsync("/desk/shows?q=heron");
        var all = await organiser.OpenAsync("/desk/shows?q=heron&past=yes");

        ahead.Text.ShouldContain("Heron’s <Flight>");
        (await organiser.Http.GetPageAsync("/desk/shows?q=heron")).Text.ShouldNotContain("<Flight>");
        ahead.Text.ShouldContain(">9 left<");
        ahead.Text.ShouldNotContain("Heron past");
        all.Text.ShouldContain("Heron past");
        (await organiser.Http.GetPageAsync("/desk/shows?after=nothing")).ShouldBePage(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task What_is_edited_holds_for_the_next_buyer()
    {
        await using var server = await TestServer.StartAsync(
            api.Database, ("Auth:AdminKey", TestApi.AdminKey), ("Bookings:ShowTermsSeconds", "0"));
        using var organiser = new Organiser(server.Http.BaseAddress!);
        await organiser.SignInAsync(TestApi.AdminKey);
        var show = await server.CreateShowAsync();
        var path = $"/desk/shows/{show.Id}";
        (await organiser.OpenAsync($"{path}/edit")).Text.ShouldContain("value=\"2999-03-14T19:30\"");

        (await organiser.PostAsync(
            $"{path}/edit", ("name", "Matinée"), ("starts", "2999-03-15T15:00"), ("zone", "UTC"), ("opens", ""),
            ("seats_max", "2"), ("hold_minutes", "1"))).ShouldRedirect().ShouldBe(path);

        (await organiser.OpenAsync(path)).Text.ShouldContain("Matinée");
        (await server.Http.BookAsync(show.Id, [1, 2, 3])).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await organiser.PostAsync($"{path}/edit", ("name", ""), ("starts", "x"), ("seats_max", "0")))
            .ShouldRefuse("Start must be a date and time");
    }

    private static async Task<Dictionary<string, int>> FiguresAsync(Organiser organiser, string path)
    {
        var page = await organiser.OpenAsync(path);
        return Figure.Matches(page.Text).ToDictionary(
            match => match.Groups[1].Value,
            match => int.TryParse(match.Groups[2].Value, System.Globalization.NumberStyles.AllowThousands,
                System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0);
    }
}
