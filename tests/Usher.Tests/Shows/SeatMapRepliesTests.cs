using Usher.Api.Shows;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Seats;
using Usher.Testing;

namespace Usher.Tests.Shows;

public sealed class SeatMapRepliesTests
{
    private const int LargeSeats = 5000;
    private const int SmallSeats = 100;

    private readonly TestTime _time = new();
    private readonly SeatMapReplies _replies;

    public SeatMapRepliesTests() => _replies = new SeatMapReplies(_time);

    [Fact]
    public void Each_revision_has_a_reply_and_each_map_one_only()
    {
        var plan = PlainPlan.Create(LargeSeats);
        var (first, second) = (Map(LargeSeats, revision: 1), Map(LargeSeats, revision: 2));

        _replies.Of(first, plan).ShouldBeSameAs(_replies.Of(first, plan));
        _replies.Of(second, plan).ETag.ShouldNotBe(_replies.Of(first, plan).ETag);
    }

    [Fact]
    public async Task While_somebody_is_slow_to_take_a_large_map_those_who_ask_soon_after_get_the_same()
    {
        var plan = PlainPlan.Create(LargeSeats);
        var sending = new TaskCompletionSource();
        var held = _replies.Of(Map(LargeSeats, revision: 1), plan);
        var holding = _replies.HoldAsync(held, sending.Task);

        _time.Advance(TimeSpan.FromMilliseconds(499));
        _replies.Of(Map(LargeSeats, revision: 2), plan).ShouldBeSameAs(held);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        _replies.Of(Map(LargeSeats, revision: 3), plan).ETag.ShouldNotBe(held.ETag);

        sending.SetResult();
        await holding;
    }

    [Fact]
    public async Task When_it_is_taken_everybody_gets_the_latest_again()
    {
        var plan = PlainPlan.Create(LargeSeats);
        var sending = new TaskCompletionSource();
        var held = _replies.Of(Map(LargeSeats, revision: 1), plan);
        var holding = _replies.HoldAsync(held, sending.Task);
        sending.SetResult();
        await holding;

        _replies.Of(Map(LargeSeats, revision: 2), plan).ETag.ShouldNotBe(held.ETag);
    }

    [Fact]
    public async Task Small_maps_and_other_shows_are_as_fresh_as_ever()
    {
        var sending = new TaskCompletionSource();
        var (small, large) = (PlainPlan.Create(SmallSeats), PlainPlan.Create(LargeSeats));
        var held = new[]
        {
            _replies.Of(Map(SmallSeats, revision: 1), small), _replies.Of(Map(LargeSeats, revision: 1, show: 2), large),
        };
        var holding = held.Select(reply => _replies.HoldAsync(reply, sending.Task)).ToArray();

        _replies.Of(Map(SmallSeats, revision: 2), small).ETag.ShouldNotBe(held[0].ETag);
        _replies.Of(Map(LargeSeats, revision: 2, show: 3), large).ShouldNotBeSameAs(held[1]);

        sending.SetResult();
        await Task.WhenAll(holding);
    }

    private static SeatMap Map(int seats, long revision, long show = 1) => new(
        new ShowId(show), DateTime.UnixEpoch, revision,
        [.. Enumerable.Range(1, seats).Select(number => new SeatView(number, SeatStatus.Available, 0))]);
}
