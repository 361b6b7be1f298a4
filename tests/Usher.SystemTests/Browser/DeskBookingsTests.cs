using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>Bookings at the desk: found, opened, cancelled, exported.</summary>
[Collection(Chromium.Collection)]
public sealed class DeskBookingsTests(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task A_callers_booking_is_found_by_address_number_state_or_seat()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        var mine = await DeskSales.SellAsync(api, show.Id, "caller@example.com", 3, 4);
        await DeskSales.HoldAsync(api, show.Id, "Caller@example.com", 11);
        await using var desk = await LiveMapVisit.EnterAsync(chromium, api.Server);
        var rows = desk.Page.Locator("table.bookings tbody tr");

        await SearchAsync(desk, "/desk/bookings", "CALLER@example.com");
        await Assertions.Expect(rows).ToHaveCountAsync(2);
        desk.Page.Url.ShouldNotContain("caller", Case.Insensitive);
        await desk.Page.Locator("select[name=status]").SelectOptionAsync("held");
        await SearchAsync(desk, null, "caller@example.com");
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await Assertions.Expect(rows).ToContainTextAsync("Caller@example.com");
        await SearchAsync(desk, $"/desk/bookings?show={show.Id}", "A 4");
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await SearchAsync(desk, "/desk/bookings", "nobody@");
        await Assertions.Expect(desk.Page.GetByText("No bookings match. Enter the whole e-mail")).ToBeVisibleAsync();

        await SearchAsync(desk, "/desk/bookings", $"https://tickets.example/bookings/{mine}");
        await Assertions.Expect(desk.Page.Locator("h1")).ToHaveTextAsync("A 3 and 4");
        await Assertions.Expect(desk.Page.Locator(".facts-card")).ToContainTextAsync("caller@example.com");
    }

    [Fact]
    public async Task A_booking_is_cancelled_with_a_reason_without_scripts_too()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        var id = await DeskSales.SellAsync(api, show.Id, 5);
        await using var desk = await LiveMapVisit.EnterAsync(chromium, api.Server, BuyerVisit.WithoutScripts);

        await desk.Page.GotoAsync($"/desk/bookings/{id}");
        await desk.Page.GetByText("Cancel booking").First.ClickAsync();
        await desk.Page.Locator("input[name=reason]").FillAsync("<b>Bold</b> request");
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel booking" }).ClickAsync();

        await Assertions.Expect(desk.Page.Locator(".timeline li")).ToHaveCountAsync(3);
        await Assertions.Expect(desk.Page.Locator(".timeline")).ToContainTextAsync("<b>Bold</b> request");
        await Assertions.Expect(desk.Page.Locator(".facts-card .badge")).ToHaveTextAsync("Cancelled");
    }

    [Fact]
    public async Task The_export_holds_what_was_found_and_no_formula()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await DeskSales.SellAsync(api, show.Id, "=cmd@example.com", 1, 2);
        await using var desk = await LiveMapVisit.EnterAsync(chromium, api.Server);
        await desk.Page.GotoAsync($"/desk/bookings?show={show.Id}");

        var download = await desk.Page.RunAndWaitForDownloadAsync(
            () => desk.Page.GetByText("Download as CSV").ClickAsync());

        using var reader = new StreamReader(await download.CreateReadStreamAsync());
        var lines = (await reader.ReadToEndAsync()).Trim().Split("\r\n");
        lines.Length.ShouldBe(2);
        lines[1].ShouldContain("'=cmd@example.com");
        lines[1].ShouldContain("\"Confirmed\"");
    }

    [Theory]
    [InlineData(ColorScheme.Light, false)]
    [InlineData(ColorScheme.Dark, true)]
    public async Task No_page_has_a_serious_barrier_or_breaks_the_policy(ColorScheme colors, bool isPhone)
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        var sold = await DeskSales.SellAsync(api, show.Id, 1, 2);
        await DeskSales.HoldAsync(api, show.Id, "b@example.com", 8);
        await using var desk = await LiveMapVisit.EnterAsync(chromium, api.Server, options =>
        {
            options.ColorScheme = colors;
            if (isPhone)
            {
                BuyerVisit.Phone(options);
            }
        });
        List<string> barriers = [];
        foreach (var path in new[]
        {
            "/desk/bookings", $"/desk/bookings?show={show.Id}&q=none", $"/desk/bookings/{sold}",
            $"/desk/bookings/{sold}/cancel", $"/desk/shows/{show.Id}/map", $"/desk/shows/{show.Id}/map?seats=1",
            $"/desk/shows/{show.Id}/map?seats=1-12", $"/desk/shows/{show.Id}/map?find=Q+1",
        })
        {
            await desk.Page.GotoAsync(path);
            if (path.Contains("/map"))
            {
                await desk.Page.Locator("usher-seat-map .zoom").WaitForAsync();
            }

            barriers.AddRange((await desk.Page.RunAxe()).Violations
                .Where(violation => violation.Impact is "serious" or "critical")
                .Select(violation => $"{path}: {violation.Id} {violation.Nodes[0].Html}"));
            var wide = await desk.Page.EvaluateAsync<int>(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth");
            wide.ShouldBe(0, path);
        }

        barriers.ShouldBeEmpty();
        desk.Complaints.Where(complaint => !complaint.Contains("404")).ShouldBeEmpty();
    }

    private static async Task SearchAsync(LiveMapVisit desk, string? path, string text)
    {
        if (path is not null)
        {
            await desk.Page.GotoAsync(path);
        }

        await desk.Page.Locator("input[name=q]").FillAsync(text);
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Search", Exact = true }).ClickAsync();
    }
}
