using System.Net;
using System.Text;
using Usher.Testing;

namespace Usher.Tests.Pages;

public sealed class BookFormTests(TestApi api) : IClassFixture<TestApi>
{
    private HttpClient Http => api.Http;

    [Fact]
    public async Task A_form_that_is_sent_twice_books_once()
    {
        var show = await api.Server.CreateShowAsync();
        var form = await Http.FormAsync(show.Id, 5, 6);

        var first = (await Http.PostFormAsync($"/shows/{show.Id}/book", form)).ShouldRedirect();
        var again = (await Http.PostFormAsync($"/shows/{show.Id}/book", form)).ShouldRedirect();

        again.ShouldBe(first);
        first.ShouldStartWith("/bookings/");
    }

    [Fact]
    public async Task A_confirmation_that_is_sent_twice_leads_to_the_ticket()
    {
        var show = await api.Server.CreateShowAsync();
        var booking = (await Http.HoldAsync(show.Id, 5)).ShouldRedirect();
        var stranger = await Http.ConfirmFormAsync(booking);
        var form = await Http.ConfirmFormAsync(booking);

        var link = (await Http.PostFormAsync($"{booking}/confirm", form)).ShouldRedirect();
        (await Http.PostFormAsync($"{booking}/confirm", form)).ShouldRedirect().ShouldBe(link);
        (await Http.PostFormAsync($"{booking}/confirm", [form[0], ("email", "bo@example.com")])).ShouldRedirect()
            .ShouldBe(link);

        (await Http.GetPageAsync(link)).ShouldBePage(HttpStatusCode.OK).Text.ShouldContain("Your ticket");
        foreach (var other in new[] { stranger, stranger[..1], form[1..], [] })
        {
            (await Http.PostFormAsync($"{booking}/confirm", other)).ShouldRedirect().ShouldBe(booking);
        }
    }

    [Theory]
    [InlineData("order-1", false)]
    [InlineData("00000000-0000-0000-0000-000000000000", false)]
    [InlineData("ffffffff-ffff-ffff-ffff-ffffffffffff", false)]
    [InlineData("Zm9vYmFyYmF6cXV4cXV1eA", true)]
    [InlineData("8e03978e-40d5-43e8-bc93-6894a57f9324", true)]
    public async Task A_key_that_somebody_made_up_is_none(string key, bool isOurs)
    {
        var show = await api.Server.CreateShowAsync();
        (string, string)[] form = [("key", key), ("seat", "5")];
        var first = (await Http.PostFormAsync($"/shows/{show.Id}/book", form)).ShouldRedirect();

        (await Http.PostFormAsync($"/shows/{show.Id}/book", form)).Status
            .ShouldBe(isOurs ? HttpStatusCode.SeeOther : HttpStatusCode.Conflict);
        first.ShouldStartWith("/bookings/");
    }

    [Fact]
    public async Task Other_seats_in_the_same_form_are_another_request()
    {
        var show = await api.Server.CreateShowAsync();
        var form = await Http.FormAsync(show.Id, 5);

        var first = (await Http.PostFormAsync($"/shows/{show.Id}/book", form)).ShouldRedirect();
        var other = (await Http.PostFormAsync($"/shows/{show.Id}/book", [form[0], ("seat", "6")])).ShouldRedirect();

        other.ShouldNotBe(first);
        other.ShouldStartWith("/bookings/");
    }

    [Fact]
    public async Task Two_readers_of_one_page_have_forms_of_their_own()
    {
        var show = await api.Server.CreateShowAsync();

        (await Http.FormAsync(show.Id))[0].ShouldNotBe((await Http.FormAsync(show.Id))[0]);
    }

    [Fact]
    public async Task Who_was_slower_hears_which_seat_has_gone_and_may_have_the_others()
    {
        var show = await api.Server.CreateShowAsync();
        (await Http.HoldAsync(show.Id, 7)).ShouldRedirect();

        var refused = (await Http.HoldAsync(show.Id, 6, 7, 8)).ShouldBePage(HttpStatusCode.Conflict);

        refused.Text.ShouldContain("Seat 7 is no longer available.");
        refused.Text.ShouldContain("Nothing is held yet.");
        refused.Text.ShouldContain("Hold the other 2");
        refused.Text.ShouldContain("name=\"seat\" value=\"6\"");
        refused.Text.ShouldNotContain("name=\"seat\" value=\"7\"");
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Origin", "null")]
    public async Task A_form_of_another_site_is_refused(string header, string value)
    {
        var show = await api.Server.CreateShowAsync();
        var form = await Http.FormAsync(show.Id, 5);

        (await Http.PostFormAsync($"/shows/{show.Id}/book", form, (header, value)))
            .ShouldBePage(HttpStatusCode.Forbidden);
        var booking = (await Http.PostFormAsync($"/shows/{show.Id}/book", form)).ShouldRedirect();
        foreach (var change in new[] { "confirm", "extend", "cancel" })
        {
            (await Http.PostFormAsync($"{booking}/{change}", [("email", "a@example.com")], (header, value)))
                .ShouldBePage(HttpStatusCode.Forbidden);
        }

        (await Http.GetPageAsync(booking)).Text.ShouldContain("Your seat is held");
    }

    [Fact]
    public async Task A_form_of_this_site_is_taken_also_over_plain_HTTP()
    {
        var show = await api.Server.CreateShowAsync();
        var form = await Http.FormAsync(show.Id, 5);
        var origin = Http.BaseAddress!.GetLeftPart(UriPartial.Authority);

        (await Http.PostFormAsync($"/shows/{show.Id}/book", form, ("Origin", origin))).ShouldRedirect();
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("99999999999")]
    [InlineData("51")]
    public async Task Seats_that_are_none_are_told_as_a_page(string seat)
    {
        var show = await api.Server.CreateShowAsync(seats: 50);

        (await Http.PostFormAsync($"/shows/{show.Id}/book", [("seat", seat)])).ShouldBePage(HttpStatusCode.BadRequest)
            .Text.ShouldContain("Nothing was held.");
    }

    [Fact]
    public async Task What_is_no_form_is_told_as_a_page()
    {
        var show = await api.Server.CreateShowAsync();

        (await Http.PostJsonAsync($"/shows/{show.Id}/book", "{}")).ShouldBePage(HttpStatusCode.BadRequest);
        (await Http.PostFormAsync("/shows/999999/book", [("seat", "1")])).ShouldBePage(HttpStatusCode.NotFound);
        (await Http.PostFormAsync("/shows/one/book", [("seat", "1")])).ShouldBePage(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: for")]
    [InlineData("application/x-www-form-urlencoded; charset=utf-7", "seat=1")]
    public async Task A_form_that_no_browser_sends_is_told_as_a_page(string type, string body)
    {
        var show = await api.Server.CreateShowAsync();
        using var form = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
        form.Headers.TryAddWithoutValidation("Content-Type", type).ShouldBeTrue();

        (await Http.CallAsync(HttpMethod.Post, $"/shows/{show.Id}/book", form, ("Accept", "text/html")))
            .ShouldBePage(HttpStatusCode.BadRequest).Text.ShouldContain("Nothing was held.");
    }

    [Fact]
    public async Task Before_its_sale_a_show_tells_when_that_is_and_opens_by_itself()
    {
        var opensAt = DateTime.UnixEpoch.AddYears(1000);
        var show = await api.Server.CreateShowAsync(opensAt: opensAt);

        var page = (await Http.GetPageAsync($"/shows/{show.Id}")).ShouldBePage(HttpStatusCode.OK);
        var early = await Http.PostFormAsync($"/shows/{show.Id}/book", [("seat", "1")]);

        page.Text.ShouldContain("Not yet on sale");
        page.Text.ShouldContain("data-opens-at=\"2970-01-01T00:00:00.000Z\"");
        page.Text.ShouldNotContain("name=\"seat\"");
        early.ShouldRedirect().ShouldBe($"/shows/{show.Id}?seats=1");
        (await Http.GetPageAsync($"/shows/{show.Id}/opening.ics")).Text.ShouldContain("DTSTART:29700101T000000Z");
    }

    [Fact]
    public async Task A_sold_out_show_says_so_and_that_holds_may_end()
    {
        var show = await api.Server.CreateShowAsync(seats: 2);
        (await Http.HoldAsync(show.Id, 1, 2)).ShouldRedirect();

        (await Http.GetPageAsync($"/shows/{show.Id}")).Text.ShouldContain("No seat is free at the moment.");
    }

    [Fact]
    public async Task A_show_that_has_begun_is_not_sold_here()
    {
        var show = await api.Server.CreateShowAsync(startsAt: DateTime.UnixEpoch);

        var page = (await Http.GetPageAsync($"/shows/{show.Id}")).ShouldBePage(HttpStatusCode.OK);

        page.Text.ShouldContain("This show has started");
        page.Text.ShouldNotContain("name=\"seat\"");
    }
}
