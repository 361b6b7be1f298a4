using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Shows;

namespace Usher.Tests.Shows;

/// <summary>Whoever has an appointment is told its time, and not when the first one of the day begins.</summary>
public sealed class AppointmentTimesTests
{
    private const string Berlin = "Europe/Berlin";

    // From midnight on, every five minutes.
    private static readonly SeatingPlan WholeDay = SlotPlan.Create(
        "Desk", ["Desk 1"], new TimeOnly(0, 0), TimeSpan.FromMinutes(5), 288, "Slot");

    [Theory]
    [InlineData("UTC", "2031-06-01T00:00:00Z")]
    [InlineData("Asia/Kolkata", "2031-06-01T02:30:00Z")]
    [InlineData("Europe/Berlin", "2031-03-29T23:00:00Z")]
    [InlineData("Europe/Berlin", "2031-10-25T22:00:00Z")]
    [InlineData("America/New_York", "2031-11-02T13:00:00Z")]
    public void Each_slot_is_sold_until_its_own_appointment(string zone, string start)
    {
        var startsAt = DateTime.Parse(start, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
        var plan = SlotPlan.Create("Passports", ["A", "B"], TimeOnly.MinValue, TimeSpan.FromMinutes(30), 48, "Any");
        var slots = SlotStarts.Of(plan, startsAt, zone).ShouldNotBeNull();
        var times = plan.Seats.Select((_, i) => AppointmentTimes.Of(plan, [i + 1], startsAt, zone)).ToArray();

        slots.Last.ShouldBe(times.Max());
        slots.ByTime().SelectMany(time => time.SeatNumbers.Select(seat => (seat, time.At))).Order()
            .ShouldBe(times.Select((at, i) => (i + 1, at)));
        foreach (var (i, at) in times.Index())
        {
            (at - startsAt).ShouldBeInRange(TimeSpan.Zero, SlotStarts.SpanMax - TimeSpan.FromTicks(1));
            slots.First([i + 1]).ShouldBe(at);
            slots.HasBegun(i + 1, at.AddSeconds(-1)).ShouldBeFalse();
            slots.HasBegun(i + 1, at.AddSeconds(-1).AddTicks(1)).ShouldBeTrue();
            var isFree = Enumerable.Repeat(true, times.Length).ToArray();
            slots.Close(isFree, at);
            isFree.ShouldBe(times.Select(other => other > at));
            slots.LastBegun(at).ShouldBe(at);
            slots.Begun([.. Enumerable.Range(1, times.Length)], at)
                .ShouldBe(Enumerable.Range(1, times.Length).Where(seat => !isFree[seat - 1]));
        }
    }

    [Fact]
    public void Other_shows_have_no_slots_and_what_is_called_by_no_time_begins_with_the_show()
    {
        var startsAt = new DateTime(2031, 6, 1, 8, 0, 0, DateTimeKind.Utc);
        SlotStarts.Of(PlainPlan.Create(10, category: null), startsAt, TimeZones.Utc).ShouldBeNull();
        var draft = new PlanDraft { Name = "Desks", Kind = PlanKind.Slots };
        draft.Categories.Add(new PlanCategory("Any", "#0a5560"));
        var row = new DraftRow(draft.AddSection("Desks"), "A", _ => "A");
        draft.Rows.Add(row);
        draft.Add(row, "09:00", "Any", 60, 60);
        draft.Add(row, "Walk-in", "Any", 120, 60);

        var slots = SlotStarts.Of(draft.FinishOwn(), startsAt, TimeZones.Utc).ShouldNotBeNull();

        (slots.First([1]), slots.First([2]), slots.First([1, 2])).ShouldBe((startsAt.AddHours(1), startsAt, startsAt));
    }

    [Theory]
    [InlineData("2026-12-07T07:00:00Z", "13:00", Berlin, "2026-12-07T12:00:00Z")]
    [InlineData("2026-07-07T06:00:00Z", "13:00", Berlin, "2026-07-07T11:00:00Z")]
    [InlineData("2026-12-07T08:00:00Z", "13:00", "UTC", "2026-12-07T13:00:00Z")]
    // A time before the start is the next day's.
    [InlineData("2026-12-07T02:30:00Z", "07:45", "Asia/Kolkata", "2026-12-08T02:15:00Z")]
    [InlineData("2026-12-07T20:00:00Z", "23:55", Berlin, "2026-12-07T22:55:00Z")]
    [InlineData("2026-12-07T20:00:00Z", "00:10", Berlin, "2026-12-07T23:10:00Z")]
    [InlineData("2026-12-07T20:00:00Z", "20:55", Berlin, "2026-12-08T19:55:00Z")]
    [InlineData("2026-12-31T15:30:00Z", "00:00", "Asia/Kolkata", "2026-12-31T18:30:00Z")]
    // Over midnight into the hour that comes twice, and into the one that does not come.
    [InlineData("2026-10-24T19:00:00Z", "02:30", Berlin, "2026-10-25T00:30:00Z")]
    [InlineData("2026-10-24T19:00:00Z", "03:00", Berlin, "2026-10-25T02:00:00Z")]
    [InlineData("2026-10-24T19:00:00Z", "20:55", Berlin, "2026-10-25T19:55:00Z")]
    [InlineData("2026-03-28T20:00:00Z", "01:55", Berlin, "2026-03-29T00:55:00Z")]
    [InlineData("2026-03-28T20:00:00Z", "02:30", Berlin, "2026-03-29T01:30:00Z")]
    [InlineData("2026-03-28T20:00:00Z", "03:00", Berlin, "2026-03-29T01:00:00Z")]
    [InlineData("2026-10-25T00:45:00Z", "02:15", Berlin, "2026-10-26T01:15:00Z")]
    // The day is the venue's.
    [InlineData("2026-12-06T23:30:00Z", "13:00", Berlin, "2026-12-07T12:00:00Z")]
    // The first time of the day is the start itself, seconds and all.
    [InlineData("2026-12-07T07:00:30Z", "08:00", Berlin, "2026-12-07T07:00:30Z")]
    // The night in which clocks are put back: 02:30 comes twice, and none of them before the start.
    [InlineData("2026-10-24T22:00:00Z", "02:30", Berlin, "2026-10-25T00:30:00Z")]
    [InlineData("2026-10-25T01:00:00Z", "02:30", Berlin, "2026-10-25T01:30:00Z")]
    [InlineData("2026-10-25T01:30:00Z", "02:30", Berlin, "2026-10-25T01:30:00Z")]
    [InlineData("2026-10-24T22:00:00Z", "13:00", Berlin, "2026-10-25T12:00:00Z")]
    // The night in which they are put forward: 02:30 does not come, and what follows is on time.
    [InlineData("2026-03-28T23:00:00Z", "02:30", Berlin, "2026-03-29T01:30:00Z")]
    [InlineData("2026-03-28T23:00:00Z", "13:00", Berlin, "2026-03-29T11:00:00Z")]
    public void It_is_the_first_such_time_from_the_start_on_by_the_clock_of_the_venue(
        string start, string slot, string zone, string expected) =>
        AppointmentTimes.Of(WholeDay, [SeatAt(slot)], Utc(start), zone).ShouldBe(Utc(expected));

    [Fact]
    public void Of_several_across_midnight_the_first_to_begin_counts() =>
        AppointmentTimes.Of(
            WholeDay, [SeatAt("00:10"), SeatAt("23:50")], Utc("2026-12-07T20:00:00Z"), Berlin)
            .ShouldBe(Utc("2026-12-07T22:50:00Z"));

    [Fact]
    public void Of_several_the_earliest_counts() =>
        AppointmentTimes.Of(
            WholeDay, [SeatAt("13:20"), SeatAt("09:40"), SeatAt("13:00")], Utc("2026-12-07T07:00:00Z"), Berlin)
            .ShouldBe(Utc("2026-12-07T08:40:00Z"));

    [Theory]
    [InlineData("Desk 1", "9:40", "2026-12-07T08:40:00Z")]
    [InlineData("09:40", "Desk 1", "2026-12-07T08:40:00Z")]
    [InlineData("Desk 1", "Morning", "2026-12-07T07:00:00Z")]
    [InlineData("Desk 1", "24:00", "2026-12-07T07:00:00Z")]
    public void The_seat_or_its_row_names_the_time_and_where_none_does_it_is_the_start(
        string row, string seat, string expected) =>
        AppointmentTimes.Of(OneSeat(row, seat, PlanKind.Slots), [1], Utc("2026-12-07T07:00:00Z"), Berlin)
            .ShouldBe(Utc(expected));

    [Theory]
    [InlineData(PlanKind.Seats)]
    [InlineData(PlanKind.Coach)]
    public void What_is_no_appointment_begins_with_its_show(PlanKind kind) =>
        AppointmentTimes.Of(OneSeat("A", "13:00", kind), [1], Utc("2026-12-07T07:00:00Z"), Berlin)
            .ShouldBe(Utc("2026-12-07T07:00:00Z"));

    [Theory]
    [InlineData(Berlin)]
    [InlineData("America/New_York")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Asia/Kolkata")]
    [InlineData("UTC")]
    public void The_clock_of_the_venue_shows_the_slots_time_then_unless_it_leaves_it_out(string zone) =>
        Prop.ForAll(Gen.Choose(0, 3 * 366 * 24 * 60).ToArbitrary(), Gen.Choose(1, 288).ToArbitrary(), (minute, seat) =>
        {
            var start = Utc("2026-01-01T00:00:00Z").AddMinutes(minute);
            var local = TimeZones.ToLocal(start, zone);
            var slot = local.Date.AddMinutes(5 * (seat - 1));
            slot = slot < local ? slot.AddDays(1) : slot;

            var at = AppointmentTimes.Of(WholeDay, [seat], start, zone);

            at.Kind.ShouldBe(DateTimeKind.Utc);
            (at - start).ShouldBeInRange(TimeSpan.Zero, SlotStarts.SpanMax - TimeSpan.FromTicks(1));
            if (TimeZones.ToUtc(slot, zone) is { IsEmpty: false } moments)
            {
                moments.ShouldContain(at);
            }
            else
            {
                (TimeZones.ToLocal(at, zone) - slot).ShouldBeInRange(TimeSpan.FromMinutes(30), TimeSpan.FromHours(1));
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static int SeatAt(string slot) =>
        1 + WholeDay.Seats.Index().First(seat => seat.Item.Number == slot).Index;

    private static SeatingPlan OneSeat(string row, string seat, PlanKind kind)
    {
        var draft = new PlanDraft { Name = "Desk", Kind = kind };
        draft.Categories.Add(new PlanCategory("A", Color: null));
        draft.Add(draft.AddRow(draft.AddSection("Desk"), row), seat, "A", 60, 60);
        return draft.FinishOwn();
    }

    private static DateTime Utc(string text) =>
        DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
}
