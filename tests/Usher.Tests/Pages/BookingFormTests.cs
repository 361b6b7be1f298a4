using System.Net;
using Usher.Testing;

namespace Usher.Tests.Pages;

public sealed class BookingFormTests(TestApi api) : IClassFixture<TestApi>
{
    private HttpClient Http => api.Http;

    [Fact]
    public async Task A_hold_becomes_a_ticket()
    {
        var booking = await HoldAsync();

        var link = await Http.ConfirmAsync(booking);

        var ticket = (await Http.GetPageAsync(link)).ShouldBePage(HttpStatusCode.OK).Text;
        ticket.ShouldContain("Your ticket");
        ticket.ShouldContain("Confirmed");
        ticket.ShouldContain("Seats 3 and 4");
        ticket.ShouldContain("QR code with the link");
        ticket.ShouldContain("The link works until");
        ticket.ShouldNotContain("asha@example.com");
        var calendar = PageCalls.CalendarOf(link);
        ticket.ShouldContain($"href=\"{calendar}\"");
        (await Http.GetPageAsync(calendar)).Text.ShouldContain("SUMMARY:Evening performance\\, Seats 3 and 4");
    }

    [Fact]
    public async Task Who_knows_only_the_number_of_a_ticket_sees_how_it_stands_and_no_code()
    {
        var booking = await HoldAsync();
        var link = await Http.ConfirmAsync(booking);

        var page = (await Http.GetPageAsync(booking)).ShouldBePage(HttpStatusCode.OK).Text;

        page.ShouldContain("Confirmed");
        page.ShouldContain("Your 2 seats are booked");
        page.ShouldContain("For a***@example.com");
        page.ShouldContain("The ticket has its own link");
        page.ShouldNotContain("QR code");
        page.ShouldNotContain(link.Split('=')[1]);
        var calendar = (await Http.GetPageAsync(PageCalls.CalendarOf(booking))).ShouldBeCalendar();
        calendar.ShouldNotContain("ticket=");
        (await Http.GetPageAsync(PageCalls.CalendarOf(link))).ShouldBeCalendar().ShouldContain(link);
    }

    [Fact]
    public async Task A_ticket_is_stored_nowhere_and_its_address_is_told_nobody()
    {
        var booking = await HoldAsync();
        var link = await Http.ConfirmAsync(booking);

        foreach (var path in new[] { link, PageCalls.CalendarOf(link), link + "x" })
        {
            var headers = (await Http.GetPageAsync(path)).Message.Headers;
            headers.CacheControl!.ToString().ShouldBe("no-store", path);
            headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"], path);
        }

        (await Http.GetPageAsync(booking)).Message.Headers.GetValues("Referrer-Policy").ShouldBe(["same-origin"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("asha")]
    [InlineData("asha@")]
    public async Task A_wrong_address_is_told_beside_its_field_and_changes_nothing(string email)
    {
        var booking = await HoldAsync();

        var page = await Http.PostFormAsync(booking + "/confirm", [("email", email)]);

        page.ShouldBePage(HttpStatusCode.BadRequest)
            .Text.ShouldContain("Enter an e-mail address such as name@example.com");
        page.Text.ShouldContain("aria-invalid=\"true\"");
        (await Http.GetPageAsync(booking)).Text.ShouldContain("Your 2 seats are held");
    }

    [Fact]
    public async Task What_was_typed_cannot_become_part_of_the_page()
    {
        var booking = await HoldAsync();

        var page = await Http.PostFormAsync(booking + "/confirm", [("email", "\"><script>alert(1)</script>")]);

        page.Text.ShouldNotContain("<script>alert");
    }

    [Fact]
    public async Task A_hold_is_extended_once()
    {
        var booking = await HoldAsync();
        (await Http.GetPageAsync(booking)).Text.ShouldContain("2 more minutes");

        (await Http.PostFormAsync(booking + "/extend", [])).ShouldRedirect().ShouldBe(booking);

        (await Http.GetPageAsync(booking)).Text.ShouldNotContain("2 more minutes");
        (await Http.PostFormAsync(booking + "/extend", [])).ShouldRedirect().ShouldBe(booking);
    }

    [Theory]
    [InlineData("asha@example.com")]
    [InlineData("asha")]
    public async Task Who_asks_for_more_time_finds_what_was_typed_in_its_field(string email)
    {
        var booking = await HoldAsync();

        var page = (await Http.PostFormAsync(booking + "/extend", [("email", email)])).ShouldBePage(HttpStatusCode.OK);

        page.Text.ShouldContain($"value=\"{email}\"");
        page.Text.ShouldNotContain("2 more minutes");
        page.Text.ShouldNotContain("Enter an e-mail");
        (await Http.GetPageAsync(booking)).Text.ShouldNotContain("2 more minutes");
        await Http.PostFormAsync(booking + "/cancel", []);
        (await Http.PostFormAsync(booking + "/extend", [("email", email)])).ShouldRedirect().ShouldBe(booking);
    }

    [Fact]
    public async Task Seats_are_let_go_after_a_question_whose_first_answer_is_the_safe_one()
    {
        var booking = await HoldAsync();
        var question = (await Http.GetPageAsync(booking + "/cancel")).ShouldBePage(HttpStatusCode.OK).Text;
        question.IndexOf("Keep my seats", StringComparison.Ordinal)
            .ShouldBeLessThan(question.IndexOf("Release them", StringComparison.Ordinal));

        (await Http.PostFormAsync(booking + "/cancel", [])).ShouldRedirect().ShouldBe(booking);

        var page = (await Http.GetPageAsync(booking)).Text;
        page.ShouldContain("Your seats were released");
        page.ShouldContain("Try the same 2 seats again");
        (await Http.GetPageAsync(booking + "/cancel")).ShouldRedirect().ShouldBe(booking);
    }

    [Fact]
    public async Task An_ended_hold_offers_the_same_seats_again()
    {
        var show = await api.Server.CreateShowAsync(holdSeconds: 1);
        var booking = (await Http.HoldAsync(show.Id, 3, 4)).ShouldRedirect();
        string page;
        do
        {
            page = (await Http.GetPageAsync(booking)).Text;
        }
        while (!page.Contains("Your hold has ended"));

        page.ShouldContain("Nothing was charged. The seats may still be free.");
        page.ShouldContain("Try the same 2 seats again");
    }

    [Fact]
    public async Task A_hold_that_ends_as_its_show_begins_offers_no_seats_of_it()
    {
        var soon = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(5);
        var show = await api.Server.CreateShowAsync(startsAt: soon);
        var held = (await Http.HoldAsync(show.Id, 3, 4)).ShouldRedirect();
        var released = (await Http.HoldAsync(show.Id, 5)).ShouldRedirect();
        // What the script shows at the end is there already.
        ShouldOfferOther((await Http.GetPageAsync(held)).Text);
        await Http.PostFormAsync(released + "/cancel", []);
        string page;
        do
        {
            page = (await Http.GetPageAsync(held)).Text;
        }
        while (!page.Contains("Your hold has ended"));

        ShouldOfferOther(page);
        page = (await Http.GetPageAsync(released)).Text;
        page.ShouldContain("Your seat was released");
        ShouldOfferOther(page);
    }

    [Fact]
    public async Task A_booking_that_is_none_is_told_as_a_page()
    {
        foreach (var path in new[] { "/bookings/1", "/bookings/00000000-0180-8c3e-9d41-5f2a6b7c8d9e" })
        {
            (await Http.GetPageAsync(path)).ShouldBePage(HttpStatusCode.NotFound);
            (await Http.GetPageAsync(path + "/cancel")).ShouldBePage(HttpStatusCode.NotFound);
            (await Http.PostFormAsync(path + "/confirm", [("email", "a@example.com")]))
                .ShouldBePage(HttpStatusCode.NotFound);
        }
    }

    private static void ShouldOfferOther(string page)
    {
        page.ShouldContain("Nothing was charged. Booking for this show has ended.");
        page.ShouldContain("See what else is on");
        page.ShouldNotContain("again</button>");
        page.ShouldNotContain("Choose other seats");
    }

    private async Task<string> HoldAsync()
    {
        var show = await api.Server.CreateShowAsync();
        return (await Http.HoldAsync(show.Id, 3, 4)).ShouldRedirect();
    }
}
