using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>The buyer's link: given after the confirmation, remembered on that device, needed for the code.</summary>
[Collection(Chromium.Collection)]
public sealed class TicketLinkTests(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    private const string Booked = "Your 2 seats are booked";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Confirming_leads_to_the_code_and_the_booking_number_alone_does_not(bool hasScripts)
    {
        await using var buyer = await EnterAsync(hasScripts);
        var (path, link) = await BuyAsync(buyer);

        link.ShouldMatch($@"^{path}\?ticket=[A-Za-z0-9_-]{{52}}$");
        await using var stranger = await EnterAsync(hasScripts);
        await stranger.Page.GotoAsync(path);
        (await stranger.HeadingAsync()).ShouldBe(Booked);
        (await stranger.Page.Locator(".qr").CountAsync()).ShouldBe(0);
        await stranger.Page.GotoAsync($"{path}?ticket={link[^20..]}");
        (await stranger.Page.Locator("#link").InnerTextAsync()).ShouldBe("This link does not open the ticket");
        await stranger.Page.GotoAsync(link);
        (await stranger.Page.Locator(".qr").CountAsync()).ShouldBe(1);
        buyer.Complaints.ShouldBeEmpty();
        stranger.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_device_that_bought_goes_on_showing_the_ticket_until_it_is_to_forget_it()
    {
        await using var buyer = await EnterAsync(hasScripts: true);
        var (path, link) = await BuyAsync(buyer);
        var page = buyer.Page;

        await page.GotoAsync(path);
        await page.WaitForURLAsync($"**{path}?ticket=*");
        await Assertions.Expect(page.Locator(".qr")).ToBeVisibleAsync();
        await page.GotoAsync("/bookings");
        (await page.Locator(".kept a").GetAttributeAsync("href")).ShouldBe(link);
        await page.Locator(".kept a").ClickAsync();
        await Assertions.Expect(page.Locator(".qr")).ToBeVisibleAsync();

        await page.GotoAsync("/bookings");
        await buyer.PressAsync("Forget ");
        (await page.Locator("[data-forget-address]").InputValueAsync())
            .ShouldBe(new Uri(api.Server.Http.BaseAddress!, link).ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Forget it", Exact = true }).ClickAsync();
        await page.GotoAsync(path);
        (await buyer.HeadingAsync()).ShouldBe(Booked);
        (await page.EvaluateAsync<string>("JSON.stringify(localStorage)")).ShouldNotContain(link[^20..]);
        buyer.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_link_that_works_no_more_is_forgotten_and_a_better_one_is_not()
    {
        await using var buyer = await EnterAsync(hasScripts: true);
        var (path, link) = await BuyAsync(buyer);
        var page = buyer.Page;

        await page.GotoAsync($"{path}?ticket=none");
        await page.WaitForURLAsync($"**{link}");
        await page.EvaluateAsync(
            "kept => localStorage.setItem(kept[0], localStorage.getItem(kept[0]).replace(kept[1], 'old'))",
            new[] { "usher-bookings", link.Split('=')[1] });
        await page.GotoAsync(path);
        await page.WaitForURLAsync($"**{path}?ticket=old");
        await Assertions.Expect(page.Locator("#link")).ToHaveTextAsync("This link does not open the ticket");

        await page.GotoAsync("/bookings");
        (await page.Locator(".kept a").GetAttributeAsync("href")).ShouldBe(path);
        buyer.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_ticket_that_is_open_says_that_it_was_cancelled()
    {
        await using var buyer = await EnterAsync(hasScripts: true);
        var (path, _) = await BuyAsync(buyer);

        await api.Http.PostNothingAsync($"/api/admin{path}/cancel", ("X-Api-Key", TestApi.AdminKey));
        await buyer.LookAgainAsync();

        await Assertions.Expect(buyer.Page.Locator("h1")).ToHaveTextAsync("Cancelled by the organiser");
        buyer.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(ColorScheme.Light, false)]
    [InlineData(ColorScheme.Dark, true)]
    public async Task The_desk_hands_over_a_link_that_opens_the_ticket(ColorScheme colors, bool isPhone)
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        var id = await DeskSales.SellAsync(api, show.Id, 3, 4);
        await using var desk = await DeskVisit.SignInAsync(chromium, api.Server, options =>
        {
            options.ColorScheme = colors;
            if (isPhone)
            {
                BuyerVisit.Phone(options);
            }
        });
        await desk.Page.GotoAsync($"/desk/bookings/{id}");

        await desk.PressAsync("New ticket link");

        var link = await desk.Page.GetByLabel("Link", new() { Exact = true }).InputValueAsync();
        (await desk.Page.RunAxe()).Violations.Where(violation => violation.Impact is "serious" or "critical")
            .Select(PageQualityTests.Tell).ShouldBeEmpty();
        (await desk.Page.EvaluateAsync<int>(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0);
        await using var buyer = await EnterAsync(hasScripts: true);
        await buyer.Page.GotoAsync(link);
        await Assertions.Expect(buyer.Page.Locator(".qr")).ToBeVisibleAsync();
        desk.Complaints.ShouldBeEmpty();
        buyer.Complaints.ShouldBeEmpty();
    }

    private async Task<(string Path, string Link)> BuyAsync(BuyerVisit buyer)
    {
        var show = await api.Server.CreateShowAsync();
        var path = (await api.Http.HoldAsync(show.Id, 3, 4)).ShouldRedirect();
        await buyer.Page.GotoAsync(path);
        await buyer.Page.GetByLabel("E-mail").FillAsync("asha@example.com");
        await buyer.PressAsync("Confirm 2 seats");
        await Assertions.Expect(buyer.Page.Locator(".qr")).ToBeVisibleAsync();
        return (path, new Uri(buyer.Page.Url).PathAndQuery);
    }

    private Task<BuyerVisit> EnterAsync(bool hasScripts) =>
        BuyerVisit.EnterAsync(chromium, api.Server, hasScripts ? null : BuyerVisit.WithoutScripts);
}
