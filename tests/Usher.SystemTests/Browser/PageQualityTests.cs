using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

[Collection(Chromium.Collection)]
public sealed class PageQualityTests(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    private const int PageBytesMax = 150 * 1024;

    [Theory]
    [InlineData(ColorScheme.Light, false)]
    [InlineData(ColorScheme.Dark, true)]
    public async Task No_page_has_a_serious_barrier_or_breaks_the_policy(ColorScheme colors, bool isPhone)
    {
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server, options =>
        {
            options.ColorScheme = colors;
            if (isPhone)
            {
                BuyerVisit.Phone(options);
            }
        });
        var barriers = new List<string>();
        foreach (var path in await PathsAsync())
        {
            await buyer.Page.GotoAsync(path);
            if (await buyer.Page.Locator("usher-seat-map").CountAsync() > 0)
            {
                await buyer.Page.Locator("usher-seat-map .zoom").WaitForAsync();
            }

            var found = await buyer.Page.RunAxe();
            barriers.AddRange(found.Violations
                .Where(violation => violation.Impact is "serious" or "critical")
                .Select(violation => $"{path}: {Tell(violation)}"));
        }

        barriers.ShouldBeEmpty();
        // What the browser tells of a page that does not exist is no fault of the page.
        buyer.Complaints.Where(complaint => !complaint.Contains("404")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_show_of_five_hundred_seats_weighs_little()
    {
        var show = await api.Server.CreateShowAsync(seats: 500);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        await buyer.OpenAsync(show);

        var bytes = await buyer.Page.EvaluateAsync<int>("""
            () => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
              .reduce((sum, entry) => sum + entry.encodedBodySize, 0)
            """);

        bytes.ShouldBeInRange(10_000, PageBytesMax);
    }

    private async Task<string[]> PathsAsync()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        var waiting = await api.Server.CreateShowAsync(opensAt: DateTime.UnixEpoch.AddYears(900));
        var gone = await api.Server.CreateShowAsync(startsAt: DateTime.UnixEpoch);
        var held = (await api.Http.HoldAsync(show.Id, 1, 2)).ShouldRedirect();
        var bought = (await api.Http.HoldAsync(show.Id, 4, 5)).ShouldRedirect();
        var ticket = await api.Http.ConfirmAsync(bought);
        var dropped = (await api.Http.HoldAsync(show.Id, 7)).ShouldRedirect();
        await api.Http.PostFormAsync(dropped + "/cancel", []);
        return
        [
            "/", "/?q=nothing+is+called+that", $"/shows/{show.Id}", $"/shows/{waiting.Id}", $"/shows/{gone.Id}", held,
            held + "/cancel", bought, bought + "?ticket=none", ticket, dropped, "/bookings", "/nothing",
        ];
    }

    internal static string Tell(AxeResultItem violation) =>
        $"{violation.Id}: {string.Join("; ", violation.Nodes.Select(node => $"{node.Html} {node.Target}"))}";
}
