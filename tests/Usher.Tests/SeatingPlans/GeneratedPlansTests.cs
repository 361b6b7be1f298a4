using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Generators;

namespace Usher.Tests.SeatingPlans;

public sealed class GeneratedPlansTests
{
    public static TheoryData<string, int, int> Plans => new()
    {
        // Name, seats, categories.
        { "theatre", 503, 5 },
        { "block", 96, 1 },
        { "bus", 44, 1 },
        { "slots", 36, 1 },
        { "stadium", 50_000, 5 },
        { "plain", 50, 1 },
    };

    [Theory]
    [MemberData(nameof(Plans))]
    public void Every_seat_has_its_place_and_every_row_its_seats_in_order(string name, int seats, int categories)
    {
        var plan = Make(name);

        plan.Seats.Length.ShouldBe(seats);
        plan.Categories.Length.ShouldBe(categories);
        plan.Seats.Select(seat => seat.Category).Distinct().Count().ShouldBe(categories);
        plan.Seats.Select(seat => seat.SeatGuid).ShouldBeUnique();
        plan.Seats.ShouldAllBe(seat =>
            seat.X >= 0 && seat.X <= plan.Width && seat.Y >= 0 && seat.Y <= plan.Height);
        plan.Rows[0].First.ShouldBe(1);
        plan.Rows.Zip(plan.Rows.Skip(1)).ShouldAllBe(pair => pair.First.First + pair.First.Count == pair.Second.First);
        plan.Rows.ShouldAllBe(row => plan.Seats
            .Skip(row.First - 1).Take(row.Count).All(seat => plan.Rows[seat.Row] == row));
        plan.Rows.Sum(row => row.Count).ShouldBe(seats);
    }

    [Fact]
    public void A_theatre_parts_its_rows_by_two_aisles_and_knows_its_wheelchair_spaces()
    {
        var plan = Make("theatre");

        plan.Sections.ShouldBe(["Stalls", "Circle"]);
        plan.Rows.ShouldAllBe(row => row.Aisles.Length == 2);
        plan.Rows.Length.ShouldBe(18);
        plan.Seats.Count(seat => seat.Kind == SeatKind.Wheelchair).ShouldBe(4);
        plan.Seats.Count(seat => seat.Kind == SeatKind.Companion).ShouldBe(4);
        plan.LabelOf(1).ShouldBe("A 1");
        plan.NameOf(plan.Rows[8].First + 15).ShouldBe("Row J, seat 16");
    }

    [Fact]
    public void A_coach_has_a_gangway_between_B_and_C()
    {
        var plan = Make("bus");

        plan.Rows.ShouldAllBe(row => row.Aisles.Single() == 2 && row.Count == 4);
        plan.LabelOf(6).ShouldBe("2 B");
    }

    [Fact]
    public void An_appointment_is_called_by_its_desk_and_its_time() =>
        Make("slots").NameOf(20).ShouldBe("Desk 2, 08:20");

    [Fact]
    public void Blocks_of_a_stadium_are_one_aisle_free_section_each()
    {
        var plan = Make("stadium");

        plan.Sections.Length.ShouldBe(68);
        plan.Rows.ShouldAllBe(row => row.Aisles.IsEmpty);
    }

    [Fact]
    public void Without_a_plan_a_seat_is_called_by_its_number_in_a_block_that_is_nearly_square()
    {
        var plan = Make("plain");

        plan.LabelOf(50).ShouldBe("50");
        plan.NameOf(50).ShouldBe("Seat 50");
        plan.Rows.Select(row => (row.Label, row.Count)).ShouldBe(
            [("A", 8), ("B", 8), ("C", 8), ("D", 8), ("E", 8), ("F", 8), ("G", 2)]);
        PlainPlan.Create(27 * 27).Rows[^1].Label.ShouldBe("AA");
    }

    internal static SeatingPlan Make(string name) => name switch
    {
        "theatre" => TheatrePlan.Create("Main house"),
        "block" => BlockPlan.Create("Studio", rows: 8, seatsPerRow: 12, aislesAfter: [6], "Studio"),
        "bus" => BusPlan.Create("Coach", rows: 11, "Seat"),
        "slots" => SlotPlan.Create(
            "Passports", ["Desk 1", "Desk 2"], new TimeOnly(8, 0), TimeSpan.FromMinutes(20), 18, "Appointment"),
        "stadium" => StadiumPlan.Create("Bowl", 50_000),
        _ => PlainPlan.Create(50),
    };
}
