using System.Net;
using Usher.Http.RateLimits;
using Usher.Tests.Http;

namespace Usher.Tests.RateLimits;

public sealed class SlidingQuotaTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(900);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private static readonly ClientAddress One = Client(1);

    private readonly HandSetTime _time = new();

    [Fact]
    public void The_quota_is_granted_and_not_one_more_and_others_have_theirs()
    {
        var quota = Quota(max: 100);

        Enumerable.Range(1, 100).Select(i => (i, quota.Take(One)))
            .ShouldAllBe(one => one.Item2.IsGranted && one.Item2.Remaining == 100 - one.i);
        quota.Take(One).ShouldBe(new QuotaState(false, 0, Window + TimeSpan.FromSeconds(9)) { IsFirstRefusal = true });
        quota.Take(One).IsFirstRefusal.ShouldBeFalse();
        quota.Take(Client(2)).Remaining.ShouldBe(99);
    }

    [Fact]
    public void What_is_left_is_told_until_the_end_of_the_window()
    {
        var quota = Quota(max: 3);

        quota.Take(One).ShouldBe(new QuotaState(true, 2, Window));
        _time.Advance(TimeSpan.FromSeconds(600));
        quota.Look(One).ShouldBe(new QuotaState(true, 2, TimeSpan.FromSeconds(300)));
        quota.Take(One).ShouldBe(new QuotaState(true, 1, TimeSpan.FromSeconds(300)));
        quota.Look(One).Remaining.ShouldBe(1);
    }

    [Fact]
    public void After_a_full_window_the_quota_comes_back_bit_by_bit()
    {
        var quota = Quota(max: 90);
        Use(quota, 90);

        _time.Advance(Window);
        quota.Take(One).IsGranted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(10));
        quota.Take(One).IsGranted.ShouldBeTrue();
        quota.Take(One).ShouldBe(new QuotaState(false, 0, TimeSpan.FromSeconds(10)));
        _time.Advance(TimeSpan.FromSeconds(440));
        // Half of the window: half of what was used in the one before still counts.
        quota.Look(One).Remaining.ShouldBe(44);
        _time.Advance(Window + Window);
        quota.Look(One).Remaining.ShouldBe(90);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 899)]
    [InlineData(7, 123)]
    [InlineData(100, 0)]
    [InlineData(100, 450)]
    [InlineData(1_000_000, 0)]
    public void Who_waits_as_long_as_told_is_let_in_and_nobody_sooner(int max, int secondsIntoTheWindow)
    {
        var quota = Quota(max);
        _time.Advance(TimeSpan.FromSeconds(secondsIntoTheWindow));
        Use(quota, max);

        for (var i = 0; i < 3; i++)
        {
            var refused = quota.Take(One);
            refused.IsGranted.ShouldBeFalse();
            refused.Reset.ShouldBeGreaterThan(TimeSpan.Zero);
            _time.Advance(refused.Reset - Tick);
            quota.Take(One).IsGranted.ShouldBeFalse();
            _time.Advance(Tick);
            quota.Take(One).IsGranted.ShouldBeTrue();
        }
    }

    [Fact]
    public void No_window_of_any_beginning_has_more_than_twice_the_quota_and_none_of_its_own_more_than_it()
    {
        var quota = Quota(max: 20);
        var random = new Random(29);
        var granted = new List<TimeSpan>();
        for (var at = TimeSpan.Zero; at < 40 * Window;)
        {
            // Crowds and pauses.
            for (var i = random.Next(30); i > 0; i--)
            {
                if (quota.Take(One).IsGranted)
                {
                    granted.Add(at);
                }
            }

            var pause = TimeSpan.FromSeconds(random.Next(random.Next(2) == 0 ? 20 : 1200));
            _time.Advance(pause);
            at += pause;
        }

        granted.Count.ShouldBeGreaterThan(200);
        granted.ShouldAllBe(start => granted.Count(at => at >= start && at < start + Window) <= 40);
        granted.GroupBy(at => at.Ticks / Window.Ticks).ShouldAllBe(window => window.Count() <= 20);
    }

    [Fact]
    public async Task Many_at_once_get_the_quota_together()
    {
        var quota = Quota(max: 1000);

        var granted = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => Enumerable.Range(0, 500).Count(_ => quota.Take(One).IsGranted))));

        granted.Sum().ShouldBe(1000);
    }

    [Fact]
    public void What_is_given_back_can_be_used_again_and_never_more_than_was_used()
    {
        var quota = Quota(max: 2);
        Use(quota, 2);

        quota.GiveBack(One).Remaining.ShouldBe(1);
        quota.Take(One).IsGranted.ShouldBeTrue();
        quota.GiveBack(One);
        quota.GiveBack(One);
        quota.GiveBack(One).Remaining.ShouldBe(2);
        quota.GiveBack(Client(2)).Remaining.ShouldBe(2);
    }

    [Fact]
    public void Of_too_many_clients_the_further_ones_are_let_in_uncounted_and_the_known_ones_stay_limited()
    {
        var quota = Quota(max: 1, clientsMax: 10);
        for (var i = 1; i <= 10; i++)
        {
            quota.Take(Client(i)).IsUncounted.ShouldBeFalse();
        }

        for (var i = 0; i < 3; i++)
        {
            quota.Take(Client(11)).ShouldBe(new QuotaState(true, 0, Window) { IsUncounted = true });
        }

        quota.Take(Client(10)).IsGranted.ShouldBeFalse();
        // With the window they are forgotten, all at once.
        _time.Advance(Window);
        quota.Take(Client(11)).IsUncounted.ShouldBeFalse();
        _time.Advance(Window + Window);
        quota.Take(Client(12)).IsUncounted.ShouldBeFalse();
        quota.Take(Client(1)).IsGranted.ShouldBeTrue();
    }

    private SlidingQuota<ClientAddress> Quota(int max, int clientsMax = 1000) => new(max, Window, clientsMax, _time);

    private static void Use(SlidingQuota<ClientAddress> quota, int count)
    {
        for (var i = 0; i < count; i++)
        {
            quota.Take(One).IsGranted.ShouldBeTrue();
        }
    }

    private static ClientAddress Client(int number) =>
        ClientAddress.Of(new IPAddress([192, 0, (byte)(number >> 8), (byte)number]));
}
