using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Usher.Engine.Bookings;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Shows;
using Usher.Http.Wording;
using Usher.Testing;

namespace Usher.Tests.Cases;

/// <summary>Words and figures that a reader cannot take for something else.</summary>
public sealed class ReadableStatesTests(TestApi api) : IClassFixture<TestApi>
{
    private static readonly (string, string) Key = ("X-Api-Key", TestApi.AdminKey);

    [Fact]
    public async Task While_the_last_seats_are_only_held_nothing_is_called_sold_out()
    {
        var show = await api.Server.CreateShowAsync(seats: 2, holdSeconds: 600, name: "Two seats");
        var id = (await api.Http.BookAsync(show.Id, [1, 2])).Field("booking_id");
        using var organiser = await Organiser.SignedInAsync(api);

        // Lists are a moment old; each search is a list of its own.
        var list = (await organiser.OpenAsync("/?q=Two+seats")).Text;
        list.ShouldContain("<span class=\"badge\">All taken for now</span>");
        list.ShouldNotContain("Sold out");
        var page = (await organiser.OpenAsync($"/shows/{show.Id}")).Text;
        page.ShouldContain("data-soldout-title>All taken for now</h2>");
        page.ShouldContain("data-taken>No seat is free at the moment.");
        (await organiser.OpenAsync("/desk/shows?q=Two+seats")).Text.ShouldContain(">All taken for now<");
        (await api.Http.GetAnswerAsync($"/api/shows/{show.Id}")).Field("status").ShouldBe("SOLD_OUT");

        (await api.Http.PostNothingAsync($"/api/bookings/{id}/confirm")).Status.ShouldBe(HttpStatusCode.OK);

        (await organiser.OpenAsync("/?q=two+seats")).Text.ShouldContain("<span class=\"badge\">Sold out</span>");
        page = (await organiser.OpenAsync($"/shows/{show.Id}")).Text;
        page.ShouldContain("data-soldout-title>Sold out</h2>");
        page.ShouldContain("data-taken hidden>");
        (await organiser.OpenAsync("/desk/shows?q=Two+seats")).Text.ShouldContain(">Sold out<");
    }

    [Fact]
    public async Task Blocked_seats_have_no_price_and_a_free_show_no_amount()
    {
        var show = await api.Server.CreateShowAsync(seats: 4, name: "For nothing");
        await api.Http.PostNothingAsync(
            $"/api/bookings/{(await api.Http.BookAsync(show.Id, [1])).Field("booking_id")}/confirm");
        await api.Http.PostJsonAsync(
            $"/api/admin/shows/{show.Id}/block", """{ "seat_numbers": [3], "reason": "Broken" }""", Key);
        using var organiser = await Organiser.SignedInAsync(api);

        foreach (var (state, amount) in new[] { ("blocked", "–"), ("confirmed", "Free") })
        {
            var list = await organiser.OpenAsync($"/desk/bookings?show={show.Id}&status={state}");
            WebUtility.HtmlDecode(list.Text).ShouldContain($"<td class=\"r\">{amount}</td>");
        }

        (await organiser.OpenAsync($"/desk/shows/{show.Id}")).Text
            .ShouldContain("<dt>Booked</dt><dd>1</dd>");
        (await organiser.OpenAsync($"/desk/shows/{show.Id}/map")).Text
            .ShouldContain("<dd data-booked>1</dd>");
        var live = await organiser.Http.GetAnswerAsync($"/desk/shows/{show.Id}/map/blocked?money=1");
        (live.Field("booked"), live.Field("bookings")).ShouldBe(("1", "booking, free of charge"));
    }

    [Fact]
    public void A_hold_that_ended_has_one_name_before_and_after_it_was_written_down()
    {
        var held = new Booking
        {
            Id = default,
            OrganizationId = default,
            SeatNumbers = [1],
            Status = BookingStatus.Pending,
            HoldSeconds = 60,
            CreatedAt = DateTime.UnixEpoch,
            ExpiresAt = DateTime.UnixEpoch.AddMinutes(1),
            Sequence = 1,
        };
        var expired = held with { Status = BookingStatus.Failed, Reason = FailureReason.Expired };
        var now = DateTime.UnixEpoch.AddHours(1);

        BookingTexts.State(held, now).ShouldBe("Hold ended");
        BookingTexts.State(expired, now).ShouldBe("Hold ended");
        BookingTexts.ForBuyer(held, end: null, now).ShouldBe("Hold ended");
        BookingTexts.ForBuyer(expired, end: null, now).ShouldBe("Hold ended");
    }

    [Fact]
    public async Task The_overview_counts_a_day_of_slots_under_way()
    {
        var slots = api.Server.Services.GetRequiredService<OpenSlots>();
        var before = await slots.CountUnderWayAsync(default);
        await CreateAsync(TimeSpan.FromHours(-1), slotCount: 3);
        await CreateAsync(TimeSpan.FromHours(-3), slotCount: 2);
        await CreateAsync(TimeSpan.FromHours(1), slotCount: 2);

        (await slots.CountUnderWayAsync(default)).ShouldBe(before + 1);
    }

    [Fact]
    public void Seats_beside_the_number_of_their_row_each_stand_with_it()
    {
        var plan = new NewPlan("row,seat,category\n1,4,A\n1,5,A\n1,6,A\n1,8,A\nJ,4,A\nJ,6,A\n"u8.ToArray())
        {
            Name = "Hall",
        }.Read().Plan.ShouldNotBeNull();

        SeatNames.Brief(plan, [1, 2]).ShouldBe("1/4, 1/5");
        SeatNames.Brief(plan, [1, 2, 3]).ShouldBe("1/4–6");
        SeatNames.Brief(plan, [4, 1, 5, 6]).ShouldBe("1/4, 1/8, J 4 and 6");
    }

    [Fact]
    public void A_row_without_a_name_is_called_by_its_seats_and_not_like_a_price()
    {
        var plan = PlainPlan.Create(30);

        var spans = plan.Rows.Select(row => SeatNames.Span(plan, row)).ToArray();

        spans[0].ShouldBe($"Seats 1 to {plan.Rows[0].Count}");
        SeatNames.Span(PlainPlan.Create(1), PlainPlan.Create(1).Rows[0]).ShouldBe("Seat 1");
    }

    private async Task CreateAsync(TimeSpan firstIn, int slotCount)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var zone = Noon.ZoneAt(now);
        var first = TimeZones.ToLocal(now + firstIn, zone);
        var plan = SlotPlan.Create(
            "Visits", ["Desk 1"], new TimeOnly(first.Hour, first.Minute), TimeSpan.FromHours(1), slotCount, "Visit");
        var startsAt = TimeZones.ToUtc(first.Date.AddHours(first.Hour).AddMinutes(first.Minute), zone)[0];
        await api.Server.CreateShowAsync(NewShow.In(plan, "Visits", startsAt) with { TimeZone = zone });
    }
}
