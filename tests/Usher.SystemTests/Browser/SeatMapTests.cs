using Microsoft.Playwright;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>Choosing seats on the map: by mouse, finger, keyboard, list, and by asking for seats together.</summary>
[Collection(Chromium.Collection)]
public sealed class SeatMapTests(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task A_click_chooses_a_seat_and_another_gives_it_up()
    {
        await using var visit = await ReadyAsync();

        await visit.ChooseAsync(15);

        var chosen = await visit.HearAsync("selection", "it.seats.length === 1");
        var seat = chosen.GetProperty("seats")[0];
        seat.GetProperty("seat_number").GetInt32().ShouldBe(15);
        seat.GetProperty("label").GetString().ShouldBe("B 5");
        seat.GetProperty("name").GetString().ShouldBe("Row B, seat 5");
        seat.GetProperty("section").GetString().ShouldBe("Stalls");
        seat.GetProperty("category").GetString().ShouldBe("Front");
        seat.GetProperty("amount").GetInt32().ShouldBe(4600);
        (chosen.GetProperty("total").GetInt32(), chosen.GetProperty("by").GetString()).ShouldBe((4600, "user"));
        await Assertions.Expect(visit.Map.Locator(".polite")).ToHaveTextAsync("B 5 selected. 1 seat, £46");
        await visit.ChooseAsync(15);
        await visit.HearAsync("selection", "it.seats.length === 0");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_seat_that_is_taken_cannot_be_chosen()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await api.Http.BookAsync(show.Id, [15]);
        await using var visit = await ReadyAsync(show: show);

        await visit.ChooseAsync(15);

        await Assertions.Expect(visit.Map.Locator(".tip")).ToContainTextAsync("On hold");
        (await visit.CountAsync("selection")).ShouldBe(0);
    }

    [Fact]
    public async Task Nobody_chooses_more_seats_than_one_booking_may_have()
    {
        await using var visit = await ReadyAsync("seats-max=\"2\"");
        await visit.ChooseAsync(1);
        await visit.ChooseAsync(2);

        await visit.ChooseAsync(3);

        await Assertions.Expect(visit.Map.Locator(".notice")).ToHaveTextAsync(
            "You can choose at most 2 seats per booking.");
        (await visit.SelectedAsync()).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Keys_alone_find_a_seat_and_choose_it()
    {
        await using var visit = await ReadyAsync();
        // Two price chips and two views come before.
        for (var i = 0; i < 5; i++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
        }

        await Assertions.Expect(visit.FocusedCell).ToHaveAttributeAsync(
            "aria-label", "Row A, seat 1, Stalls, £46, available");
        foreach (var key in new[] { "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "End", "ArrowLeft", "Enter" })
        {
            await visit.Page.Keyboard.PressAsync(key);
        }

        await Assertions.Expect(visit.FocusedCell).ToHaveAttributeAsync(
            "aria-label", "Row E, seat 9, Stalls, £30.50, selected");
        await Assertions.Expect(visit.FocusedCell).ToHaveAttributeAsync("aria-selected", "true");
        (await visit.SelectedAsync()).ShouldBe([49]);
        (await visit.Map.Locator("[role=gridcell][tabindex='0']").CountAsync()).ShouldBe(1);
        (await visit.Map.Locator("[role=row]").CountAsync()).ShouldBe(4);
    }

    [Fact]
    public async Task Whoever_puts_the_focus_on_a_seat_chooses_that_seat()
    {
        await using var visit = await ReadyAsync();

        // As assistive technology does.
        await visit.Map.Locator("[role=gridcell][data-seat='2']").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        (await visit.SelectedAsync()).ShouldBe([3]);

        await visit.Map.Locator("[role=gridcell][data-seat='24']").FocusAsync();
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await visit.Page.Keyboard.PressAsync("Enter");
        (await visit.SelectedAsync()).ShouldBe([3, 26]);
        (await visit.Map.Locator("[role=gridcell][tabindex='0']").CountAsync()).ShouldBe(1);
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Keys_zoom_in_and_out_and_show_the_whole_house()
    {
        await using var visit = await ReadyAsync();
        await visit.Map.Locator("[role=gridcell][tabindex='0']").FocusAsync();

        await visit.Page.Keyboard.PressAsync("+");
        await Assertions.Expect(visit.Map.Locator(".stage.near")).ToHaveCountAsync(1);

        await visit.Page.Keyboard.PressAsync("0");
        await Assertions.Expect(visit.Map.Locator(".stage.near")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_list_offers_the_same_seats_as_buttons()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await api.Http.BookAsync(show.Id, [1, 2]);
        await using var visit = await ReadyAsync(show: show);

        await visit.Map.GetByRole(AriaRole.Button, new() { Name = "List" }).ClickAsync();

        (await visit.Map.Locator(".list [data-seat]").CountAsync()).ShouldBe(SmallHall.Seats - 2);
        var seat = visit.Map.GetByRole(AriaRole.Button, new() { Name = "Row A, seat 3, Stalls, £46, available" });
        await seat.ClickAsync();
        (await visit.SelectedAsync()).ShouldBe([3]);
        await api.Http.BookAsync(show.Id, [4, 5]);
        await Assertions.Expect(visit.Map.Locator(".list [data-seat]")).ToHaveCountAsync(SmallHall.Seats - 4);
    }

    // A list is longer than a phone: what is said at its beginning is seen at its end.
    [Fact]
    public async Task The_list_says_as_well_how_many_seats_are_the_most()
    {
        await using var visit = await ReadyAsync("seats-max=\"2\"", configure: options =>
            options.ViewportSize = new ViewportSize { Width = 360, Height = 400 });
        await visit.Map.GetByRole(AriaRole.Button, new() { Name = "List" }).ClickAsync();
        await visit.Map.Locator(".list [data-seat='0']").ClickAsync();
        await visit.Map.Locator(".list [data-seat='1']").ClickAsync();

        await visit.Map.Locator(".list [data-seat='59']").ClickAsync();

        var notice = visit.Map.Locator(".notice");
        await Assertions.Expect(notice).ToHaveTextAsync("You can choose at most 2 seats per booking.");
        await Assertions.Expect(notice).ToBeVisibleAsync();
        await Assertions.Expect(notice).ToBeInViewportAsync(new() { Ratio = 1 });
        (await visit.SelectedAsync()).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task A_price_chip_leaves_only_its_seats_in_the_list()
    {
        await using var visit = await ReadyAsync();
        var chip = visit.Map.GetByRole(AriaRole.Button, new() { Name = "Front £46" });

        await chip.ClickAsync();
        await visit.Map.GetByRole(AriaRole.Button, new() { Name = "List" }).ClickAsync();

        await Assertions.Expect(chip).ToHaveAttributeAsync("aria-pressed", "true");
        await Assertions.Expect(visit.Map.Locator(".list [data-seat]")).ToHaveCountAsync(40);
        await chip.ClickAsync();
        await Assertions.Expect(visit.Map.Locator(".list [data-seat]")).ToHaveCountAsync(SmallHall.Seats);
    }

    [Fact]
    public async Task Seats_together_are_neighbours_with_no_aisle_between_them()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await api.Http.BookAsync(show.Id, [2, 9, 16]);
        await using var visit = await ReadyAsync(show: show);

        // Row A has seats 3 to 5 and 6 to 8 left side by side, with the aisle between 5 and 6. In row B four seats are
        // left beyond the aisle; four of the five before it would leave somebody alone.
        var found = await visit.Map.EvaluateAsync<int[]>("map => map.findTogether(4, 'Front')");

        found.ShouldBe([17, 18, 19, 20]);
        (await visit.HearAsync("selection")).GetProperty("by").GetString().ShouldBe("find");
        (await visit.Map.EvaluateAsync<int[]?>("map => map.findTogether(6, null)")).ShouldBeNull();
        (await visit.SelectedAsync()).ShouldBe(found);
    }

    [Fact]
    public async Task A_finger_first_comes_nearer_and_then_chooses()
    {
        await using var visit = await ReadyAsync(configure: options =>
        {
            options.ViewportSize = new ViewportSize { Width = 360, Height = 720 };
            options.HasTouch = options.IsMobile = true;
        });
        (await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBe(360);

        await visit.ChooseAsync(23, isTouch: true);
        await Assertions.Expect(visit.Map.Locator(".stage.near")).ToHaveCountAsync(1);
        (await visit.SelectedAsync()).ShouldBeEmpty();

        await visit.ChooseAsync(23, isTouch: true);
        await visit.HearAsync("selection", "it.seats.length === 1");
        (await visit.SelectedAsync()).ShouldBe([23]);
    }

    [Fact]
    public async Task The_map_reads_from_right_to_left_too()
    {
        await using var visit = await ReadyAsync("dir=\"rtl\"");
        var map = (await visit.Map.BoundingBoxAsync())!;
        var zoom = (await visit.Map.Locator(".zoom").BoundingBoxAsync())!;

        zoom.X.ShouldBeLessThan(map.X + (map.Width / 2));
        await visit.ChooseAsync(15);
        (await visit.SelectedAsync()).ShouldBe([15]);
    }

    private async Task<SeatMapVisit> ReadyAsync(
        string attributes = "", Show? show = null, Action<BrowserNewContextOptions>? configure = null)
    {
        show ??= await SmallHall.CreateShowAsync(api.Server);
        var visit = await SeatMapVisit.OpenAsync(
            chromium, api.Server, show.Id, SmallHall.Prices + attributes, configure);
        await visit.HearAsync("ready");
        return visit;
    }
}
