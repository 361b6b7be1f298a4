using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

[Collection(Chromium.Collection)]
public sealed partial class HoldPageTests(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task A_hold_that_ends_says_so_on_screen_and_offers_the_same_seats()
    {
        var show = await api.Server.CreateShowAsync(holdSeconds: 3);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        await buyer.HoldAsync(show, 1, 2, 3);
        await buyer.Page.GetByLabel("E-mail").FocusAsync();

        await buyer.Page.GetByText("Your hold has ended").First.WaitForAsync();

        (await buyer.Page.EvaluateAsync<string>("document.activeElement.textContent"))
            .ShouldBe("Your hold has ended");
        (await buyer.Page.Locator("form.confirm").IsVisibleAsync()).ShouldBeFalse();
        (await buyer.Page.Locator("[data-say]").InnerTextAsync()).ShouldBe("Your hold has ended. Nothing was charged.");
        await buyer.PressAsync("Try the same 3 seats again");
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
        await buyer.Page.Locator(".longer").WaitForAsync(new() { State = WaitForSelectorState.Detached });

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

        await page.GetByText("Release the seats").ClickAsync();
        (await page.EvaluateAsync<string>("document.activeElement.textContent")).ShouldBe("Keep my seats");
        await page.Keyboard.PressAsync("Enter");
        (await page.Locator("dialog").IsVisibleAsync()).ShouldBeFalse();
        (await buyer.HeadingAsync()).ShouldBe("Your 2 seats are held");
        await page.GetByText("Release the seats").ClickAsync();
        await buyer.PressAsync("Release them");
        await page.GetByText("Your seats were released").WaitForAsync();

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

        (await buyer.Page.Locator("[data-error]").InnerTextAsync())
            .ShouldBe("Enter an e-mail address such as name@example.com");
        (await buyer.Page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("email");
    }

    [Fact]
    public async Task A_clock_that_slept_with_the_phone_is_put_right_when_somebody_looks_again()
    {
        var show = await api.Server.CreateShowAsync(holdSeconds: 120);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        await buyer.SleepAtWillAsync();
        await buyer.HoldAsync(show, 1);
        await buyer.SleepAsync(milliseconds: 600_000);
        await buyer.Page.Locator("[data-clock]", new() { HasTextRegex = TenMinutes() }).WaitForAsync();

        await buyer.LookAgainAsync();

        await buyer.Page.Locator("[data-clock]", new() { HasTextRegex = TwoMinutes() }).WaitForAsync();
        buyer.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_clock_that_leaps_says_what_is_true_after_the_leap()
    {
        var show = await api.Server.CreateShowAsync(holdSeconds: 120);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        await buyer.SleepAtWillAsync();
        await buyer.HoldAsync(show, 1);
        await buyer.Page.Locator("[data-clock]", new() { HasTextRegex = TwoMinutes() }).WaitForAsync();

        await buyer.SleepAsync(milliseconds: -95_000);

        var said = buyer.Page.Locator("[data-say]:not(:empty)");
        await said.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        (await said.TextContentAsync()).ShouldBe("Last 30 seconds. Confirm to keep these seats.");
    }

    [Fact]
    public async Task Who_asks_for_more_time_keeps_what_was_typed()
    {
        var show = await api.Server.CreateShowAsync(holdSeconds: 60);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        await buyer.HoldAsync(show, 1);
        await buyer.Page.GetByLabel("E-mail").FillAsync("asha@example.com");

        await buyer.PressAsync("1 more minute");
        await buyer.Page.Locator(".longer").WaitForAsync(new() { State = WaitForSelectorState.Detached });

        (await buyer.Page.GetByLabel("E-mail").InputValueAsync()).ShouldBe("asha@example.com");
        (await SecondsAsync(buyer.Page)).ShouldBeGreaterThan(60);
        await buyer.PressAsync("Confirm 1 seat");
        await buyer.Page.GetByText("Confirmed").WaitForAsync();
        buyer.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_another_tab_did_to_the_booking_is_told_when_somebody_looks_again()
    {
        var show = await api.Server.CreateShowAsync();
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        await buyer.HoldAsync(show, 1, 2);
        var path = new Uri(buyer.Page.Url).AbsolutePath;

        await api.Http.PostFormAsync(path + "/extend", []);
        await buyer.LookAgainAsync();
        await buyer.Page.Locator(".longer").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await api.Http.PostFormAsync(path + "/confirm", [("email", "asha@example.com")]);
        await buyer.LookAgainAsync();

        await buyer.Page.GetByText("Confirmed").WaitForAsync();
        buyer.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_goes_back_to_the_seats_is_told_of_the_hold_and_led_to_it()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        await buyer.HoldAsync(show, 4, 5);

        await buyer.Page.GoBackAsync();
        var banner = buyer.Page.Locator("[data-own-hold]");
        await banner.Locator("a").WaitForAsync();
        (await banner.InnerTextAsync())
            .ShouldMatch(@"^You hold A 4 and 5 until \d\d:\d\d:\d\d\. Continue your booking$");
        (await buyer.Tray.CountAsync()).ShouldBe(0);
        (await buyer.Toast.CountAsync()).ShouldBe(0);
        await banner.Locator("a").ClickAsync();

        (await buyer.HeadingAsync()).ShouldBe("Your 2 seats are held");
    }

    // The browser may show the page as it was left, hall, choice and all.
    [Fact]
    public async Task A_page_that_comes_back_as_it_was_left_has_given_up_the_choice_that_is_held_now()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        var page = buyer.Page;
        await buyer.OpenAsync(show);
        await buyer.ChooseAsync(4, 5);
        // It leads nowhere, so that the page stays, as one in the browser's memory does.
        await page.EvaluateAsync("navigation.addEventListener('navigate', event => event.preventDefault())");
        await page.RunAndWaitForResponseAsync(() => buyer.PressAsync("Hold 2 seats"), "**/api/bookings");
        (await buyer.Tray.CountAsync()).ShouldBe(2);

        await page.EvaluateAsync("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");

        await buyer.Tray.First.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        (await buyer.Toast.CountAsync()).ShouldBe(0);
    }

    [GeneratedRegex("^1[01]:")]
    private static partial Regex TenMinutes();

    [GeneratedRegex("^[12]:")]
    private static partial Regex TwoMinutes();

    private static async Task<int> SecondsAsync(IPage page)
    {
        var parts = (await page.Locator("[data-clock]").InnerTextAsync()).Split(':');
        return int.Parse(parts[0]) * 60 + int.Parse(parts[1]);
    }
}
