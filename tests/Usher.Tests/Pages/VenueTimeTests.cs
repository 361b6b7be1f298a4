using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.Tests.Pages;

/// <summary>Every time of a show is told on the clock of its venue, which is named: on pages, tickets and in files.
/// </summary>
public sealed class VenueTimeTests(TestApi api) : IClassFixture<TestApi>
{
    private const string Full = "Thursday 14 March 2999, 19:30";
    private const string Brief = "Thu 14 Mar, 19:30";

    [Fact]
    public async Task Buyers_read_it_on_the_list_the_show_the_hold_and_the_ticket()
    {
        var show = await CreateAsync("Lamps of Berlin");
        using var buyer = new Organiser(api);

        var row = await buyer.OpenAsync("/?q=Lamps+of+Berlin");
        row.Text.ShouldContain(">Thu</time>");
        ShouldTell(row, "19:30");
        row.Text.ShouldContain("<h2 class=\"month\">March 2999</h2>");
        ShouldTell(await buyer.OpenAsync($"/shows/{show.Id}"), Full);
        var booking = (await buyer.Http.HoldAsync(show.Id, 1)).ShouldRedirect();
        var hold = await buyer.OpenAsync(booking);
        ShouldTell(hold, Full);
        hold.Text.ShouldContain("data-local=\"2999-03-14T19:30\" data-zone=\"Europe/Berlin\"");
        // Without a script its end is told on the same clock.
        hold.Text.ShouldMatch("data-form=\"moment\">[0-9:]{8} Europe/Berlin</time>");
        var link = (await buyer.PostAsync($"{booking}/confirm", ("email", "asha@example.com"))).ShouldRedirect();
        ShouldTell(await buyer.OpenAsync(booking), Full);
        ShouldTell(await buyer.OpenAsync(link), Full);
        var calendar = (await buyer.Http.GetPageAsync(PageCalls.CalendarOf(link))).Text;
        calendar.ShouldContain("DTSTART;TZID=Europe/Berlin:29990314T193000");
        calendar.ShouldContain("BEGIN:VTIMEZONE");
        calendar.ShouldContain("TZID:Europe/Berlin");
        calendar.ShouldContain("TZOFFSETTO:+0200");
        calendar.ShouldContain("TZOFFSETTO:+0100");
    }

    [Fact]
    public async Task The_desk_reads_it_too_and_so_does_the_export()
    {
        var show = await CreateAsync("Lamps at the desk");
        using var organiser = await Organiser.SignedInAsync(api);
        var booking = (await organiser.Http.HoldAsync(show.Id, 1)).ShouldRedirect();

        ShouldTell(await organiser.OpenAsync($"/desk/shows/{show.Id}"), Full);
        ShouldTell(await organiser.OpenAsync("/desk/shows?q=Lamps+at+the+desk"), Brief);
        ShouldTell(await organiser.OpenAsync("/desk"), Brief);
        ShouldTell(await organiser.OpenAsync($"/desk/shows/{show.Id}/map"), Full);
        ShouldTell(await organiser.OpenAsync("/desk/bookings"), Brief);
        ShouldTell(await organiser.OpenAsync($"/desk{booking}"), Brief);
        (await organiser.OpenAsync($"/desk/shows/{show.Id}")).Text.ShouldContain("data-zone=\"Europe/Berlin\"");
        var table = (await organiser.Http.GetPageAsync($"/desk/bookings.csv?show={show.Id}")).Text.Split("\r\n");
        table[0].ShouldContain("\"show_starts_at\",\"show_starts_local\",\"time_zone\"");
        table[1].ShouldContain("\"2999-03-14T18:30:00.000Z\",\"2999-03-14 19:30\",\"Europe/Berlin\"");
    }

    [Fact]
    public async Task The_opening_of_a_sale_is_told_on_the_same_clock()
    {
        var show = await api.Server.CreateShowAsync(
            name: "Lamps that open", startsAt: new DateTime(2999, 3, 14, 18, 30, 0, DateTimeKind.Utc),
            opensAt: new DateTime(2998, 7, 1, 8, 0, 0, DateTimeKind.Utc), timeZone: "Europe/Berlin");

        using var buyer = new Organiser(api);

        ShouldTell(await buyer.OpenAsync($"/shows/{show.Id}"), "Sunday 1 July 2998, 10:00", "2998-07-01T10:00");
        (await api.Http.GetPageAsync($"/shows/{show.Id}/opening.ics")).Text
            .ShouldContain("DTSTART;TZID=Europe/Berlin:29980701T100000");
    }

    [Fact]
    public async Task A_hold_that_ends_with_the_beginning_of_its_show_is_offered_no_more_time()
    {
        var soon = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(100);
        var show = await api.Server.CreateShowAsync(holdSeconds: 300, startsAt: soon);
        var longer = await api.Server.CreateShowAsync(holdSeconds: 300);

        var held = await api.Http.GetPageAsync((await api.Http.HoldAsync(show.Id, 1)).ShouldRedirect());

        held.Text.ShouldContain("Your seat is held");
        held.Text.ShouldNotContain("/extend");
        (await api.Http.GetPageAsync((await api.Http.HoldAsync(longer.Id, 1)).ShouldRedirect()))
            .Text.ShouldContain("5 more minutes");
    }

    // At half past seven where it takes place.
    private Task<Show> CreateAsync(string name) => api.Server.CreateShowAsync(
        name: name, startsAt: new DateTime(2999, 3, 14, 18, 30, 0, DateTimeKind.Utc), timeZone: "Europe/Berlin");

    private static void ShouldTell(Answer page, string words, string local = "2999-03-14T19:30") =>
        page.Text.ShouldMatch(
            $"data-local=\"{local}\">{words}<span class=\"zone\">\\s+Europe/Berlin</span></time>");
}
