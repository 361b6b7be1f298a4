using Microsoft.Playwright;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>The list view while others buy: nothing moves under a finger, and nobody loses their place.</summary>
[Collection(Chromium.Collection)]
public sealed class SeatListTests(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task A_press_is_not_lost_when_others_take_seats_of_the_row()
    {
        await using var visit = await OpenAsync(await SmallHall.CreateShowAsync(api.Server));
        var place = (await Seat(visit, 5).BoundingBoxAsync())!;

        await PressDownAsync(visit, place);
        await api.Http.BookAsync(visit.ShowId, [3]);
        await visit.HearAsync("availability", $"it.available === {SmallHall.Seats - 1}");
        await visit.Page.Mouse.UpAsync();

        (await visit.SelectedAsync()).ShouldBe([5]);
        (await Seat(visit, 5).BoundingBoxAsync())!.X.ShouldBe(place.X);
        await Assertions.Expect(visit.Map.Locator(".list [data-gone='2']")).ToHaveAttributeAsync(
            "aria-disabled", "true");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_seat_that_comes_free_waits_until_the_press_is_over()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        var booking = await api.Http.BookAsync(show.Id, [3]);
        await using var visit = await OpenAsync(show);

        await PressDownAsync(visit, (await Seat(visit, 5).BoundingBoxAsync())!);
        await api.Http.PostNothingAsync($"/api/bookings/{booking.Field("booking_id")}/cancel");
        await visit.HearAsync("availability", $"it.available === {SmallHall.Seats}");
        (await Seat(visit, 3).CountAsync()).ShouldBe(0);
        await visit.Page.Mouse.UpAsync();

        (await visit.SelectedAsync()).ShouldBe([5]);
        await Assertions.Expect(visit.Map.Locator(".list p").First.Locator("[data-seat]")).ToHaveTextAsync(
            ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);
    }

    [Fact]
    public async Task The_focus_stays_where_it_is_when_its_seat_goes()
    {
        await using var visit = await OpenAsync(await SmallHall.CreateShowAsync(api.Server));
        await Seat(visit, 3).FocusAsync();

        await api.Http.BookAsync(visit.ShowId, [3]);

        await Assertions.Expect(visit.Map.Locator(".list :focus")).ToHaveAttributeAsync(
            "aria-label", "Row A, seat 3, Stalls, on hold");
        await visit.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(visit.Map.Locator(".list :focus")).ToHaveTextAsync("4");
    }

    [Fact]
    public async Task What_lies_between_the_seats_on_offer_is_seen_and_prices_are_words()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        await api.Http.BookAsync(show.Id, [2, 4, 5, 10]);
        await using var visit = await OpenAsync(show);

        (await RowAsync(visit, 0)).ShouldBe(
            ["Front £46", "1", "2 on hold", "3", "4–5 on hold", "", "6", "7", "8", "9", "10 on hold"]);
        (await RowAsync(visit, 4))[0].ShouldBe("Rear £30.50");

        await visit.Map.EvaluateAsync("map => { map.onlyCategory = 'Rear'; }");
        (await RowAsync(visit, 0)).ShouldBe(["1 at another price", "2 on hold", "3 at another price", "4–5 on hold",
            "", "6–9 at another price", "10 on hold"]);
    }

    [Fact]
    public async Task A_seat_that_comes_free_parts_the_gap_it_was_in()
    {
        var show = await SmallHall.CreateShowAsync(api.Server);
        var booking = (await api.Http.BookAsync(show.Id, [3])).Field("booking_id");
        await api.Http.BookAsync(show.Id, [2, 4]);
        await using var visit = await OpenAsync(show);
        (await RowAsync(visit, 0))[..4].ShouldBe(["Front £46", "1", "2–4 on hold", "5"]);

        await api.Http.PostNothingAsync($"/api/bookings/{booking}/cancel");
        await visit.HearAsync("availability", $"it.available === {SmallHall.Seats - 2}");

        (await RowAsync(visit, 0))[..6].ShouldBe(["Front £46", "1", "2 on hold", "3", "4 on hold", "5"]);
    }

    private static Task<string[]> RowAsync(SeatMapVisit visit, int row) => visit.Map.EvaluateAsync<string[]>(
        "(map, row) => [...map.shadowRoot.querySelectorAll('.list p')[row].children].map((it) => it.textContent)", row);

    private async Task<SeatMapVisit> OpenAsync(Show show)
    {
        var visit = await SeatMapVisit.OpenAsync(chromium, api.Server, show.Id, SmallHall.Prices);
        await visit.HearAsync("ready");
        await visit.Map.GetByRole(AriaRole.Button, new() { Name = "List" }).ClickAsync();
        return visit;
    }

    private static ILocator Seat(SeatMapVisit visit, int number) =>
        visit.Map.Locator($".list [data-seat='{number - 1}']");

    private static async Task PressDownAsync(SeatMapVisit visit, LocatorBoundingBoxResult place)
    {
        await visit.Page.Mouse.MoveAsync(place.X + (place.Width / 2), place.Y + (place.Height / 2));
        await visit.Page.Mouse.DownAsync();
    }
}
