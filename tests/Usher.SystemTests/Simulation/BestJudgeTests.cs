using System.Collections.Immutable;

namespace Usher.SystemTests.Simulation;

/// <summary>Which answers to requests for the best seats, and to blocking, the search explains.</summary>
public sealed class BestJudgeTests
{
    private static readonly PlannedShow Row = new(5, HoldSeconds: 60, ExtensionAllowed: true, OpensAt: null)
    {
        Layout = "BAAAB",
    };

    [Theory]
    [InlineData(1, null, new[] { 3 })]
    [InlineData(3, null, new[] { 2, 3, 4 })]
    [InlineData(3, 'A', new[] { 2, 3, 4 })]
    [InlineData(1, 'B', new[] { 1 })]
    public void The_best_are_explained(int count, char? category, int[] seats) =>
        IsExplained(new ModelShow(Row), Request(count, category), [.. seats]).ShouldBeTrue();

    [Theory]
    [InlineData(1, null, new[] { 2 })]
    [InlineData(2, null, new[] { 3 })]
    [InlineData(2, null, new[] { 2, 4 })]
    [InlineData(2, 'A', new[] { 1, 2 })]
    [InlineData(1, 'B', new[] { 5 })]
    public void Others_are_not(int count, char? category, int[] seats) =>
        IsExplained(new ModelShow(Row), Request(count, category), [.. seats]).ShouldBeFalse();

    [Fact]
    public void With_two_processes_others_will_do_but_not_apart()
    {
        IsExplained(new ModelShow(Row), Request(2), [1, 2], isOnlyProcess: false).ShouldBeTrue();
        IsExplained(new ModelShow(Row), Request(2), [2, 4], isOnlyProcess: false).ShouldBeFalse();
        IsExplained(new ModelShow(Row), Request(2) with { MayBeSplit = true }, [2, 4], isOnlyProcess: false)
            .ShouldBeTrue();
    }

    [Fact]
    public void Nobody_may_be_left_alone_where_that_is_the_rule()
    {
        var show = new ModelShow(Row with { NoOrphans = true });

        IsExplained(show, Request(2), [2, 3], isOnlyProcess: false).ShouldBeFalse();
        IsExplained(show, Request(2), [1, 2], isOnlyProcess: false).ShouldBeTrue();
        IsExplained(show, Request(4), [2, 3, 4, 5], isOnlyProcess: false).ShouldBeTrue();
        IsExplained(show, Request(2, 'A'), []).ShouldBeTrue();
        show.Play(Named(2, 3), 0).Reply.ShouldBe(Replies.LeavesSingle([1]));
    }

    [Fact]
    public void A_refusal_needs_that_nothing_suits()
    {
        IsExplained(new ModelShow(Row), Request(2), []).ShouldBeFalse();
        IsExplained(new ModelShow(Row), Request(2, 'B'), []).ShouldBeTrue();
        IsExplained(new ModelShow(Row), Request(2, 'B') with { MayBeSplit = true }, []).ShouldBeFalse();
    }

    [Fact]
    public void Seats_freed_by_another_process_may_be_missed_for_less_than_a_second()
    {
        var held = Play(new ModelShow(Row), Named(1, 2, 3, 4, 5), 20);
        var freed = Play(held, new Move(2, Process: 1, Show: 0, MoveKind.CancelByStaff, Booking: 1), 20);

        IsExplained(freed, Request(1), [], isOnlyProcess: false, now: 20).ShouldBeTrue();
        IsExplained(freed, Request(1), [], isOnlyProcess: false, now: 21).ShouldBeFalse();
        IsExplained(freed, Request(1) with { Process = 1 }, [], isOnlyProcess: false, now: 20).ShouldBeFalse();
    }

    [Fact]
    public void The_house_keeps_what_is_free_and_gives_back_only_its_own()
    {
        var show = Play(new ModelShow(Row), Named(1), 0);
        var block = new Move(4, Process: 0, Show: 0, MoveKind.Block, Booking: 4) { Seats = [1, 2] };
        var (blocked, reply) = show.Play(block, 0);
        var unblock = block with { Number = 5, Kind = MoveKind.Unblock, Booking = 5 };

        reply.ShouldBe(Replies.Blocked([2], [1], [], []));
        blocked.Play(block with { Number = 6 }, 0).Reply.ShouldBe(Replies.Blocked([], [1], [], [2]));
        blocked.Play(unblock, 0).Reply.ShouldBe(Replies.Unblocked([2], [1]));
        IsExplained(blocked, unblock, Replies.Unblocked([1, 2], [])).ShouldBeFalse();
        IsExplained(blocked, unblock, Replies.Unblocked([2], [1])).ShouldBeTrue();
        IsExplained(blocked, unblock, Replies.Unblocked([], [1, 2])).ShouldBeFalse();
    }

    private static Move Request(int count, char? category = null) =>
        new(3, Process: 0, Show: 0, MoveKind.Book, Booking: 3) { SeatCount = count, Category = category };

    private static Move Named(params int[] seats) =>
        new(1, Process: 0, Show: 0, MoveKind.Book, Booking: 1) { Seats = [.. seats], HasEmail = true };

    private static ModelShow Play(ModelShow show, Move move, double at)
    {
        var (after, reply) = show.Play(move, at);
        return Search(new Played(move, reply), at, after, isOnlyProcess: true).Find(show).ShouldNotBeNull();
    }

    private static bool IsExplained(
        ModelShow show, Move move, ImmutableArray<int> chosen, bool isOnlyProcess = true, double now = 0) =>
        // What an engine without the rule about single seats would say, and leave.
        AllowingAll(show).Play(move, now, chosen) is var (after, reply)
        && Search(new Played(move, reply) { Chosen = chosen }, now, after, isOnlyProcess).Find(show) is not null;

    private static bool IsExplained(ModelShow show, Move move, string reply) =>
        Search(new Played(move, reply), now: 0, show.Play(move, now: 0).After, isOnlyProcess: true).Find(show)
            is not null;

    private static ModelShow AllowingAll(ModelShow show) =>
        show with { Terms = show.Terms with { NoOrphans = false } };

    private static ReplySearch Search(Played played, double now, ModelShow stored, bool isOnlyProcess) =>
        new([played], now, mapSecondsMax: 0, stored.Describe())
        {
            HasMemory = true,
            IsOnlyProcess = isOnlyProcess,
        };
}
