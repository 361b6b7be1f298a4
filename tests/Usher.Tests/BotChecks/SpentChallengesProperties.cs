using FsCheck;
using FsCheck.Fluent;
using Usher.Http.BotChecks;

namespace Usher.Tests.BotChecks;

/// <summary>Nothing is spent twice, however little is remembered.</summary>
public sealed class SpentChallengesProperties
{
    private const int LifetimeMilliseconds = 1000;

    // Each step is a challenge that was given some time ago, or one of before that comes again.
    [Fact]
    public void No_challenge_is_ever_taken_twice_and_memory_is_bounded() =>
        Prop.ForAll(Gen.Choose(0, 1 << 20).ArrayOf().ToArbitrary(), steps =>
        {
            const int spentMax = 6;
            var spent = new SpentChallenges(TimeSpan.FromMilliseconds(LifetimeMilliseconds), spentMax, 0);
            List<(UInt128 Id, long Issued)> given = [];
            var taken = new HashSet<UInt128>();
            long now = 0;
            foreach (var step in steps)
            {
                now += step % 120;
                var comesAgain = step % 3 == 0 && given.Count > 0;
                var one = comesAgain
                    ? given[step / 3 % given.Count]
                    : ((UInt128)given.Count + 1, Math.Max(1, now - (step / 7 % 400)));
                if (!comesAgain)
                {
                    given.Add(one);
                }

                var isExpired = now - one.Item2 >= LifetimeMilliseconds;
                if (!isExpired && spent.TrySpend(one.Item1, one.Item2, now) && !taken.Add(one.Item1))
                {
                    return false;
                }

                if (spent.Count > spentMax)
                {
                    return false;
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_new_challenge_is_taken_where_there_is_room()
    {
        var spent = new SpentChallenges(TimeSpan.FromSeconds(60), 1000, 0);

        for (var i = 1; i <= 500; i++)
        {
            spent.TrySpend((UInt128)i, issuedMilliseconds: i, nowMilliseconds: i + 20).ShouldBeTrue();
        }
    }

    [Fact]
    public void What_was_given_before_the_start_is_not_taken_for_nobody_knows_of_it() =>
        new SpentChallenges(TimeSpan.FromSeconds(60), 1000, 5_000).TrySpend(1, 4_999, 5_001).ShouldBeFalse();

    [Fact]
    public void What_was_given_back_can_be_spent_once_more()
    {
        var spent = new SpentChallenges(TimeSpan.FromSeconds(60), 1000, 0);
        spent.TrySpend(1, 5, 10).ShouldBeTrue();
        spent.GiveBack(1);

        spent.TrySpend(1, 5, 11).ShouldBeTrue();
        spent.TrySpend(1, 5, 12).ShouldBeFalse();
    }

    [Fact]
    public async Task Of_many_at_once_one_spends_it()
    {
        var spent = new SpentChallenges(TimeSpan.FromSeconds(60), 1000, 0);

        var taken = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => spent.TrySpend(1, 5, 10))));

        taken.Count(one => one).ShouldBe(1);
    }
}
