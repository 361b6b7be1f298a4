using Usher.Engine.Bookings;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Selling;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.Tests.Selling;

/// <summary>Best seats through the engine, on a real database, for one process and for two.</summary>
public sealed class BestSeatsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_seats_nearest_to_the_stage_are_held_side_by_side_and_then_the_next_nearest()
    {
        await using var engine = Engine();
        var show = await CreateAsync(BlockPlan.Create("Studio", 3, 6, [], "Stalls"));

        (await HoldBestAsync(engine, show, 2)).SeatNumbers.ShouldBe([3, 4]);
        (await HoldBestAsync(engine, show, 2)).SeatNumbers.ShouldBe([1, 2]);
        (await HoldBestAsync(engine, show, 3)).SeatNumbers.ShouldBe([8, 9, 10]);
        (await engine.OwnersAsync(show)).Keys.ShouldBe([1, 2, 3, 4, 8, 9, 10]);
    }

    [Fact]
    public async Task A_show_without_a_hall_gives_its_lowest_numbers_first()
    {
        await using var engine = Engine();
        var show = await TestEngine.CreateShowAsync(database.DataSources, seats: 16);
        await engine.HoldAsync(show, 1);

        (await HoldBestAsync(engine, show, 2)).SeatNumbers.ShouldBe([2, 3]);
        (await HoldBestAsync(engine, show, 4)).SeatNumbers.ShouldBe([5, 6, 7, 8]);
        (await HoldBestAsync(engine, show, 1)).SeatNumbers.ShouldBe([4]);
    }

    [Fact]
    public async Task Only_seats_of_the_wanted_category_are_chosen_and_they_are_priced_as_chosen()
    {
        await using var engine = Engine();
        var plan = BlockPlan.Create("Studio", 3, 6, [], "Front", "Rear");
        var show = await CreateAsync(plan, show => show with
        {
            Currency = "GBP",
            Prices = [new Price("Front", 1800), new Price("Rear", 1200)],
        });

        var booking = await HoldBestAsync(engine, show, 2, category: "Rear");

        booking.SeatNumbers.ShouldAllBe(number => plan.Categories[plan.Seats[number - 1].Category].Name == "Rear");
        booking.Amount.ShouldBe(2400);
        (await engine.ReadAsync(booking.Id)).Amount.ShouldBe(2400);
        (await BestAsync(engine, show, 2, category: "Balcony"))
            .ShouldBeOfType<BookOutcome.CategoryNotFound>().Categories.ShouldBe(["Front", "Rear"]);
    }

    [Fact]
    public async Task Where_so_many_are_not_together_the_refusal_says_how_many_are()
    {
        await using var engine = Engine();
        var show = await CreateAsync(BlockPlan.Create("Studio", 1, 9, [3, 6], "Stalls"));

        var refusal = (await BestAsync(engine, show, 4)).ShouldBeOfType<BookOutcome.NoneTogether>();
        (refusal with { Split = [] }).ShouldBe(new BookOutcome.NoneTogether(4, null, IsSplit: false, 3));
        // And as many near each other, across the aisle.
        refusal.Split.Select(part => string.Join(' ', part)).ShouldBe(["4 5", "2 3"]);
        (await HoldBestAsync(engine, show, 4, split: true)).SeatNumbers.Length.ShouldBe(4);
        // The last seats of the row are for wheelchairs and companions.
        (await BestAsync(engine, show, 3)).ShouldBe(new BookOutcome.NoneTogether(3, null, IsSplit: false, 1));
        (await BestAsync(engine, show, 3, split: true))
            .ShouldBe(new BookOutcome.NoneTogether(3, null, IsSplit: true, 2));
        (await engine.OwnersAsync(show)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_split_group_sits_in_two_parts_of_two_rather_than_three_and_one()
    {
        await using var engine = Engine();
        var show = await CreateAsync(BlockPlan.Create("Studio", 2, 6, [3], "Stalls"));

        var seats = (await HoldBestAsync(engine, show, 4, split: true)).SeatNumbers;

        // On both sides of the aisle.
        seats.ShouldBe([2, 3, 4, 5]);
    }

    [Fact]
    public async Task Three_in_a_coach_are_found_as_two_and_one_across_the_gangway_and_nothing_is_held()
    {
        await using var engine = Engine();
        var show = await CreateAsync(BusPlan.Create("Coach", 4, "Seat"));

        (await FindAsync(engine, show, 3)).ShouldBe(["1 2", "3"]);
        (await FindAsync(engine, show, 2)).ShouldBe(["1 2"]);
        (await engine.OwnersAsync(show)).ShouldBeEmpty();
        var booking = await HoldBestAsync(engine, show, 3, split: true);

        booking.SeatNumbers.ShouldBe([1, 2, 3]);
        (await FindAsync(engine, show, 3)).ShouldBe(["5 6", "7"]);
        (await FindAsync(engine, show, 1)).ShouldBe(["4"]);
    }

    [Fact]
    public async Task What_no_request_could_have_is_not_found()
    {
        await using var engine = Engine();
        var show = await CreateAsync(BusPlan.Create("Coach", 2, "Seat"), show => show with { SeatsPerBookingMax = 6 });
        await engine.HoldAsync(show, 1, 2, 3, 4, 5);

        (await FindAsync(engine, show, 4)).ShouldNotBeNull().ShouldBeEmpty();
        (await FindAsync(engine, show, 7)).ShouldBeNull();
        (await FindAsync(engine, show, 1, category: "Bed")).ShouldBeNull();
        (await FindAsync(engine, new ShowId(123456789), 1)).ShouldBeNull();
    }

    [Fact]
    public async Task The_same_key_is_the_same_booking_and_another_request_under_it_is_refused()
    {
        await using var engine = Engine();
        var show = await CreateAsync(BlockPlan.Create("Studio", 3, 6, [], "Stalls"));

        var booking = await HoldBestAsync(engine, show, 2, key: "mine");

        (await HoldBestAsync(engine, show, 2, key: "mine")).Id.ShouldBe(booking.Id);
        var requests = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => BestAsync(engine, show, 2, key: "mine")));
        requests.ShouldAllBe(outcome =>
            ((BookOutcome.Held)outcome).Booking.SeatNumbers.SequenceEqual(booking.SeatNumbers));
        (await BestAsync(engine, show, 3, key: "mine")).ShouldBeOfType<BookOutcome.KeyReused>();
        (await BestAsync(engine, show, 2, key: "mine", category: "Stalls")).ShouldBeOfType<BookOutcome.KeyReused>();
        (await BestAsync(engine, show, 2, key: "mine", split: true)).ShouldBeOfType<BookOutcome.KeyReused>();
        (await engine.OwnersAsync(show)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_hold_that_has_lapsed_is_free_for_the_next_and_ends_as_a_whole()
    {
        await using var engine = Engine(TestClock.AtOpening());
        var show = await CreateAsync(BlockPlan.Create("Studio", 1, 5, [], "Stalls"));
        var lapsed = await engine.HoldAsync(show, 1, 2);
        (await BestAsync(engine, show, 1)).ShouldBeOfType<BookOutcome.NoneTogether>();
        engine.Clock.Advance(Hold);

        (await HoldBestAsync(engine, show, 1)).SeatNumbers.ShouldBe([2]);

        (await engine.ReadAsync(lapsed.Id)).Reason.ShouldBe(FailureReason.Expired);
        (await engine.OwnersAsync(show)).Keys.ShouldBe([2]);
    }

    [Fact]
    public async Task Two_hundred_buyers_at_once_each_get_a_pair_of_their_own()
    {
        await using var engine = Engine();
        var show = await TestEngine.CreateShowAsync(database.DataSources, seats: 400);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => BestAsync(engine, show, 2)));

        AllPairs(outcomes).Count.ShouldBe(400);
        (await BestAsync(engine, show, 1)).ShouldBe(new BookOutcome.NoneTogether(1, null, IsSplit: false, 0));
    }

    [Fact]
    public async Task Two_processes_that_sell_the_same_best_seats_disappoint_nobody_while_there_are_some()
    {
        await using var one = Engine();
        await using var two = Engine();
        var show = await TestEngine.CreateShowAsync(database.DataSources, seats: 1024);
        for (var wave = 0; wave < 5; wave++)
        {
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 100)
                .Select(i => BestAsync(i % 2 == 0 ? one : two, show, 2)));
            AllPairs(outcomes);
        }

        (await one.OwnersAsync(show)).Count.ShouldBe(1000);
        var last = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => BestAsync(i % 2 == 0 ? one : two, show, 2)));
        last.OfType<BookOutcome.Held>().Count().ShouldBe(12);
        last.OfType<BookOutcome.NoneTogether>().Count().ShouldBe(28);
    }

    [Fact]
    public async Task A_process_that_has_heard_nothing_for_long_still_finds_what_the_others_left()
    {
        await using var one = Engine();
        await using var two = Engine();
        var show = await TestEngine.CreateShowAsync(database.DataSources, seats: 10_000);
        await HoldBestAsync(one, show, 2);
        await HoldBestAsync(two, show, 2);
        await Task.WhenAll(Enumerable.Range(0, 90).Select(_ => HoldBestAsync(two, show, 100)));

        (await HoldBestAsync(one, show, 1)).SeatNumbers[0].ShouldBeGreaterThan(4);
        (await HoldBestAsync(one, show, 3)).SeatNumbers.Length.ShouldBe(3);
    }

    [Fact]
    public async Task What_another_process_has_freed_is_found_before_anybody_is_refused()
    {
        await using var one = Engine(configure: options => options.BestAvailable.BestSeatsMillisecondsMax = 0);
        await using var two = Engine();
        var show = await TestEngine.CreateShowAsync(database.DataSources, seats: 4);
        var pair = await HoldBestAsync(one, show, 2);
        await HoldBestAsync(one, show, 2);
        (await BestAsync(one, show, 2)).ShouldBeOfType<BookOutcome.NoneTogether>();

        await two.CancelAsync(pair.Id);

        (await HoldBestAsync(one, show, 2)).SeatNumbers.ShouldBe(pair.SeatNumbers);
    }

    [Fact]
    public async Task Those_who_name_their_seats_and_those_who_do_not_never_share_one()
    {
        await using var one = Engine();
        await using var two = Engine();
        var show = await TestEngine.CreateShowAsync(database.DataSources, seats: 200);
        var random = new Random(5);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 150).Select(i =>
        {
            var engine = i % 2 == 0 ? one : two;
            var seat = random.Next(1, 199);
            return i % 3 == 0 ? engine.BookAsync(show, seat, seat + 1) : BestAsync(engine, show, i % 4 + 1);
        }));

        outcomes.OfType<BookOutcome.Held>().SelectMany(held => held.Booking.SeatNumbers).ShouldBeUnique();
        outcomes.ShouldAllBe(outcome => outcome is BookOutcome.Held || outcome is BookOutcome.SeatsTaken
            || outcome is BookOutcome.NoneTogether);
    }

    private TestEngine Engine(TestClock? clock = null, Action<TestOptions>? configure = null) =>
        new(database.DataSources, clock, configure);

    private async Task<ShowId> CreateAsync(SeatingPlan plan, Func<NewShow, NewShow>? adjust = null)
    {
        var show = NewShow.In(plan, "A show", new DateTime(2031, 1, 1, 19, 0, 0, DateTimeKind.Utc)) with
        {
            HoldSeconds = (int)Hold.TotalSeconds,
        };
        return (await new ShowCreation(database.DataSources).CreateAsync(
            adjust?.Invoke(show) ?? show, seatsCreated: null, CancellationToken.None)).Id;
    }

    private static async Task<string[]?> FindAsync(
        TestEngine engine, ShowId show, int count, string? category = null) =>
        await engine.Finder.FindAsync(
            BookRequest.ForBest(show, email: null, count, category, mayBeSplit: true), CancellationToken.None)
            is { } parts ? [.. parts.Select(part => string.Join(' ', part))] : null;

    private static Task<BookOutcome> BestAsync(
        TestEngine engine, ShowId show, int count, string? category = null, bool split = false, string? key = null) =>
        engine.BookAsync(BookRequest.ForBest(show, "a@example.com", count, category, split, key));

    private static async Task<Booking> HoldBestAsync(
        TestEngine engine, ShowId show, int count, string? category = null, bool split = false, string? key = null) =>
        (await BestAsync(engine, show, count, category, split, key)).ShouldBeOfType<BookOutcome.Held>().Booking;

    private static HashSet<int> AllPairs(BookOutcome[] outcomes)
    {
        outcomes.ShouldAllBe(outcome => outcome is BookOutcome.Held);
        var pairs = outcomes.OfType<BookOutcome.Held>().Select(held => held.Booking.SeatNumbers).ToArray();
        pairs.ShouldAllBe(pair => pair.Length == 2 && pair[1] == pair[0] + 1);
        pairs.SelectMany(pair => pair).ShouldBeUnique();
        return [.. pairs.SelectMany(pair => pair)];
    }
}
