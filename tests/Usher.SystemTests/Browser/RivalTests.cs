using Microsoft.Playwright;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

[Collection(Chromium.Collection)]
public sealed class RivalTests(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task Who_loses_a_seat_sees_it_go_and_is_offered_others()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await using var slow = await BuyerVisit.EnterAsync(chromium, api.Server);
        await using var fast = await BuyerVisit.EnterAsync(chromium, api.Server, BuyerVisit.Phone);
        await slow.OpenAsync(show);
        await slow.ChooseAsync(1, 2, 3);

        await fast.HoldAsync(show, 3);
        await slow.Toast.WaitForAsync();

        (await slow.Toast.Locator("span").InnerTextAsync())
            .ShouldBe("A 3 is no longer available. Your other 2 seats are still free.");
        (await slow.Tray.CountAsync()).ShouldBe(2);
        await slow.PressAsync("Find 3 together");
        await slow.Tray.Nth(2).WaitForAsync();
        await slow.PressAsync("Hold 3 seats");
        await slow.Page.WaitForURLAsync("**/bookings/*");
        slow.Complaints.ShouldBeEmpty();
        fast.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Seats_that_go_at_once_are_told_together_and_said_once()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        await buyer.OpenAsync(show);
        await buyer.ChooseAsync(1, 2, 3);

        (await api.Http.HoldAsync(show.Id, 1, 2)).ShouldRedirect();
        await buyer.Toast.WaitForAsync();

        const string Words = "A 1 and A 2 are no longer available. Your other seat is still free.";
        await Assertions.Expect(buyer.Toast.Locator("span")).ToHaveTextAsync(Words);
        await Assertions.Expect(buyer.Toast.Locator("span")).ToHaveAttributeAsync("aria-hidden", "true");
        await Assertions.Expect(buyer.Page.Locator("usher-seat-map .assertive")).ToHaveTextAsync(Words);
        await buyer.Toast.GetByRole(
            AriaRole.Button, new() { Name = "Find 3 together, as A 1 and A 2 have gone", Exact = true }).FocusAsync();
        await buyer.Page.Keyboard.PressAsync("Enter");
        await buyer.Tray.Nth(2).WaitForAsync();
        await Assertions.Expect(buyer.HoldButton).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Who_is_a_moment_slower_may_hold_the_others()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        // Of the rival nothing is heard before the hold is asked for.
        await buyer.Page.RouteWebSocketAsync("**/live?*", LetOnlyTheFirstMessageThrough);
        await buyer.OpenAsync(show);
        await buyer.ChooseAsync(1, 2, 3);
        (await api.Http.HoldAsync(show.Id, 2)).ShouldRedirect();

        await buyer.PressAsync("Hold 3 seats");
        await buyer.Toast.WaitForAsync();

        (await buyer.Toast.Locator("span").InnerTextAsync())
            .ShouldBe("A 2 is no longer available. Nothing is held yet.");
        await buyer.PressAsync("Hold the other 2");
        await buyer.Page.WaitForURLAsync("**/bookings/*");
        (await buyer.HeadingAsync()).ShouldBe("Your 2 seats are held");
    }

    [Fact]
    public async Task Who_was_turned_away_by_a_crowd_keeps_the_choice_and_tries_by_itself()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        var turnedAway = 0;
        await buyer.Page.RouteAsync("**/api/bookings", route => turnedAway++ == 0
            ? route.FulfillAsync(new RouteFulfillOptions
            {
                Status = 503,
                Headers = new Dictionary<string, string> { ["Retry-After"] = "1" },
                ContentType = "application/problem+json",
                Body = "{}",
            })
            : route.ContinueAsync());
        await buyer.OpenAsync(show);
        await buyer.ChooseAsync(1, 2);

        await buyer.PressAsync("Hold 2 seats");
        await buyer.Toast.WaitForAsync();
        var words = await buyer.Toast.InnerTextAsync();
        await buyer.Page.WaitForURLAsync("**/bookings/*");

        words.ShouldBe("This site is very busy right now. Your choice is saved; trying again in 1 s.");
        turnedAway.ShouldBe(2);
    }

    private static void LetOnlyTheFirstMessageThrough(IWebSocketRoute socket)
    {
        var messages = 0;
        socket.ConnectToServer().OnMessage(frame =>
        {
            if (messages++ == 0)
            {
                socket.Send(frame.Text!);
            }
        });
    }
}
