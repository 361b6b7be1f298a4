using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Generators;

namespace Usher.Tests.SeatingPlans;

/// <summary>What a plan must keep to, at the edge of each limit.</summary>
public sealed class PlanCheckTests
{
    [Fact]
    public void A_small_hall_is_fine() => Problems(Hall(2)).ShouldBeEmpty();

    [Fact]
    public void A_plan_of_nothing_lacks_everything() => Problems(new PlanDraft()).ShouldBe(
    [
        "name: is missing",
        "seats: there are none; a plan needs at least one",
        "rows: there are none; a plan needs at least one",
        "zones: there are none; a plan needs at least one",
        "categories: there are none; a plan needs at least one",
    ]);

    [Fact]
    public void A_name_of_spaces_is_none()
    {
        var draft = Hall(1);
        draft.Name = " ";
        draft.Categories.Add(new PlanCategory("  ", null));

        Problems(draft).ShouldBe(["name: is missing", "categories[1].name: is missing"]);
    }

    [Fact]
    public void A_category_has_one_entry()
    {
        var draft = Hall(1);
        draft.Categories.Add(new PlanCategory("Stalls", "#000000"));

        Problems(draft).ShouldBe(["categories[1]: the category 'Stalls' is there twice"]);
    }

    [Fact]
    public void So_many_categories_are_allowed_and_not_one_more()
    {
        var draft = Hall(1);
        draft.Categories.AddRange(
            Enumerable.Range(1, PlanLimits.CategoriesMax - 1).Select(i => new PlanCategory($"{i}", null)));
        Problems(draft).ShouldBeEmpty();

        draft.Categories.Add(new PlanCategory("One more", null));
        Problems(draft).ShouldBe(["categories: there are more than 100; a plan has no more"]);
    }

    [Fact]
    public void So_many_shapes_are_drawn_and_not_one_more()
    {
        var draft = Hall(1);
        for (var i = 0; i < PlanLimits.AreasMax; i++)
        {
            draft.AddBox("Box", 0, 0, 10, 10);
        }

        Problems(draft).ShouldBeEmpty();
        draft.AddBox("Box", 0, 0, 10, 10);
        Problems(draft).ShouldBe(["areas: there are 5,001; at most 5,000 are drawn"]);
    }

    [Fact]
    public void Every_seat_has_a_category_and_a_lasting_name_of_its_own()
    {
        var draft = Hall(1);
        var row = draft.Rows[0];
        row.Seats.Add(Seat("a-1", 25) with { Category = "Royal box" });
        row.Seats.Add(Seat("", 50));
        row.Seats.Add(Seat("A-1", 75));
        row.Seats.Add(Seat("a-0", 100) with { Source = 4 });

        Problems(draft).ShouldBe(
        [
            "A/1: the category 'Royal box' is none of the plan's",
            "A/2: the seat_guid is missing; every seat needs one of its own",
            "A/4: the seat_guid 'a-0' is that of A/0 already",
        ]);
    }

    [Fact]
    public void A_seat_stands_at_the_edge_of_the_paper_but_not_beyond()
    {
        var (max, beyond) = (PlanLimits.CoordinateMax, PlanLimits.CoordinateMax + 1);
        var draft = Hall(1);
        draft.Rows[0].Seats.AddRange(
        [
            Seat("a-1", max), Seat("a-2", -max), Seat("a-3", max) with { Y = max }, Seat("a-4", beyond),
            Seat("a-5", -beyond), Seat("a-6", 1) with { Y = beyond }, Seat("a-7", 1) with { Y = double.NaN },
        ]);

        Problems(draft).ShouldBe(["A/4: its position is beyond 1,000,000 units; also A/5, A/6, A/7"]);
    }

    [Fact]
    public void Of_a_plan_with_too_many_seats_nothing_more_is_said()
    {
        var draft = Hall(0);
        for (var i = 0; i <= PlanLimits.SeatsMax; i++)
        {
            draft.Rows[0].Seats.Add(Seat("", 0));
        }

        Problems(draft).ShouldBe(["seats: there are more than 200,000; a plan has no more"]);

        draft.Rows[0].Seats.RemoveAt(0);
        Problems(draft).First().ShouldStartWith("A/2: the seat_guid is missing; every seat needs one of its own");
    }

    [Theory]
    [InlineData(5, 0, true)]
    [InlineData(4.9, 0, false)]
    [InlineData(-4.9, 0, false)]
    [InlineData(0, 4.9, false)]
    [InlineData(0, -4.9, false)]
    [InlineData(-3.4, -3.4, false)]
    [InlineData(3.6, -3.6, true)]
    public void Two_seats_stand_at_least_five_units_apart(double dx, double dy, bool isAllowed)
    {
        var draft = Hall(0);
        draft.Rows[0].Seats.AddRange([Seat("a-0", 100) with { Y = 100 }, Seat("a-1", 100 + dx) with { Y = 100 + dy }]);

        Told(draft, PlanCheck.RequireRoom).ShouldBe(
            isAllowed ? [] : ["A/1: seat A 1 stands on seat A 0 (A/0); move one of them"]);
    }

    [Theory]
    [InlineData(PlanLimits.CoordinateMax, PlanLimits.CoordinateMax, true)]
    [InlineData(PlanLimits.CoordinateMax + 1, 1, false)]
    [InlineData(1, PlanLimits.CoordinateMax + 1, false)]
    public void A_picture_has_a_largest_size(double width, double height, bool isAllowed)
    {
        var draft = Hall(2);
        (draft.Width, draft.Height) = (width, height);

        Told(draft, PlanCheck.RequireRoom).ShouldBe(isAllowed
            ? []
            : ["size: the seats stand too far apart for the distance between neighbours"]);
    }

    [Fact]
    public void Of_a_picture_that_is_too_large_nothing_more_is_said()
    {
        var draft = Hall(1);
        draft.Rows[0].Seats.Add(Seat("a-1", 0));
        (draft.Width, draft.Height) = (PlanLimits.CoordinateMax + 1, 1);

        Told(draft, PlanCheck.RequireRoom).Single().ShouldStartWith("size: ");
    }

    private static PlanDraft Hall(int seats)
    {
        var draft = new PlanDraft { Name = "Hall" };
        draft.Categories.Add(new PlanCategory("Stalls", null));
        draft.Sections.Add("Ground floor");
        var row = draft.AddRow(0, "A", source => $"A/{source}");
        row.Seats.AddRange(Enumerable.Range(0, seats).Select(i => Seat($"a-{i}", i * 25)));
        return draft;
    }

    private static DraftSeat Seat(string guid, double x)
    {
        var source = guid.Length > 0 ? guid[^1] - '0' : 2;
        return new DraftSeat(source, guid, $"{source}", "Stalls", x, Y: 0, SeatKind.Seat);
    }

    private static IEnumerable<string> Problems(PlanDraft draft) => Told(draft, PlanCheck.Run);

    private static IEnumerable<string> Told(PlanDraft draft, Action<PlanDraft> check)
    {
        var before = draft.Problems.Told().Length;
        check(draft);
        return draft.Problems.Told().Skip(before).Select(problem => problem.ToString());
    }
}
