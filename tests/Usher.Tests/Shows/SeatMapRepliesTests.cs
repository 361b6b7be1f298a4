using Usher.Api.Shows;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Seats;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.Tests.Shows;

public sealed class SeatMapRepliesTests
{
    private const int LargeSeats = 5000;
    private const int SmallSeats = 100;
    private const int SlotCount = 3;

    private readonly TestTime _time = new();
    private readonly SeatMapReplies _replies;

    public SeatMapRepliesTests() => _replies = new SeatMapReplies(_time);

    [Fact]
    public void Each_revision_has_a_reply_and_each_map_one_only()
    {
        var plan = PlainPlan.Create(LargeSeats);
        var (first, second) = (Map(LargeSeats, revision: 1), Map(LargeSeats, revision: 2));

        _replies.Of(first, plan, slots: null).ShouldBeSameAs(_replies.Of(first, plan, slots: null));
        _replies.Of(second, plan, slots: null).ETag.ShouldNotBe(_replies.Of(first, plan, slots: null).ETag);
    }

    [Fact]
    public async Task While_somebody_is_slow_to_take_a_large_map_those_who_ask_soon_after_get_the_same()
    {
        var plan = PlainPlan.Create(LargeSeats);
        var sending = new TaskCompletionSource();
        var held = _replies.Of(Map(LargeSeats, revision: 1), plan, slots: null);
        var holding = _replies.HoldAsync(held, sending.Task);

        _time.Advance(TimeSpan.FromMilliseconds(499));
        _replies.Of(Map(LargeSeats, revision: 2), plan, slots: null).ShouldBeSameAs(held);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        _replies.Of(Map(LargeSeats, revision: 3), plan, slots: null).ETag.ShouldNotBe(held.ETag);

        sending.SetResult();
        await holding;
    }

    [Fact]
    public async Task When_it_is_taken_everybody_gets_the_latest_again()
    {
        var plan = PlainPlan.Create(LargeSeats);
        var sending = new TaskCompletionSource();
        var held = _replies.Of(Map(LargeSeats, revision: 1), plan, slots: null);
        var holding = _replies.HoldAsync(held, sending.Task);
        sending.SetResult();
        await holding;

        _replies.Of(Map(LargeSeats, revision: 2), plan, slots: null).ETag.ShouldNotBe(held.ETag);
    }

    [Fact]
    public async Task Small_maps_and_other_shows_are_as_fresh_as_ever()
    {
        var sending = new TaskCompletionSource();
        var (small, large) = (PlainPlan.Create(SmallSeats), PlainPlan.Create(LargeSeats));
        var held = new[]
        {
            _replies.Of(Map(SmallSeats, revision: 1), small, slots: null),
            _replies.Of(Map(LargeSeats, revision: 1, show: 2), large, slots: null),
        };
        var holding = held.Select(reply => _replies.HoldAsync(reply, sending.Task)).ToArray();

        _replies.Of(Map(SmallSeats, revision: 2), small, slots: null).ETag.ShouldNotBe(held[0].ETag);
        _replies.Of(Map(LargeSeats, revision: 2, show: 3), large, slots: null).ShouldNotBeSameAs(held[1]);

        sending.SetResult();
        await Task.WhenAll(holding);
    }

    [Fact]
    public void When_a_slot_begins_there_is_another_reply_without_it()
    {
        var map = Map(SlotCount, revision: 7);
        var (plan, later) = Slots(firstIn: 30);
        var before = _replies.Of(map, plan, later);
        before.ETag.ShouldBe(_replies.Of(map, plan, slots: null).ETag);

        // Each is an hour after the one before.
        var (_, one) = Slots(firstIn: -30);
        var (_, two) = Slots(firstIn: -100);
        var first = _replies.Of(map, plan, one);
        _replies.Of(map, plan, one).ShouldBeSameAs(first);
        var second = _replies.Of(map, plan, two);

        new[] { before.ETag, first.ETag, second.ETag }.ShouldBeUnique();
    }

    private static (SeatingPlan Plan, SlotStarts Slots) Slots(int firstIn)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var startsAt = now.Date.AddMinutes(Math.Floor(now.TimeOfDay.TotalMinutes) + firstIn);
        var plan = SlotPlan.Create(
            "Desk", ["Desk 1"], TimeOnly.FromDateTime(startsAt), TimeSpan.FromHours(1), SlotCount, "Any");
        return (plan, SlotStarts.Of(plan, startsAt, TimeZones.Utc).ShouldNotBeNull());
    }

    private static SeatMap Map(int seats, long revision, long show = 1) => new(
        new ShowId(show), DateTime.UnixEpoch, revision,
        [.. Enumerable.Range(1, seats).Select(number => new SeatView(number, SeatStatus.Available, 0))]);
}
