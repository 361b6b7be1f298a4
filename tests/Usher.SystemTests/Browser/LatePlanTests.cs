using Microsoft.Playwright;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>A show's page whose seating plan comes late or not at all: what the server wrote goes on serving.</summary>
[Collection(Chromium.Collection)]
public sealed class LatePlanTests(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task What_is_ticked_in_the_list_before_the_map_has_come_is_chosen_on_the_map()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        var isDue = new TaskCompletionSource();
        await buyer.Page.RouteAsync("**/plan*", async route =>
        {
            await isDue.Task;
            await route.ContinueAsync();
        });
        await buyer.Page.GotoAsync($"/shows/{show.Id}");
        await buyer.Page.Locator("[data-link].on").WaitForAsync();
        (await buyer.Left.InnerTextAsync()).ShouldBe("60 seats left");
        (await buyer.HoldButton.InnerTextAsync()).ShouldBe("Hold seats");

        await buyer.Page.GetByLabel("Row A, seat 5", new() { Exact = false }).CheckAsync();
        isDue.SetResult();

        await Assertions.Expect(buyer.HoldButton).ToHaveTextAsync("Hold 1 seat");
        (await buyer.Page.Locator("usher-seat-map").EvaluateAsync<int[]>("map => map.selected")).ShouldBe([5]);
        (await buyer.Tray.CountAsync()).ShouldBe(1);
        (await buyer.Left.InnerTextAsync()).ShouldBe("60 seats left");
        buyer.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_plan_the_page_sells_from_its_list()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        await buyer.Page.RouteAsync(
            "**/plan*", route => route.FulfillAsync(new RouteFulfillOptions { Status = 503 }));
        await buyer.Page.GotoAsync($"/shows/{show.Id}");

        await Assertions.Expect(buyer.Page.Locator("[data-total]")).ToBeHiddenAsync();
        await Assertions.Expect(buyer.Left).ToHaveTextAsync("60 seats left");
        await Assertions.Expect(buyer.HoldButton).ToHaveTextAsync("Hold seats");
        // Nobody listens any more, and nothing says so.
        await Assertions.Expect(buyer.Page.Locator("[data-link].on")).ToHaveCountAsync(0);
        await buyer.Page.GetByLabel("Row A, seat 5", new() { Exact = false }).CheckAsync();
        await buyer.PressAsync("Hold seats");

        await buyer.Page.WaitForURLAsync("**/bookings/*");
        (await buyer.HeadingAsync()).ShouldBe("Your seat is held");
    }
}
