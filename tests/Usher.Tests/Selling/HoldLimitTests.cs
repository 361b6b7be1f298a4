using Usher.Engine.Selling;
using Usher.Engine.Selling.Holders;
using Usher.Engine.Selling.Rules;
using Usher.Tests.Bookings;

namespace Usher.Tests.Selling;

/// <summary>How much more a client may hold, at the edge of each limit.</summary>
public sealed class HoldLimitTests
{
    private static readonly DateTime Now = Till.Opening;

    [Fact]
    public void A_client_may_hold_the_most_and_not_one_more()
    {
        Refusal(wanted: 4, Hold(6, 10)).ShouldBeNull();
        Refusal(wanted: 5, Hold(6, 10)).ShouldBe(new BookOutcome.LimitReached(10, 6, Now.AddSeconds(10)));
        Refusal(wanted: 10).ShouldBeNull();
    }

    [Fact]
    public void It_may_try_again_when_the_first_of_its_holds_ends() =>
        Refusal(1, Hold(3, 30), Hold(4, 20), Hold(3, 40))!.TryAgainAt.ShouldBe(Now.AddSeconds(20));

    [Fact]
    public void A_hold_counts_until_the_moment_it_ends()
    {
        Refusal(1, Hold(10, 1)).ShouldNotBeNull();
        Refusal(1, Hold(10, 0)).ShouldBeNull();
        Refusal(1, Hold(10, -5), Hold(10, 5)).ShouldBe(new BookOutcome.LimitReached(10, 10, Now.AddSeconds(5)));
    }

    [Fact]
    public void Waiting_does_not_help_who_asks_for_more_than_anybody_may_hold()
    {
        Refusal(11).ShouldBe(new BookOutcome.LimitReached(10, 0, null));
        Refusal(11, Hold(2, 5)).ShouldBe(new BookOutcome.LimitReached(10, 2, null));
    }

    [Fact]
    public void Without_a_limit_nobody_is_refused() =>
        HoldLimit.Refusal(0, 100, [Hold(1_000_000, 5)], Now).ShouldBeNull();

    private static BookOutcome.LimitReached? Refusal(int wanted, params ClientHold[] holds) =>
        HoldLimit.Refusal(10, wanted, holds, Now);

    private static ClientHold Hold(int seats, int seconds) =>
        new(BookingId.Random(new ShowId(1)), seats, Now.AddSeconds(seconds));
}
