using Microsoft.Playwright;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>Appointments open as a list by time.</summary>
[Collection(Chromium.Collection)]
public sealed class SlotListTests(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task An_appointment_is_chosen_from_a_list_by_time_on_a_phone()
    {
        var show = await CreateAsync();
        await api.Http.BookAsync(show.Id, [2]);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server, BuyerVisit.Phone);
        await buyer.Page.GotoAsync($"/shows/{show.Id}");
        var list = buyer.Page.Locator("usher-seat-map .list");

        await list.GetByRole(AriaRole.Button, new() { Name = "Desk 2, 08:20" }).WaitForAsync();
        (await list.Locator("li > b").AllInnerTextsAsync()).ShouldBe(["08:00", "08:20", "08:40"]);
        (await buyer.Page.Locator("usher-seat-map .stage").IsVisibleAsync()).ShouldBeFalse();
        (await buyer.Page.GetByText("together").Filter(new() { Visible = true }).CountAsync()).ShouldBe(0);
        (await list.Locator("[data-gone]").AllInnerTextsAsync()).ShouldBe(["Desk 1\non hold"]);
        await Assertions.Expect(buyer.Left).ToHaveTextAsync("5 slots left");
        await Assertions.Expect(buyer.HoldButton).ToHaveTextAsync("Choose slot");
        foreach (var button in await list.GetByRole(AriaRole.Button).AllAsync())
        {
            (await button.BoundingBoxAsync())!.Height.ShouldBeGreaterThanOrEqualTo(44);
        }

        await list.GetByRole(AriaRole.Button, new() { Name = "Desk 2, 08:20" }).ClickAsync();
        await list.GetByRole(AriaRole.Button, new() { Name = "Desk 2, 08:40" }).ClickAsync();
        await Assertions.Expect(buyer.Page.Locator("usher-seat-map .notice"))
            .ToHaveTextAsync("You can choose at most 1 slot per booking.");
        await Assertions.Expect(buyer.HoldButton).ToHaveTextAsync("Hold 1 slot");
        await api.Http.BookAsync(show.Id, [4]);
        await Assertions.Expect(list.Locator("[data-gone]")).ToHaveCountAsync(2);
        await buyer.HoldButton.ClickAsync();
        await buyer.Page.WaitForURLAsync("**/bookings/*");
        (await buyer.HeadingAsync()).ShouldBe("Your slot is held");
        buyer.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_slot_that_begins_meanwhile_is_offered_no_longer_and_later_ones_are()
    {
        var startsAt = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(8);
        var zone = Noon.ZoneAt(startsAt);
        var first = TimeOnly.FromDateTime(TimeZones.ToLocal(startsAt, zone));
        var plan = SlotPlan.Create(
            "Passports", ["Desk 1"], new TimeOnly(first.Hour, first.Minute), TimeSpan.FromHours(1), 2, "Appointment");
        var show = await api.Server.CreateShowAsync(
            NewShow.In(plan, "Passports about now", startsAt) with { TimeZone = zone, SeatsPerBookingMax = 1 });
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server, BuyerVisit.Phone);
        await buyer.Page.GotoAsync($"/shows/{show.Id}");
        var list = buyer.Page.Locator("usher-seat-map .list");

        await Assertions.Expect(list.Locator("[data-gone]")).ToHaveTextAsync("Desk 1 has begun");
        await Assertions.Expect(buyer.Left).ToHaveTextAsync("1 slot left");
        await list.Locator("[data-seat]").ClickAsync();
        await buyer.HoldButton.ClickAsync();

        await buyer.Page.WaitForURLAsync("**/bookings/*");
        (await buyer.HeadingAsync()).ShouldBe("Your slot is held");
        buyer.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Slots_after_midnight_stand_after_those_before_and_are_told_to_be_the_next_days()
    {
        var plan = SlotPlan.Create(
            "Night walks", ["Desk 1"], new TimeOnly(21, 0), TimeSpan.FromMinutes(95), 3, "Walk");
        var show = await api.Server.CreateShowAsync(
            NewShow.In(plan, "Night walks", TestServer.FarOff.Date.AddHours(21)));
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server, BuyerVisit.Phone);
        await buyer.Page.GotoAsync($"/shows/{show.Id}");
        var list = buyer.Page.Locator("usher-seat-map .list");

        await list.GetByRole(AriaRole.Button, new() { Name = "Desk 1, 00:10, Night walks, available, next day" })
            .WaitForAsync();
        await Assertions.Expect(list.Locator("li > b")).ToHaveTextAsync(["21:00", "22:35", "00:10 next day"]);
        await list.GetByRole(AriaRole.Button, new() { Name = "Desk 1, 00:10" }).ClickAsync();
        await buyer.HoldButton.ClickAsync();
        await buyer.Page.WaitForURLAsync("**/bookings/*");
        await Assertions.Expect(buyer.Page.Locator("time[data-local='2999-03-15T00:10']").First).ToBeVisibleAsync();
        buyer.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_live_map_counts_what_can_be_sold_and_no_slot_that_has_begun()
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var zone = Noon.ZoneAt(now);
        var first = TimeZones.ToLocal(now.AddMinutes(-90), zone);
        var plan = SlotPlan.Create(
            "Passports", ["Desk 1"], new TimeOnly(first.Hour, first.Minute), TimeSpan.FromHours(1), 5, "Appointment");
        var show = await api.Server.CreateShowAsync(
            NewShow.In(plan, "Passports under way", now.AddMinutes(-90)) with { TimeZone = zone });
        await using var desk = await LiveMapVisit.EnterAsync(chromium, api.Server);

        await desk.OpenMapAsync(show);
        await Assertions.Expect(desk.Figure("free")).ToHaveTextAsync("3");
        await api.Http.BookAsync(show.Id, [4]);

        await Assertions.Expect(desk.Figure("held")).ToHaveTextAsync("1");
        await Assertions.Expect(desk.Figure("free")).ToHaveTextAsync("2");
        await Assertions.Expect(desk.Figure("blocked")).ToHaveTextAsync("0");
        await Assertions.Expect(desk.Figure("sold")).ToHaveTextAsync("0");
        desk.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_show_whose_last_seats_are_held_is_sold_out_only_once_they_are_bought()
    {
        var show = await api.Server.CreateShowAsync(seats: 2, holdSeconds: 600);
        await using var buyer = await BuyerVisit.EnterAsync(chromium, api.Server);
        await buyer.OpenAsync(show);
        var heading = buyer.Page.Locator("[data-soldout-title]");
        var id = (await api.Http.BookAsync(show.Id, [1, 2])).Field("booking_id");

        await Assertions.Expect(heading).ToHaveTextAsync("All taken for now");
        await Assertions.Expect(buyer.Page.Locator("[data-taken]")).ToBeVisibleAsync();
        await api.Http.PostNothingAsync($"/api/bookings/{id}/confirm");

        await Assertions.Expect(heading).ToHaveTextAsync("Sold out");
        await Assertions.Expect(buyer.Page.Locator("[data-taken]")).ToBeHiddenAsync();
    }

    private Task<Show> CreateAsync()
    {
        var plan = SlotPlan.Create(
            "Passports", ["Desk 1", "Desk 2"], new TimeOnly(8, 0), TimeSpan.FromMinutes(20), 3, "Appointment");
        return api.Server.CreateShowAsync(
            NewShow.In(plan, "Passport desk", TestServer.FarOff.Date.AddHours(8)) with { SeatsPerBookingMax = 1 });
    }
}
