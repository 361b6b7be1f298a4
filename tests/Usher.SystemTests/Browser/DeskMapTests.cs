using Microsoft.Playwright;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>The live map at the desk: who has which seat, seats blocked and sales cancelled while others buy.</summary>
[Collection(Chromium.Collection)]
public sealed class DeskMapTests(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task A_seat_is_blocked_with_a_reason_and_put_back_on_sale_while_a_buyer_looks()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await using var desk = await LiveMapVisit.EnterAsync(chromium, api.Server);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        await buyer.OpenAsync(show);
        await desk.OpenMapAsync(show);

        await desk.ClickSeatAsync(13);
        await Assertions.Expect(desk.Panel.Locator("h2")).ToHaveTextAsync("Row B, seat 3");
        await desk.Panel.Locator("input[name=reason]").FillAsync("Spring is broken");
        await desk.PressAsync("Block B 3");

        await Assertions.Expect(desk.Panel).ToContainTextAsync("Spring is broken");
        await Assertions.Expect(desk.Figure("blocked")).ToHaveTextAsync("1");
        await Assertions.Expect(desk.Figure("sold")).ToHaveTextAsync("0");
        await Assertions.Expect(buyer.Page.Locator("[data-left]")).ToContainTextAsync("59 seats left");

        await desk.PressAsync("Put back on sale");

        await Assertions.Expect(desk.Panel).ToContainTextAsync("1 seat back on sale.");
        await Assertions.Expect(desk.Figure("free")).ToHaveTextAsync("60");
        await Assertions.Expect(buyer.Page.Locator("[data-left]")).ToContainTextAsync("60 seats left");
        desk.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_second_browser_books_appears_on_the_map_with_its_holder()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await using var desk = await LiveMapVisit.EnterAsync(chromium, api.Server);
        await desk.OpenMapAsync(show, "?seats=21");
        await Assertions.Expect(desk.Panel).ToContainTextAsync("Free");
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);

        await buyer.HoldAsync(show, 21, 22);

        await Assertions.Expect(desk.Figure("held")).ToHaveTextAsync("2");
        await Assertions.Expect(desk.Panel).ToContainTextAsync("Held until");
        await buyer.Page.Locator("input[type=email]").FillAsync("asha@example.com");
        await buyer.PressAsync("Confirm");
        await Assertions.Expect(desk.Figure("sold")).ToHaveTextAsync("2");
        await Assertions.Expect(desk.Panel).ToContainTextAsync("asha@example.com");
        await Assertions.Expect(desk.Page.Locator("usher-seat-map [data-seat='20']")).ToHaveAttributeAsync(
            "aria-label", "Row C, seat 1, Stalls, sold, selected");
    }

    [Fact]
    public async Task A_sale_is_cancelled_from_the_map_after_a_question_and_the_seats_light_up_for_buyers()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        var bought = await DeskSales.SellAsync(api, show.Id, 31, 32);
        await using var desk = await LiveMapVisit.EnterAsync(chromium, api.Server);
        await desk.OpenMapAsync(show, "?seats=31");

        await desk.Panel.GetByText("Cancel booking").First.ClickAsync();
        var dialog = desk.Page.Locator("dialog[open]");
        await Assertions.Expect(dialog.Locator("button.go")).ToBeFocusedAsync();
        await dialog.Locator("input[name=reason]").FillAsync("Asked by phone");
        await dialog.Locator("button.risky").ClickAsync();

        await Assertions.Expect(desk.Panel).ToContainTextAsync("The booking was cancelled.");
        await Assertions.Expect(desk.Figure("free")).ToHaveTextAsync("60");
        await desk.Page.GotoAsync($"/desk/bookings/{bought}");
        await Assertions.Expect(desk.Page.Locator(".timeline")).ToContainTextAsync("Asked by phone");
    }

    [Fact]
    public async Task A_whole_row_is_blocked_at_once_but_for_the_seats_that_buyers_have()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await DeskSales.SellAsync(api, show.Id, 15);
        await using var desk = await LiveMapVisit.EnterAsync(chromium, api.Server);
        await desk.OpenMapAsync(show);

        await desk.ClickSeatAsync(12);
        await desk.PressAsync("Select the whole row");
        await Assertions.Expect(desk.Panel.Locator(".counts")).ToContainTextAsync("9 free");
        await desk.PressAsync("Block 9 seats");

        await Assertions.Expect(desk.Panel).ToContainTextAsync("9 seats blocked.");
        await Assertions.Expect(desk.Figure("blocked")).ToHaveTextAsync("9");
        await Assertions.Expect(desk.Figure("sold")).ToHaveTextAsync("1");
    }

    [Fact]
    public async Task Without_scripts_seats_are_found_by_name_blocked_and_freed()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await using var desk = await LiveMapVisit.EnterAsync(chromium, api.Server, BuyerVisit.WithoutScripts);
        await desk.Page.GotoAsync($"/desk/shows/{show.Id}/map");

        await desk.Page.Locator("#find").FillAsync("b 3-5, row D");
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await desk.PressAsync("Block 13 seats");
        await Assertions.Expect(desk.Panel).ToContainTextAsync("13 seats blocked.");
        await desk.PressAsync("Put 13 seats back on sale");
        await Assertions.Expect(desk.Panel).ToContainTextAsync("13 seats back on sale.");

        await desk.Page.Locator("#find").FillAsync("Z 99");
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Assertions.Expect(desk.Page.Locator(".error")).ToContainTextAsync("No seats found.");
    }
}
