using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Formats;

namespace Usher.Tests.SeatingPlans;

/// <summary>A list of seats without places becomes a tidy hall.</summary>
public sealed class ListLayoutTests
{
    [Fact]
    public void Rows_are_straight_and_in_order_and_seats_too()
    {
        var plan = Read("A,10 A,2 A,1 AA,1 B,2 B,1 Z,1 AA,2");

        plan.Rows.Select(row => row.Label).ShouldBe(["A", "B", "Z", "AA"]);
        plan.Seats.Take(3).Select(seat => seat.Number).ShouldBe(["1", "2", "10"]);
        plan.Seats.GroupBy(seat => seat.Row).ShouldAllBe(row => row.Select(seat => seat.Y).Distinct().Count() == 1);
        plan.Rows.Select(row => plan.Seats[row.First - 1].Y).ShouldBeInOrder();
    }

    [Fact]
    public void Missing_numbers_are_gaps_and_rows_stand_number_under_number()
    {
        var plan = Read("A,1 A,2 A,5 A,6 B,2 B,3 B,5");

        Columns(plan, "A").ShouldBe([0, 1, 4, 5]);
        Columns(plan, "B").ShouldBe([1, 2, 4]);
        plan.Rows[0].Aisles.ShouldBe([2]);
    }

    [Fact]
    public void A_wide_gap_of_numbers_is_an_aisle_and_not_a_desert() =>
        Columns(Read("A,1 A,2 A,101 A,102"), "A").ShouldBe([0, 1, 4, 5]);

    [Fact]
    public void Odd_numbers_alone_stand_side_by_side() => Columns(Read("A,1 A,3 A,5 A,9"), "A").ShouldBe([0, 1, 2, 4]);

    [Fact]
    public void Rows_that_count_for_themselves_stand_below_each_other()
    {
        var plan = Read("1,101 1,102 1,103 1,104 2,201 2,202 2,203 2,204 3,301 3,302");

        Columns(plan, "1").ShouldBe([0, 1, 2, 3]);
        Columns(plan, "2").ShouldBe([0, 1, 2, 3]);
        Columns(plan, "3").ShouldBe([1, 2]);
    }

    [Fact]
    public void A_coach_has_its_letters_side_by_side() =>
        Columns(Read("1,A 1,B 1,D 2,A 2,B 2,C 2,D"), "1").ShouldBe([0, 1, 3]);

    [Fact]
    public void Sections_stand_apart_under_their_names()
    {
        var plan = Read("A,1 A,2 A,3", "A,1 A,2", "A,1");

        plan.Sections.ShouldBe(["S1", "S2", "S3"]);
        plan.Areas.Select(area => area.Label!.Text).ShouldBe(["S1", "S2", "S3"]);
        plan.Seats.Select(seat => (seat.X, seat.Y)).Distinct().Count().ShouldBe(6);
        var boxes = plan.Seats.GroupBy(seat => plan.Rows[seat.Row].Section).Select(section =>
            (Left: section.Min(s => s.X), Right: section.Max(s => s.X), Top: section.Min(s => s.Y))).ToArray();
        boxes.ShouldAllBe(one => boxes.Count(other =>
            other.Top == one.Top && other.Left <= one.Right && one.Left <= other.Right) == 1);
    }

    [Fact]
    public void Seats_of_no_row_are_not_one_long_row()
    {
        var plan = Read(string.Join(' ', Enumerable.Range(1, 200).Select(seat => $",{seat}")));

        plan.Width.ShouldBeLessThan(plan.Height * 3);
        plan.Seats.Select(seat => (seat.X, seat.Y)).Distinct().Count().ShouldBe(200);
    }

    [Fact]
    public void Every_list_of_distinct_seats_is_a_plan_whose_seats_stand_apart() =>
        Prop.ForAll(Gen.Choose(0, 1 << 20).NonEmptyListOf().ToArbitrary(), numbers =>
        {
            var lines = numbers
                .Select(n => $"S{n % 4},{(n / 4 % 7 == 0 ? "" : $"{n / 4 % 7}")},{n / 28 % 200},All").Distinct();
            var reading = PlanCsv.Read(
                Encoding.UTF8.GetBytes($"section,row,seat,category\n{string.Join('\n', lines)}\n"), "hall");

            reading.Problems.ShouldBeEmpty();
            var seats = reading.Plan!.Seats;
            foreach (var (index, seat) in seats.Index())
            {
                seats.Skip(index + 1).ShouldAllBe(other => double.Hypot(seat.X - other.X, seat.Y - other.Y) >= 24.8);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Theory]
    [InlineData("2", "10")]
    [InlineData("Z", "AA")]
    [InlineData("A2", "A10")]
    [InlineData("7", "7a")]
    [InlineData("007", "8")]
    [InlineData("Balcony", "Circle")]
    [InlineData("", "1")]
    public void People_count_so(string first, string second)
    {
        NaturalOrder.Instance.Compare(first, second).ShouldBeLessThan(0);
        NaturalOrder.Instance.Compare(second, first).ShouldBeGreaterThan(0);
        NaturalOrder.Instance.Compare(first, first).ShouldBe(0);
    }

    // Places in the row, counted from the plan's leftmost seat.
    private static int[] Columns(SeatingPlan plan, string row)
    {
        var left = plan.Seats.Min(seat => seat.X);
        return
        [
            .. plan.Seats.Where(seat => plan.Rows[seat.Row].Label == row)
                .Select(seat => (int)Math.Round((seat.X - left) / 25)),
        ];
    }

    // Each text is a section, "row,seat" for each of its seats.
    private static SeatingPlan Read(params string[] sections)
    {
        var lines = sections.Index().SelectMany(section => section.Item.Split(' ')
            .Select(seat => $"{(sections.Length == 1 ? "" : $"S{section.Index + 1}")},{seat},All"));
        var reading = PlanCsv.Read(
            Encoding.UTF8.GetBytes($"section,row,seat,category\n{string.Join('\n', lines)}\n"), "hall");
        reading.Problems.ShouldBeEmpty();
        return reading.Plan.ShouldNotBeNull();
    }
}
