using System.Net;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.Tests.Pages;

/// <summary>The list of seats for those without scripts.</summary>
public sealed class SeatListPageTests(TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task Prices_are_words_where_they_begin_and_aisles_part_neighbours()
    {
        var show = await CreateAsync("Front", "Rear");
        await api.Http.BookAsync(show.Id, [2]);

        var rows = await RowsAsync(show);

        rows[0].Split("<b>Front £18</b>").Length.ShouldBe(2);
        rows[2].Split("<b>Rear £12</b>").Length.ShouldBe(2);
        // Row A: 1, 2 which is held, an aisle, 3 and 4.
        rows[0].IndexOf("value=\"1\"", StringComparison.Ordinal).ShouldBeGreaterThan(0);
        rows[0].IndexOf(" on hold", StringComparison.Ordinal).ShouldBeInRange(
            rows[0].IndexOf("value=\"1\"", StringComparison.Ordinal),
            rows[0].IndexOf("<em aria-hidden", StringComparison.Ordinal));
        rows[0].IndexOf("<em aria-hidden", StringComparison.Ordinal).ShouldBeLessThan(
            rows[0].IndexOf("value=\"3\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_price_for_all_is_said_once_elsewhere()
    {
        var rows = await RowsAsync(await CreateAsync("Stalls", behind: null));

        rows.ShouldAllBe(row => !row.Contains("<b>", StringComparison.Ordinal));
    }

    private async Task<string[]> RowsAsync(Show show)
    {
        var page = (await api.Http.GetPageAsync($"/shows/{show.Id}")).ShouldBePage(HttpStatusCode.OK);
        return [.. WebUtility.HtmlDecode(page.Text).Split("<fieldset>").Skip(1)];
    }

    private Task<Show> CreateAsync(string category, string? behind) => api.Server.CreateShowAsync(
        NewShow.In(
            BlockPlan.Create("Studio", rows: 3, seatsPerRow: 4, aislesAfter: [2], category, behind),
            "A show", TestServer.FarOff) with
        {
            Currency = "GBP",
            Prices = behind is null
                ? [new Price(category, 1800)] : [new Price(category, 1800), new Price(behind, 1200)],
        });
}
