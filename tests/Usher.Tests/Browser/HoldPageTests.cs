using Microsoft.Playwright;
using Usher.Tests.Support;

namespace Usher.Tests.Browser;

[Collection(Chromium.Collection)]
public sealed class HoldPageTests(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task A_hold_that_ends_says_so_on_screen_and_offers_the_same_seats()
    {
        var show = await api.Server.CreateShowAsync(holdSeconds: 3);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        await buyer.HoldAsync(show, 1, 2, 3);

        await buyer.Page.GetByText("Your hold has ended").First.WaitForAsync();

        (await buyer.Page.Locator("form.confirm").IsVisibleAsync()).ShouldBeFalse();
        (await buyer.Page.Locator("[data-say]").InnerTextAsync()).ShouldBe("Your hold has ended. Nothing was charged.");
        await buyer.PressAsync("Try for the same 3 seats");
        await buyer.Page.GetByText("Your 3 seats are held").WaitForAsync();
        buyer.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_clock_goes_on_from_its_extension()
    {
        var show = await api.Server.CreateShowAsync(holdSeconds: 60);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        await buyer.HoldAsync(show, 1);
        var before = await SecondsAsync(buyer.Page);

        await buyer.PressAsync("1 more minute");
        await buyer.Page.Locator("form.longer").WaitForAsync(new LocatorWaitForOptions
        {
            State = WaitForSelectorState.Detached,
        });

        before.ShouldBeLessThanOrEqualTo(60);
        (await SecondsAsync(buyer.Page)).ShouldBeGreaterThan(before);
    }

    [Fact]
    public async Task Seats_are_let_go_only_after_a_question_that_starts_on_the_safe_answer()
    {
        var show = await api.Server.CreateShowAsync();
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        var page = buyer.Page;
        await buyer.HoldAsync(show, 1, 2);

        await page.GetByText("Let the seats go").ClickAsync();
        (await page.EvaluateAsync<string>("document.activeElement.textContent")).ShouldBe("Keep my seats");
        await page.Keyboard.PressAsync("Enter");
        (await page.Locator("dialog").IsVisibleAsync()).ShouldBeFalse();
        (await buyer.HeadingAsync()).ShouldBe("Your 2 seats are held");
        await page.GetByText("Let the seats go").ClickAsync();
        await buyer.PressAsync("Let them go");
        await page.GetByText("Your seats are let go").WaitForAsync();

        buyer.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_address_is_told_before_anything_is_sent()
    {
        var show = await api.Server.CreateShowAsync();
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        await buyer.HoldAsync(show, 1);

        await buyer.Page.GetByLabel("E-mail").FillAsync("asha");
        await buyer.PressAsync("Confirm 1 seat");

        (await buyer.Page.Locator("[data-error]").InnerTextAsync()).ShouldBe("Enter an e-mail like name@example.com");
        (await buyer.Page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("email");
    }

    private static async Task<int> SecondsAsync(IPage page)
    {
        var parts = (await page.Locator("[data-clock]").InnerTextAsync()).Split(':');
        return int.Parse(parts[0]) * 60 + int.Parse(parts[1]);
    }
}
