using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>What pages turn into while somebody is on them has to be as good as what they are at first.</summary>
[Collection(Chromium.Collection)]
public sealed class PageStateTests(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    private readonly List<string> _barriers = [];

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task No_state_on_the_way_to_a_ticket_has_a_serious_barrier(ColorScheme colors)
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await using var buyer = await EnterAsync(colors);
        var page = buyer.Page;
        await buyer.OpenAsync(show);
        await buyer.ChooseAsync(11, 12, 13);
        (await api.Http.HoldAsync(show.Id, 13)).ShouldRedirect();
        await buyer.Toast.WaitForAsync();
        await LookAsync(page, "a seat lost");
        await buyer.PressAsync("List");
        await LookAsync(page, "the list");
        await buyer.PressAsync("Hold 2 seats");
        await page.WaitForURLAsync("**/bookings/*");
        await buyer.PressAsync("Confirm 2 seats");
        await LookAsync(page, "an e-mail missing");
        await page.GetByText("Release the seats").ClickAsync();
        await LookAsync(page, "the question");
        await page.Keyboard.PressAsync("Escape");
        await page.GoBackAsync();
        await page.Locator("[data-own-hold] a").WaitForAsync();
        await LookAsync(page, "one's own hold");

        _barriers.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task No_refusal_has_a_serious_barrier(ColorScheme colors)
    {
        var ending = await api.Server.CreateShowAsync(seats: 2, holdSeconds: 2);
        var full = await api.Server.CreateShowAsync(seats: 2);
        (await api.Http.HoldAsync(full.Id, 1, 2)).ShouldRedirect();
        await using var buyer = await EnterAsync(colors);
        var page = buyer.Page;
        await buyer.HoldAsync(ending, 1);
        await page.GetByText("Your hold has ended").First.WaitForAsync();
        await LookAsync(page, "a hold that ended");
        await buyer.OpenAsync(full);
        (await page.Locator("[data-soldout]").IsVisibleAsync()).ShouldBeTrue();
        (await page.GetByText("See what else is on").IsVisibleAsync()).ShouldBeTrue();
        await LookAsync(page, "sold out");

        _barriers.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_hall_of_one_seat_asks_for_no_more()
    {
        var show = await api.Server.CreateShowAsync(seats: 1);
        await using var buyer = await EnterAsync(ColorScheme.Light);
        await buyer.OpenAsync(show);

        await buyer.PressAsync("Find");
        await buyer.Tray.First.WaitForAsync();

        (await buyer.Page.Locator("[data-count]").InnerTextAsync()).ShouldBe("1");
    }

    [Fact]
    public async Task No_price_is_cut_off_where_there_is_room()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await using var buyer = await EnterAsync(ColorScheme.Light);
        await buyer.OpenAsync(show);

        var hidden = await buyer.Page.Locator("usher-seat-map").EvaluateAsync<int>("""
            map => {
              const legend = map.shadowRoot.querySelector(".legend");
              for (let i = 0; i < 4; i++) {
                legend.append(legend.lastElementChild.cloneNode(true));
              }
              return legend.scrollWidth - legend.clientWidth;
            }
            """);

        hidden.ShouldBe(0);
    }

    private Task<BuyerVisit> EnterAsync(ColorScheme colors) =>
        BuyerVisit.EnterAsync(chromium, api.Server, options => options.ColorScheme = colors);

    private async Task LookAsync(IPage page, string state)
    {
        var found = await page.RunAxe();
        _barriers.AddRange(found.Violations
            .Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{state}: {PageQualityTests.Tell(violation)}"));
    }
}
