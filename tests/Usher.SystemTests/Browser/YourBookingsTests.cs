using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>The list of the bookings that a device has seen.</summary>
[Collection(Chromium.Collection)]
public sealed class YourBookingsTests(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    [Theory]
    [InlineData(ColorScheme.Light, false)]
    [InlineData(ColorScheme.Dark, true)]
    public async Task Every_card_says_how_its_booking_stands_now(ColorScheme colors, bool isPhone)
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server, options =>
        {
            options.ColorScheme = colors;
            if (isPhone)
            {
                BuyerVisit.Phone(options);
            }
        });
        var sold = await DeskSales.SellAsync(api, show.Id, 1, 2);
        var held = await DeskSales.HoldAsync(api, show.Id, "asha@example.com", 5);
        var cancelled = await DeskSales.SellAsync(api, show.Id, 8);
        foreach (var id in new[] { sold, held, cancelled })
        {
            await buyer.Page.GotoAsync($"/bookings/{id}");
        }

        await api.Http.PostJsonAsync(
            $"/api/admin/bookings/{cancelled}/cancel", """{ "public_reason": "Moved to Friday" }""",
            ("X-Api-Key", TestApi.AdminKey));
        await buyer.Page.GotoAsync("/bookings");

        var states = buyer.Page.Locator(".kept .state");
        await Assertions.Expect(states).ToHaveCountAsync(3);
        await Assertions.Expect(states.Nth(0)).ToContainTextAsync("Cancelled by the organiser");
        await Assertions.Expect(states.Nth(0)).ToContainTextAsync("Moved to Friday");
        await Assertions.Expect(states.Nth(1)).ToContainTextAsync("Held until");
        await Assertions.Expect(states.Nth(2)).ToHaveTextAsync("Confirmed");
        (await buyer.Page.RunAxe()).Violations.Where(violation => violation.Impact is "serious" or "critical")
            .ShouldBeEmpty();
        (await buyer.Page.EvaluateAsync<int>(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0);
        buyer.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Forgetting_asks_first_and_says_how_to_come_back()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        var id = await DeskSales.SellAsync(api, show.Id, 3, 4);
        await buyer.Page.GotoAsync($"/bookings/{id}");
        await buyer.Page.GotoAsync("/bookings");
        var dialog = buyer.Page.Locator("dialog#forget");

        await buyer.PressAsync("Forget ");
        await Assertions.Expect(dialog).ToContainTextAsync("nothing is cancelled or released");
        (await dialog.Locator("[data-forget-address]").InputValueAsync())
            .ShouldBe(new Uri(api.Server.Http.BaseAddress!, $"/bookings/{id}").ToString());
        (await buyer.Page.EvaluateAsync<string>("document.activeElement.textContent")).ShouldBe("Keep it in the list");
        await buyer.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(dialog).ToBeHiddenAsync();
        await Assertions.Expect(buyer.Page.Locator(".kept li")).ToHaveCountAsync(1);

        await buyer.PressAsync("Forget ");
        await buyer.Page.GetByRole(AriaRole.Button, new() { Name = "Forget it", Exact = true }).ClickAsync();
        await Assertions.Expect(buyer.Page.Locator(".kept li")).ToHaveCountAsync(0);
        await Assertions.Expect(buyer.Page.GetByText("No bookings on this device yet.")).ToBeVisibleAsync();
        (await buyer.Page.EvaluateAsync<string>("document.activeElement.textContent")).ShouldBe("Your bookings");

        await buyer.Page.GotoAsync($"/bookings/{id}");
        (await buyer.HeadingAsync()).ShouldBe("Your 2 seats are booked");
        buyer.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_ticket_that_is_open_says_that_it_was_cancelled_when_somebody_looks_again()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        var id = await DeskSales.SellAsync(api, show.Id, 3);
        await buyer.Page.GotoAsync($"/bookings/{id}");

        await api.Http.PostJsonAsync(
            $"/api/admin/bookings/{id}/cancel", "{}", ("X-Api-Key", TestApi.AdminKey));
        await buyer.LookAgainAsync();

        await Assertions.Expect(buyer.Page.Locator("h1")).ToHaveTextAsync("Cancelled by the organiser");
        buyer.Complaints.ShouldBeEmpty();
    }
}
