using Microsoft.Playwright;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

[Collection(Chromium.Collection)]
public sealed class WithoutScriptsTests(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task A_list_of_seats_with_a_form_is_enough_to_get_a_ticket()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await using var buyer = await EnterAsync();
        var page = buyer.Page;
        await page.GotoAsync("/");
        await page.Locator($"a[href='/shows/{show.Id}']").ClickAsync();

        await page.GetByLabel("Row C, seat 4", new() { Exact = false }).CheckAsync();
        await page.GetByLabel("Row C, seat 5", new() { Exact = false }).CheckAsync();
        await buyer.PressAsync("Hold seats");
        (await buyer.HeadingAsync()).ShouldBe("Your 2 seats are held");
        (await page.Locator("[data-until]").InnerTextAsync()).ShouldStartWith("Row C, seats 4 and 5, until ");
        await page.GetByLabel("E-mail").FillAsync("asha@example.com");
        await buyer.PressAsync("Confirm 2 seats");

        (await page.Locator(".places").InnerTextAsync()).ShouldBe("Row C, seats 4 and 5");
        buyer.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_was_slower_holds_the_others_with_one_button()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await using var buyer = await EnterAsync();
        await buyer.Page.GotoAsync($"/shows/{show.Id}?seats=21,22");
        (await api.Http.HoldAsync(show.Id, 22)).ShouldRedirect();

        await buyer.PressAsync("Hold seats");
        (await buyer.HeadingAsync()).ShouldBe("C 2 is no longer available.");
        await buyer.PressAsync("Hold the other one");

        (await buyer.HeadingAsync()).ShouldBe("Your seat is held");
    }

    [Fact]
    public async Task The_best_seats_together_take_a_number_and_a_button()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await using var buyer = await EnterAsync();
        await buyer.Page.GotoAsync($"/shows/{show.Id}");

        await buyer.Page.GetByRole(AriaRole.Combobox, new() { Name = "Number of seats" }).SelectOptionAsync("3");
        await buyer.PressAsync("Hold best seats");

        (await buyer.HeadingAsync()).ShouldBe("Your 3 seats are held");
        (await buyer.Page.Locator("[data-until]").InnerTextAsync()).ShouldStartWith("Row A, seats 3 to 5, until ");
        buyer.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_choice_that_leaves_a_seat_alone_takes_one_button_to_mend()
    {
        var show = await SmallHall.CreateShowAsync(api.Server, noOrphans: true);
        await using var buyer = await EnterAsync();
        await buyer.Page.GotoAsync($"/shows/{show.Id}?seats=2,3");

        await buyer.PressAsync("Hold seats");
        (await buyer.HeadingAsync())
            .ShouldBe("This would leave A 1 as a single seat. Take it too, or move your seats along by one.");
        await buyer.PressAsync("Hold A 1 and 2");

        (await buyer.HeadingAsync()).ShouldBe("Your 2 seats are held");
    }

    [Fact]
    public async Task More_time_takes_a_button_and_leaves_what_was_typed()
    {
        var show = await api.Server.CreateShowAsync(holdSeconds: 60);
        await using var buyer = await EnterAsync();
        await buyer.Page.GotoAsync($"/shows/{show.Id}?seats=1");
        await buyer.PressAsync("Hold seats");
        await buyer.Page.GetByLabel("E-mail").FillAsync("asha@");

        await buyer.PressAsync("1 more minute");

        (await buyer.Page.GetByText("1 more minute").CountAsync()).ShouldBe(0);
        (await buyer.Page.GetByLabel("E-mail").InputValueAsync()).ShouldBe("asha@");
        await buyer.Page.GetByLabel("E-mail").FillAsync("asha@example.com");
        await buyer.Page.Keyboard.PressAsync("Enter");
        (await buyer.Page.Locator(".places").InnerTextAsync()).ShouldBe("Seat 1");
    }

    [Fact]
    public async Task A_large_hall_is_listed_in_parts()
    {
        var show = await api.Server.CreateShowAsync(seats: 5_000);
        await using var buyer = await EnterAsync();
        await buyer.Page.GotoAsync($"/shows/{show.Id}");
        (await buyer.Page.Locator("input[name=seat]").CountAsync()).ShouldBe(0);

        await buyer.Page.Locator(".parts a").Nth(1).ClickAsync();

        (await buyer.Page.Locator("input[name=seat]").CountAsync()).ShouldBeInRange(1, 600);
    }

    private Task<BuyerVisit> EnterAsync() =>
        BuyerVisit.EnterAsync(chromium, api.Server, BuyerVisit.WithoutScripts);
}
