using Microsoft.Extensions.Options;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Selling;
using Usher.Engine.Selling.BestAvailable;
using Usher.Testing;
using Usher.Tests.Bookings;

namespace Usher.Tests.Selling;

/// <summary>What one batch plans for requests that leave the choice to the engine, and what it gives them.</summary>
public sealed class ShowChoicesTests
{
    // 1 to 3, an aisle, 4 to 6; the second row is the same but ends with spaces for wheelchairs: 7 to 9 are for all.
    private static readonly SeatingPlan Hall = BlockPlan.Create("Hall", 2, 6, [3], "Stalls");

    private readonly HashSet<int> _taken = [];

    [Fact]
    public void Each_request_is_planned_on_what_the_ones_before_it_leave()
    {
        var choices = Choices();

        choices.Plan(Request(3), Best(3)).ShouldBe([1, 2, 3]);
        choices.Plan(Request(3), Best(3)).ShouldBe([4, 5, 6]);
        choices.Plan(Request(3), Best(3)).ShouldBe([7, 8, 9]);
        choices.IsShort.ShouldBeFalse();
        choices.Plan(Request(3), Best(3)).ShouldBeEmpty();
        choices.IsShort.ShouldBeTrue();
        choices.Plan(Request(1), Best(1)).ShouldBeEmpty();
        choices.IsShort.ShouldBeTrue();
    }

    [Fact]
    public void Seats_that_somebody_names_are_kept_for_them_if_all_are_left()
    {
        var choices = Choices(free: [1, 2, 3, 4]);

        choices.Reserve([3, 4]);
        choices.Reserve([2, 3]);
        choices.Reserve([1, 9]);

        choices.Plan(Request(1), Best(1)).ShouldBe([2]);
        choices.Plan(Request(1), Best(1)).ShouldBe([1]);
    }

    [Fact]
    public void Whoever_comes_first_gets_the_best_of_what_was_planned_for_all()
    {
        var choices = Choices();
        BookingCommand.Book[] requests = [Request(3, split: true), Request(3, split: true)];
        Array.ForEach(requests, request => choices.Plan(request, request.Best!));

        Choose(choices, requests[1]).ShouldBe([1, 2, 3]);
        Choose(choices, requests[0]).ShouldBe([4, 5, 6]);
    }

    [Fact]
    public void What_somebody_else_took_meanwhile_is_passed_over()
    {
        var choices = Choices();
        BookingCommand.Book[] requests = [Request(3), Request(3), Request(3)];
        Array.ForEach(requests, request => choices.Plan(request, request.Best!));
        _taken.Add(2);

        Choose(choices, requests[2]).ShouldBe([4, 5, 6]);
        Choose(choices, requests[0]).ShouldBe([7, 8, 9]);
        Choose(choices, requests[1]).ShouldBeEmpty();
    }

    [Fact]
    public void Spares_are_planned_for_every_kind_of_request_as_far_as_there_are_some()
    {
        var choices = Choices();
        choices.Plan(Request(2), Best(2));
        choices.Plan(Request(1), Best(1));

        var spares = choices.PlanSpares(1).Select(seats => seats.Length).ToArray();

        spares.ShouldBe([2, 1]);
        choices.PlanSpares(100).Sum(seats => seats.Length).ShouldBe(9 - 3 - 3);
    }

    [Fact]
    public void A_spare_is_given_where_somebody_else_was_faster()
    {
        var choices = Choices();
        var request = Request(3);
        choices.Plan(request, request.Best!);
        choices.PlanSpares(1).Single().ShouldBe([4, 5, 6]);
        _taken.Add(1);

        Choose(choices, request).ShouldBe([4, 5, 6]);
    }

    [Fact]
    public void A_group_that_fits_nowhere_is_split_where_it_may_be()
    {
        var choices = Choices();

        choices.Plan(Request(4), Best(4)).ShouldBeEmpty();
        var seats = choices.Plan(Request(4, split: true), Best(4, split: true));

        seats.Length.ShouldBe(4);
        choices.Plan(Request(3), Best(3)).ShouldBe([7, 8, 9]);
    }

    [Fact]
    public void A_split_group_gets_what_was_planned_for_it_or_nothing()
    {
        var choices = Choices();
        var (request, other) = (Request(4, split: true), Request(4, split: true));
        var seats = choices.Plan(request, request.Best!);
        choices.Plan(other, other.Best!);

        Choose(choices, request).ShouldBe(seats);
        Choose(choices, request).ShouldBeEmpty();
        _taken.UnionWith([7, 8, 9, 4, 5, 6]);
        Choose(choices, other).ShouldBeEmpty();
    }

    [Fact]
    public void A_group_that_did_not_even_fit_in_parts_is_too_large_for_the_rest_of_the_batch()
    {
        var choices = Choices(free: [1, 2, 4]);

        choices.Plan(Request(4, split: true), Best(4, split: true)).ShouldBeEmpty();
        choices.Plan(Request(5, split: true), Best(5, split: true)).ShouldBeEmpty();
        choices.Plan(Request(3, split: true), Best(3, split: true)).Order().ShouldBe([1, 2, 4]);
    }

    [Fact]
    public void A_category_that_is_too_small_says_nothing_about_the_others()
    {
        var choices = Choices(hall: BlockPlan.Create("Hall", 3, 6, [], "Front", "Rear"));

        choices.Plan(Request(9, 1, split: true), Best(9, category: 1, split: true)).ShouldBeEmpty();
        choices.Plan(Request(9, split: true), Best(9, split: true)).Length.ShouldBe(9);
    }

    [Fact]
    public void Without_the_rule_about_single_seats_parts_may_leave_some_alone()
    {
        var choices = Choices(hall: BlockPlan.Create("Hall", 3, 5, [], "Stalls"));
        var request = Request(6, split: true);

        choices.Plan(request, request.Best!).ShouldBe([2, 3, 4, 7, 8, 9]);
        Choose(choices, request).ShouldBe([2, 3, 4, 7, 8, 9]);
    }

    [Fact]
    public void The_refusal_says_how_many_there_are_instead()
    {
        var choices = Choices(free: [1, 2, 4, 6]);
        choices.IsCertain = true;

        ShouldBe(Refusal(choices, Request(3)), new(3, null, IsSplit: false, 2), ["1 2", "4"]);
        ShouldBe(Refusal(choices, Request(4)), new(4, null, IsSplit: false, 2), ["1 2", "4", "6"]);
        ShouldBe(Refusal(choices, Request(5, split: true)), new(5, null, IsSplit: true, 4), []);
        ShouldBe(Refusal(choices, Request(3, category: 0)), new(3, "Stalls", IsSplit: false, 2), ["1 2", "4"]);
        var full = Choices(free: []);
        full.IsCertain = true;
        Refusal(full, Request(1)).ShouldBe(new BookOutcome.NoneTogether(1, null, IsSplit: false, 0));
    }

    [Fact]
    public void A_crowd_is_refused_with_one_and_the_same_answer()
    {
        var choices = Choices(free: [1]);
        choices.IsCertain = true;

        var first = Refusal(choices, Request(2));

        Refusal(choices, Request(2)).ShouldBeSameAs(first);
        Refusal(choices, Request(3)).ShouldBe(new BookOutcome.NoneTogether(3, null, IsSplit: false, 1));
        Refusal(choices, Request(3, split: true)).ShouldBe(new BookOutcome.NoneTogether(3, null, IsSplit: true, 1));
    }

    [Fact]
    public void Nobody_is_refused_by_what_is_not_certain()
    {
        var choices = Choices(free: [1]);

        Refusal(choices, Request(2)).ShouldBeNull();
    }

    [Fact]
    public void Nobody_is_refused_while_a_seat_is_left_that_was_meant_for_somebody_before()
    {
        var choices = Choices(free: [1, 2]);
        choices.IsCertain = true;
        var meant = choices.Plan(Request(1), Best(1));
        var late = Request(2);
        choices.Plan(late, late.Best!).ShouldBeEmpty();

        choices.RefusalOf(late, CanHave).ShouldBeNull();
        _taken.UnionWith(meant);
        choices.RefusalOf(late, CanHave).ShouldNotBeNull();
    }

    [Fact]
    public void Nobody_is_refused_while_a_seat_is_left_that_somebody_before_has_named()
    {
        var choices = Choices(free: [1]);
        choices.IsCertain = true;
        choices.Reserve([1]);
        var late = Request(1);
        choices.Plan(late, late.Best!).ShouldBeEmpty();

        choices.RefusalOf(late, CanHave).ShouldBeNull();
    }

    [Fact]
    public void Nobody_is_refused_for_whom_seats_were_planned()
    {
        var choices = Choices();
        choices.IsCertain = true;
        var request = Request(2);
        choices.Plan(request, request.Best!);
        _taken.UnionWith(Enumerable.Range(1, 12));

        choices.RefusalOf(request, CanHave).ShouldBeNull();
    }

    [Fact]
    public void Where_nobody_may_be_left_alone_parts_are_judged_together()
    {
        // Of 1, 2, 3 and 4, 5, 6 a group of four leaves one seat on either side, which cannot be helped.
        var choices = Choices(free: [1, 2, 3, 4, 5, 6], noOrphans: true);
        var request = Request(4, split: true);

        choices.Plan(request, request.Best!).Order().ShouldBe([2, 3, 4, 5]);
        Choose(choices, request).Order().ShouldBe([2, 3, 4, 5]);
    }

    private static void ShouldBe(
        BookOutcome.NoneTogether? refusal, BookOutcome.NoneTogether expected, string[] split)
    {
        refusal.ShouldNotBeNull().Split.Select(part => string.Join(' ', part)).ShouldBe(split);
        (refusal with { Split = [] }).ShouldBe(expected);
    }

    private BookOutcome.NoneTogether? Refusal(ShowChoices choices, BookingCommand.Book request)
    {
        choices.Plan(request, request.Best!).ShouldBeEmpty();
        return choices.RefusalOf(request, CanHave);
    }

    // Takes what it is given, as a booking does.
    private int[] Choose(ShowChoices choices, BookingCommand.Book request)
    {
        int[] seats = [.. choices.Choose(request, CanHave, CanHave)];
        _taken.UnionWith(seats);
        return seats;
    }

    private bool CanHave(int number) => !_taken.Contains(number);

    private ShowChoices Choices(int[]? free = null, bool noOrphans = false, SeatingPlan? hall = null)
    {
        var plan = hall ?? Hall;
        var isFree = Enumerable.Range(1, plan.Seats.Length).Select(number => free?.Contains(number) ?? true).ToArray();
        _taken.UnionWith(Enumerable.Range(1, isFree.Length).Where(number => !isFree[number - 1]));
        return new ShowChoices(
            ModelDatabase.Show with { NoOrphans = noOrphans }, plan, isFree,
            new SeatRankings(Options.Create(new BestAvailableOptions())));
    }

    private static BestAvailableRequest Best(int seats, int? category = null, bool split = false) =>
        new(seats, category, split);

    private static BookingCommand.Book Request(int seats, int? category = null, bool split = false) => new(
        BookingId.Random(ModelDatabase.Show.Id), TestEngine.Buyer, ModelDatabase.Show, null, [], Fingerprint: null)
    {
        Best = Best(seats, category, split),
    };
}
