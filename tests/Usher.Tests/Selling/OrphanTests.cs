using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Selling;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.Tests.Selling;

/// <summary>No orphans, through the engine and on a real database.</summary>
public sealed class OrphanTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_booking_that_leaves_a_seat_alone_is_refused_with_others_that_do_not()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await CreateAsync(rows: 1, seatsPerRow: 8);

        var lone = (await engine.BookAsync(show, 2, 3)).ShouldBeOfType<BookOutcome.LeavesSingleSeat>();

        lone.LoneSeats.ShouldBe([1]);
        lone.MayTakeAll.ShouldBeTrue();
        lone.Alternatives.Select(seats => string.Join('+', seats)).ShouldBe(["1+2", "3+4", "9+10"]);
        (await engine.OwnersAsync(show)).ShouldBeEmpty();
        foreach (var seats in lone.Alternatives)
        {
            await engine.CancelAsync((await engine.HoldAsync(show, [.. seats])).Id);
        }

        await engine.HoldAsync(show, 1, 2, 3);
    }

    [Fact]
    public async Task Where_it_cannot_be_helped_a_seat_may_be_left_alone()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await CreateAsync(rows: 1, seatsPerRow: 3);

        await engine.HoldAsync(show, 2, 3);
        // The last row is a wheelchair space, a companion's seat and another space: they may be left alone.
        await engine.HoldAsync(show, 5);
    }

    [Fact]
    public async Task Without_the_rule_anything_goes()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await CreateAsync(rows: 1, seatsPerRow: 8, noOrphans: false);

        await engine.HoldAsync(show, 2, 3);
    }

    [Fact]
    public async Task Two_at_once_in_two_processes_leave_no_seat_alone_between_them()
    {
        await using var one = new TestEngine(database.DataSources);
        await using var two = new TestEngine(database.DataSources);
        for (var round = 0; round < 40; round++)
        {
            var show = await CreateAsync(rows: 1, seatsPerRow: 9);

            var outcomes = await Task.WhenAll(one.BookAsync(show, 3, 4), two.BookAsync(show, 6, 7));

            outcomes.OfType<BookOutcome.Held>().Count().ShouldBe(1);
            outcomes.OfType<BookOutcome.LeavesSingleSeat>().Single().LoneSeats.ShouldBe([5]);
        }
    }

    [Fact]
    public async Task Best_seats_leave_nobody_alone_although_others_would_be_nearer()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await CreateAsync(rows: 1, seatsPerRow: 7);

        var held = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => engine.BookAsync(
            BookRequest.ForBest(show, email: null, seatCount: 2))));

        held.ShouldAllBe(outcome => outcome is BookOutcome.Held);
        // Three pairs of the first row leave one seat, whatever they are.
        var first = (await engine.OwnersAsync(show)).Keys.Where(seat => seat <= 7).ToArray();
        first.Length.ShouldBe(6);
    }

    [Fact]
    public async Task A_lapsed_hold_beside_counts_as_free()
    {
        await using var engine = new TestEngine(database.DataSources, TestClock.AtOpening());
        var show = await CreateAsync(rows: 1, seatsPerRow: 7);
        await engine.HoldAsync(show, 1, 2);
        (await engine.BookAsync(show, 4, 5)).ShouldBeOfType<BookOutcome.LeavesSingleSeat>();
        engine.Clock.Advance(TimeSpan.FromSeconds(60));

        await engine.HoldAsync(show, 4, 5);
    }

    private async Task<ShowId> CreateAsync(int rows, int seatsPerRow, bool noOrphans = true)
    {
        // The last row has spaces for wheelchairs: a hall has one row more than its test talks of.
        var plan = BlockPlan.Create("Studio", rows + 1, seatsPerRow, [], "Stalls");
        var show = NewShow.In(plan, "A show", new DateTime(2031, 1, 1, 19, 0, 0, DateTimeKind.Utc)) with
        {
            NoOrphans = noOrphans,
            HoldSeconds = 60,
        };
        return (await new ShowCreation(database.DataSources).CreateAsync(
            show, seatsCreated: null, CancellationToken.None)).Id;
    }
}
