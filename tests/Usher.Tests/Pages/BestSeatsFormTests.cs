using System.Net;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.Tests.Pages;

public sealed class BestSeatsFormTests(TestApi api) : IClassFixture<TestApi>
{
    private HttpClient Http => api.Http;

    [Fact]
    public async Task A_form_that_counts_seats_holds_the_best_and_sent_twice_it_books_once()
    {
        var show = await CreateAsync();
        (string, string)[] form = [await KeyAsync(show), ("count", "2"), ("category", "")];

        var first = (await Http.PostFormAsync($"/shows/{show.Id}/book", form)).ShouldRedirect();
        var again = (await Http.PostFormAsync($"/shows/{show.Id}/book", form)).ShouldRedirect();
        var other = (await Http.PostFormAsync(
            $"/shows/{show.Id}/book", [form[0], ("count", "2"), ("category", "Rear")])).ShouldRedirect();

        again.ShouldBe(first);
        other.ShouldNotBe(first);
        (await Http.GetPageAsync(first)).Text.ShouldContain("Row A, seats 3 and 4");
    }

    [Fact]
    public async Task Without_scripts_the_page_offers_to_count()
    {
        var show = await CreateAsync();

        var page = (await Http.GetPageAsync($"/shows/{show.Id}")).ShouldBePage(HttpStatusCode.OK);

        page.Text.ShouldContain("Best seats together");
        page.Text.ShouldContain("form=\"best-seats\"");
        WebUtility.HtmlDecode(page.Text).ShouldContain("<option value=\"Rear\">Rear £12</option>");
    }

    [Fact]
    public async Task Where_so_many_are_not_together_the_page_says_what_is()
    {
        var show = await CreateAsync();

        var refused = await Http.PostFormAsync(
            $"/shows/{show.Id}/book", [await KeyAsync(show), ("count", "4"), ("category", "Rear")]);

        refused.ShouldBePage(HttpStatusCode.Conflict)
            .Text.ShouldContain("There are no 4 seats together in Rear; the most together is 3.");
    }

    [Fact]
    public async Task Where_a_group_must_sit_apart_the_page_says_how_and_has_a_button()
    {
        var show = await api.Server.CreateShowAsync(
            NewShow.In(BusPlan.Create("Coach", 4, "Seat"), "A trip", TestServer.FarOff));

        var refused = (await Http.PostFormAsync(
            $"/shows/{show.Id}/book", [await KeyAsync(show), ("count", "3"), ("category", "")]))
            .ShouldBePage(HttpStatusCode.Conflict);

        WebUtility.HtmlDecode(refused.Text)
            .ShouldContain("There are no 3 seats together, but 2 + 1 close to each other.");
        WebUtility.HtmlDecode(refused.Text).ShouldContain("Hold 2 + 1: 1 A and B, 1 C");
        (await Http.HoldAsync(show.Id, 1, 2, 3)).ShouldRedirect();
    }

    [Fact]
    public async Task A_choice_that_leaves_a_seat_alone_is_refused_with_a_button_for_each_that_does_not()
    {
        var show = await CreateAsync(noOrphans: true);

        var refused = (await Http.HoldAsync(show.Id, 2, 3)).ShouldBePage(HttpStatusCode.Conflict);

        refused.Text
            .ShouldContain("This would leave A 1 as a single seat. Take it too, or move your seats along by one.");
        WebUtility.HtmlDecode(refused.Text).ShouldContain("Hold A 1–3");
        refused.Text.ShouldContain("Hold A 1 and 2");
        refused.Text.ShouldContain("Hold A 3 and 4");
        (await Http.HoldAsync(show.Id, 1, 2, 3)).ShouldRedirect();
    }

    [Theory]
    [InlineData("0", "")]
    [InlineData("-1", "")]
    [InlineData("x", "")]
    [InlineData("101", "")]
    [InlineData("20", "")]
    [InlineData("2", "Balcony")]
    public async Task Counts_and_prices_that_are_none_are_told_as_a_page(string count, string category)
    {
        var show = await CreateAsync();

        (await Http.PostFormAsync(
            $"/shows/{show.Id}/book", [await KeyAsync(show), ("count", count), ("category", category)]))
            .ShouldBePage(HttpStatusCode.BadRequest).Text.ShouldContain("Nothing was held.");
    }

    private async Task<(string, string)> KeyAsync(Show show) => (await Http.FormAsync(show.Id))[0];

    private Task<Show> CreateAsync(bool noOrphans = false) => api.Server.CreateShowAsync(
        NewShow.In(
            BlockPlan.Create("Studio", rows: 3, seatsPerRow: 6, aislesAfter: [], "Front", "Rear"),
            "A show", TestServer.FarOff) with
        {
            NoOrphans = noOrphans,
            SeatsPerBookingMax = 10,
            Currency = "GBP",
            Prices = [new Price("Front", 1800), new Price("Rear", 1200)],
        });
}
