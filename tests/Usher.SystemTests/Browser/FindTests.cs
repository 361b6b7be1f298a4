using Microsoft.Playwright;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>"Find seats together", where they are not.</summary>
[Collection(Chromium.Collection)]
public sealed class FindTests(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task Three_in_a_coach_get_two_and_one_across_the_gangway_and_are_told_so()
    {
        var show = await CreateCoachAsync(rows: 4);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        await buyer.OpenAsync(show);

        await buyer.PressAsync("One more");
        await buyer.PressAsync("Find");

        await Assertions.Expect(buyer.Toast).ToContainTextAsync(
            "There are no 3 seats together. These are 2 + 1, close to each other.");
        (await buyer.Page.Locator("usher-seat-map").EvaluateAsync<int[]>("map => map.selected")).ShouldBe([1, 2, 3]);
        await buyer.PressAsync("Hold 3 seats");
        await buyer.Page.WaitForURLAsync("**/bookings/*");
        buyer.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_so_many_are_not_free_at_all_nothing_is_chosen()
    {
        var show = await CreateCoachAsync(rows: 1);
        (await api.Http.HoldAsync(show.Id, 1, 2)).ShouldRedirect();
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        await buyer.OpenAsync(show);

        await buyer.PressAsync("One more");
        await buyer.PressAsync("Find");

        await Assertions.Expect(buyer.Toast).ToContainTextAsync("There are no 3 seats close to each other.");
        (await buyer.Tray.CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Without_scripts_a_button_holds_them()
    {
        var show = await CreateCoachAsync(rows: 4);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server, BuyerVisit.WithoutScripts);
        await buyer.Page.GotoAsync($"/shows/{show.Id}");

        await buyer.Page.GetByRole(AriaRole.Combobox, new() { Name = "Number of seats" }).SelectOptionAsync("3");
        await buyer.PressAsync("Hold best seats");
        (await buyer.HeadingAsync()).ShouldBe("There are no 3 seats together, but 2 + 1 close to each other.");
        await buyer.PressAsync("Hold 2 + 1: 1 A and B, 1 C");

        (await buyer.HeadingAsync()).ShouldBe("Your 3 seats are held");
        // The browser notes the status of the page that offered them.
        buyer.Complaints.ShouldHaveSingleItem().ShouldContain("409 (Conflict)");
    }

    private Task<Show> CreateCoachAsync(int rows) => api.Server.CreateShowAsync(
        NewShow.In(BusPlan.Create("Coach", rows, "Seat"), "Late coach home", TestServer.FarOff));
}
