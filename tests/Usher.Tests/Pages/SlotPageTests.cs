using System.Net;
using System.Text.RegularExpressions;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.Tests.Pages;

/// <summary>Appointments are a list by time, in the words of a desk and not of a theatre.</summary>
public sealed partial class SlotPageTests(TestApi api) : IClassFixture<TestApi>
{
    private HttpClient Http => api.Http;

    [GeneratedRegex("<legend>(?<time>[^<]+)</legend>")]
    private static partial Regex Legend { get; }

    // Texts, and what is read to those who see none.
    [GeneratedRegex("""(>[^<]*|aria-label="[^"]*)\bseats?\b""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex SaysSeat { get; }

    [Fact]
    public async Task Without_scripts_every_time_has_its_desks()
    {
        var show = await CreateAsync();
        (await Http.BookAsync(show.Id, [1])).Status.ShouldBe(HttpStatusCode.Created);

        var page = await PageAsync($"/shows/{show.Id}");

        Legend.Matches(page).Select(legend => legend.Groups["time"].Value).ShouldBe(["08:40", "09:00", "09:20"]);
        var first = page.Split("<legend>08:40</legend>")[1].Split("</fieldset>")[0];
        first.ShouldContain("<span class=\"held\">Desk 1<i> on hold</i></span>");
        first.ShouldContain("aria-label=\"Desk 2, 08:40, Free\" />Desk 2</label>");
        page.ShouldContain("<b>5</b> slots left");
        page.ShouldContain("Your appointment");
        page.ShouldContain("data-hold>Hold slot</button>");
        page.ShouldContain("aria-labelledby=\"fi\" hidden>");
        page.ShouldContain("aria-labelledby=\"best\" hidden>");
    }

    [Fact]
    public async Task A_booking_is_of_slots_and_not_of_seats()
    {
        var show = await CreateAsync(seatsPerBooking: 2);

        var one = await PageAsync((await Http.HoldAsync(show.Id, 2)).ShouldRedirect());
        var two = await PageAsync((await Http.HoldAsync(show.Id, 4, 5)).ShouldRedirect());

        one.ShouldContain("Your slot is held");
        one.ShouldContain("Desk 1, 09:00, until");
        one.ShouldContain("Confirm 1 slot<");
        two.ShouldContain("Your 2 slots are held");
        two.ShouldContain("Desk 2, 08:40 and 09:00, until");
        SaysSeat.Matches(MainOf(one)).ShouldBeEmpty();
        SaysSeat.Matches(MainOf(two)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refusal_is_about_slots_too()
    {
        var show = await CreateAsync(seatsPerBooking: 2);
        (await Http.BookAsync(show.Id, [1])).Status.ShouldBe(HttpStatusCode.Created);

        var taken = (await Http.HoldAsync(show.Id, 1, 2)).ShouldBePage(HttpStatusCode.Conflict);
        var tooMany = (await Http.HoldAsync(show.Id, 2, 3, 4)).ShouldBePage(HttpStatusCode.BadRequest);

        taken.Text.ShouldContain("Your other slot still appears to be free.");
        SaysSeat.Matches(MainOf(WebUtility.HtmlDecode(taken.Text))).ShouldBeEmpty();
        tooMany.Text.ShouldContain("This show allows at most 2 slots per booking.");
    }

    private async Task<string> PageAsync(string path) =>
        WebUtility.HtmlDecode((await Http.GetPageAsync(path)).ShouldBePage(HttpStatusCode.OK).Text);

    private static string MainOf(string page) => page.Split("<main")[1].Split("</main>")[0];

    private Task<Show> CreateAsync(int seatsPerBooking = 1)
    {
        var plan = SlotPlan.Create(
            "Passports", ["Desk 1", "Desk 2"], new TimeOnly(8, 40), TimeSpan.FromMinutes(20), 3, "Appointment");
        var show = NewShow.In(plan, "Passport desk", TestServer.FarOff.Date.AddHours(8));
        return api.Server.CreateShowAsync(show with { SeatsPerBookingMax = seatsPerBooking });
    }
}
