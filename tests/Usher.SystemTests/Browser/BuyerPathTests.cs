using Microsoft.Playwright;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

[Collection(Chromium.Collection)]
public sealed class BuyerPathTests(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    // The page's order must lead there.
    private const int TabsMax = 40;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_seats_side_by_side_are_found_held_and_confirmed(bool isPhone)
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await using var buyer = await EnterAsync(isPhone);
        var page = buyer.Page;
        await page.GotoAsync(isPhone ? "/?q=evening" : "/?q=performance");
        await page.Locator($"a[href='/shows/{show.Id}']").ClickAsync();
        await page.Locator("[data-link].on").WaitForAsync();

        await buyer.PressAsync("Find");
        await buyer.Tray.Nth(1).WaitForAsync();
        await buyer.PressAsync("Hold 2 seats");
        await page.WaitForURLAsync("**/bookings/*");
        (await buyer.HeadingAsync()).ShouldBe("Your 2 seats are held");
        await page.GetByLabel("E-mail").FillAsync("asha@example.com");
        await buyer.PressAsync("Confirm 2 seats");
        await page.GetByText("Confirmed").WaitForAsync();

        (await page.Locator(".places").InnerTextAsync()).ShouldMatch("^Row A, seats \\d+ and \\d+$");
        var code = await page.Locator(".qr").BoundingBoxAsync();
        (code!.Width, code.Height).ShouldBe((240, 240));
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth"))
            .ShouldBeLessThanOrEqualTo(page.ViewportSize!.Width);
        await page.GotoAsync("/bookings");
        (await page.Locator("[data-kept] a").InnerTextAsync()).ShouldBe("Evening performance");
        buyer.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_keyboard_alone_gets_to_a_ticket()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await using var buyer = await EnterAsync(isPhone: false);
        var (page, keys) = (buyer.Page, buyer.Page.Keyboard);
        await buyer.OpenAsync(show);

        await page.Locator("usher-seat-map [role=gridcell][tabindex='0']").FocusAsync();
        await keys.PressAsync("Enter");
        await keys.PressAsync("ArrowRight");
        await keys.PressAsync("Space");
        await buyer.Tray.Nth(1).WaitForAsync();
        await buyer.TabToAsync("data-hold", TabsMax);
        await keys.PressAsync("Enter");
        await page.WaitForURLAsync("**/bookings/*");
        await buyer.TabToAsync("autocomplete", TabsMax);
        await keys.TypeAsync("asha@example.com");
        await keys.PressAsync("Enter");
        await page.GetByText("Confirmed").WaitForAsync();

        buyer.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_search_is_answered_while_it_is_typed()
    {
        await api.Server.CreateShowAsync(name: "Winter Orchard");
        await api.Server.CreateShowAsync(name: "The Salt Road");
        await using var buyer = await EnterAsync(isPhone: false);
        var page = buyer.Page;
        await page.GotoAsync("/");

        await page.GetByRole(AriaRole.Searchbox).FillAsync("orchard");
        await page.WaitForURLAsync("**/?q=orchard");

        (await page.Locator(".row h3").AllInnerTextsAsync()).ShouldBe(["Winter Orchard"]);
        (await page.EvaluateAsync<string>("document.activeElement.name")).ShouldBe("q");
        buyer.Complaints.ShouldBeEmpty();
    }

    private Task<BuyerVisit> EnterAsync(bool isPhone) =>
        BuyerVisit.EnterAsync(chromium, api.Server, isPhone ? BuyerVisit.Phone : null);
}
