using Microsoft.Playwright;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

[Collection(Chromium.Collection)]
public sealed class LoneSeatTests(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    [Theory]
    [InlineData("Hold A 1, A 2 and A 3", 3)]
    [InlineData("Hold A 1 and A 2", 2)]
    [InlineData("Hold A 4 and A 5", 2)]
    public async Task Who_would_leave_a_seat_alone_is_told_beside_the_choice_and_has_others_at_one_press(
        string press, int seats)
    {
        var show = await SmallHall.CreateShowAsync(api.Server, noOrphans: true);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server, seats == 3 ? BuyerVisit.Phone : null);
        await buyer.OpenAsync(show);
        await buyer.ChooseAsync(2, 3);

        await buyer.PressAsync("Hold 2 seats");
        var offer = buyer.Page.Locator("[data-lone]");
        await offer.WaitForAsync();
        (await offer.Locator("p").InnerTextAsync())
            .ShouldBe("This would leave A 1 as a single seat. Take it too, or move your seats along by one.");
        await offer.GetByText(press, new() { Exact = true }).ClickAsync();

        await buyer.Page.WaitForURLAsync("**/bookings/*");
        (await buyer.HeadingAsync()).ShouldBe($"Your {seats} seats are held");
        // The refusal itself is told by the browser as a failed request.
        buyer.Complaints.ShouldAllBe(complaint => complaint.Contains("409"));
    }

    [Fact]
    public async Task What_is_offered_and_has_gone_in_part_is_not_held_in_part()
    {
        var show = await SmallHall.CreateShowAsync(api.Server, noOrphans: true);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        var asked = 0;
        buyer.Page.Request += (_, request) => asked += request.Method == "POST" ? 1 : 0;
        await buyer.OpenAsync(show);
        await buyer.ChooseAsync(2, 3);
        await buyer.PressAsync("Hold 2 seats");
        await buyer.Page.Locator("[data-lone]").WaitForAsync();
        (await api.Http.HoldAsync(show.Id, 1)).ShouldRedirect();
        await Assertions.Expect(buyer.Left).ToHaveTextAsync("59 seats left");

        await buyer.PressAsync("Hold A 1, A 2 and A 3");

        await Assertions.Expect(buyer.Toast).ToHaveTextAsync("One of these has just gone. Nothing is held yet.");
        await Assertions.Expect(buyer.HoldButton).ToHaveTextAsync("Hold 2 seats");
        await Assertions.Expect(buyer.HoldButton).ToBeFocusedAsync();
        asked.ShouldBe(1);
    }

    [Fact]
    public async Task Another_choice_takes_the_offer_away()
    {
        var show = await SmallHall.CreateShowAsync(api.Server, noOrphans: true);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        await buyer.OpenAsync(show);
        await buyer.ChooseAsync(2);
        await buyer.PressAsync("Hold 1 seat");
        await buyer.Page.Locator("[data-lone]").WaitForAsync();

        await buyer.ChooseAsync(1);

        (await buyer.Page.Locator("[data-lone]").IsVisibleAsync()).ShouldBeFalse();
        await buyer.PressAsync("Hold 1 seat");
        await buyer.Page.WaitForURLAsync("**/bookings/*");
    }
}
