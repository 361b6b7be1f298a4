using Microsoft.Playwright;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>What a page does from the press on its button until it knows what became of the seats.</summary>
[Collection(Chromium.Collection)]
public sealed class HoldingTests(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task Whose_answer_was_lost_on_its_way_asks_again_and_loses_no_seat_to_the_own_hold()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        var keys = new List<string>();
        var mayGoOn = new TaskCompletionSource();
        await buyer.Page.RouteAsync("**/api/bookings", async route =>
        {
            keys.Add(route.Request.Headers["idempotency-key"]);
            if (keys.Count == 1)
            {
                await route.FetchAsync();
                await route.AbortAsync();
            }
            else
            {
                await mayGoOn.Task;
                await route.ContinueAsync();
            }
        });
        await buyer.OpenAsync(show);
        await buyer.Page.EvaluateAsync(
            "() => { window.losses = 0; addEventListener('usher-loss', () => window.losses++); }");
        await buyer.ChooseAsync(4, 5);

        await buyer.PressAsync("Hold 2 seats");
        await Assertions.Expect(buyer.Toast).ToContainTextAsync("We cannot reach the server. Your choice is saved; ");
        await Assertions.Expect(buyer.Left).ToHaveTextAsync("58 seats left");
        (await buyer.Page.EvaluateAsync<int>("() => window.losses")).ShouldBe(0);
        (await buyer.Tray.CountAsync()).ShouldBe(2);
        mayGoOn.SetResult();
        await buyer.Page.WaitForURLAsync("**/bookings/*");

        (await buyer.HeadingAsync()).ShouldBe("Your 2 seats are held");
        keys.Count.ShouldBe(2);
        keys[1].ShouldBe(keys[0]);
        var bookings = await api.Http.GetAnswerAsync(
            $"/api/admin/shows/{show.Id}/bookings", ("X-Api-Key", TestApi.AdminKey));
        bookings.Json.GetProperty("bookings").GetArrayLength().ShouldBe(1, bookings.Text);
    }

    [Fact]
    public async Task Until_it_is_known_what_became_of_a_choice_it_is_not_changed()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        var page = buyer.Page;
        var asked = new List<(string Key, string? Seats)>();
        var mayGoOn = new TaskCompletionSource();
        await page.RouteAsync("**/api/bookings", async route =>
        {
            asked.Add((route.Request.Headers["idempotency-key"], route.Request.PostData));
            if (asked.Count == 1)
            {
                await route.FulfillAsync(TurnedAway(seconds: 2));
            }
            else
            {
                await mayGoOn.Task;
                await route.FulfillAsync(Taken(2));
            }
        });
        await buyer.OpenAsync(show);
        await buyer.ChooseAsync(1, 2, 3);

        await buyer.PressAsync("Hold 3 seats");
        await buyer.Toast.WaitForAsync();
        var cross = page.GetByRole(AriaRole.Button, new() { Name = "Remove Row A, seat 3" });
        var find = page.GetByRole(AriaRole.Button, new() { Name = "Find", Exact = true });
        await Assertions.Expect(cross).ToBeDisabledAsync();
        await Assertions.Expect(find).ToBeDisabledAsync();
        await buyer.PressAsync("List");
        await page.Locator("usher-seat-map .list [data-seat='3']").ClickAsync();
        await Assertions.Expect(page.Locator("usher-seat-map .notice")).ToHaveTextAsync(
            "We are holding your seats. You can change them in a moment.");
        await Assertions.Expect(buyer.HoldButton).ToHaveTextAsync("Holding…");
        mayGoOn.SetResult();

        await Assertions.Expect(buyer.HoldButton).ToHaveTextAsync("Hold 2 seats");
        asked.Count.ShouldBe(2);
        asked[1].ShouldBe(asked[0]);
        asked[0].Seats.ShouldNotBeNull().ShouldContain("\"seat_numbers\":[1,2,3]");
        await Assertions.Expect(find).ToBeEnabledAsync();
        await cross.ClickAsync();
        await Assertions.Expect(buyer.HoldButton).ToHaveTextAsync("Hold 1 seat");
    }

    [Fact]
    public async Task What_counts_down_is_seen_every_second_and_said_once()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        await buyer.Page.RouteAsync("**/api/bookings", route => route.FulfillAsync(TurnedAway(seconds: 3)));
        await buyer.OpenAsync(show);
        await buyer.ChooseAsync(1);
        // As those hear it who listen: what is hidden from them does not change it.
        await buyer.Page.EvaluateAsync("""
            () => {
              const place = document.querySelector("[data-toasts]");
              window.said = [];
              const look = () => {
                const heard = place.cloneNode(true);
                heard.querySelectorAll("[aria-hidden=true]").forEach((part) => part.remove());
                if (window.said.at(-1) !== heard.textContent) {
                  window.said.push(heard.textContent);
                }
              };
              new MutationObserver(look).observe(place, { childList: true, characterData: true, subtree: true });
            }
            """);

        await buyer.PressAsync("Hold 1 seat");
        foreach (var seconds in new[] { 3, 1, 3 })
        {
            await Assertions.Expect(buyer.Toast).ToHaveTextAsync(
                $"This site is very busy right now. Your choice is saved; trying again in {seconds} s.");
        }

        (await buyer.Page.EvaluateAsync<string[]>("() => window.said"))
            .ShouldBe(["This site is very busy right now. Your choice is saved"]);
    }

    [Fact]
    public async Task The_others_are_those_that_are_free_by_the_time_of_the_answer()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        var mayGoOn = new TaskCompletionSource();
        await buyer.Page.RouteAsync("**/api/bookings", async route =>
        {
            await mayGoOn.Task;
            await route.FulfillAsync(Taken(2));
        });
        await buyer.OpenAsync(show);
        await buyer.ChooseAsync(1, 2, 3);

        await buyer.PressAsync("Hold 3 seats");
        (await api.Http.HoldAsync(show.Id, 2, 3)).ShouldRedirect();
        await Assertions.Expect(buyer.Left).ToHaveTextAsync("58 seats left");
        mayGoOn.SetResult();

        await Assertions.Expect(buyer.Toast.Locator("span")).ToHaveTextAsync(
            "A 2 and A 3 are no longer available. Nothing is held yet.");
        await Assertions.Expect(buyer.Toast.Locator("button")).ToHaveTextAsync("Hold the other one");
    }

    [Fact]
    public async Task Who_asks_too_often_is_told_when_to_try_again_and_keeps_the_choice()
    {
        await using var server = await TestServer.StartAsync(
            api.Database, ("Auth:AdminKey", TestApi.AdminKey), ("RateLimits:Enabled", "true"),
            ("RateLimits:BookingsPerWindow", "1"));
        var show = await SmallHall.CreateShowAsync(server);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, server);
        await server.Http.BookAsync(show.Id, [9]);
        await buyer.OpenAsync(show);
        await buyer.ChooseAsync(4, 5);

        await buyer.PressAsync("Hold 2 seats");

        await Assertions.Expect(buyer.Toast).ToContainTextAsync("the limit is 1 in 15 minutes. Try again in ");
        await Assertions.Expect(buyer.HoldButton).ToHaveTextAsync("Hold 2 seats");
        (await buyer.Tray.CountAsync()).ShouldBe(2);
    }

    private static RouteFulfillOptions TurnedAway(int seconds) => new()
    {
        Status = 503,
        Headers = new Dictionary<string, string> { ["Retry-After"] = $"{seconds}" },
        ContentType = "application/problem+json",
        Body = "{}",
    };

    private static RouteFulfillOptions Taken(int seat) => new()
    {
        Status = 409,
        ContentType = "application/json",
        Body = $$"""{ "status": "FAILED", "reason": "SEATS_TAKEN", "conflict_seats": [{{seat}}] }""",
    };
}
