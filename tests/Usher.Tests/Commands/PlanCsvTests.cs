using System.Text;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Formats;

namespace Usher.Tests.Commands;

public sealed class PlanCsvTests
{
    [Fact]
    public void Seats_of_a_table_become_rows_and_sections_whatever_the_order_of_columns()
    {
        var plan = Read("""
            Category;Seat;Row;Section;X;Y;Kind;note
            Stalls;1;A;Main;0;0;;first
            Stalls;2;A;Main;25;0;wheelchair;
            Circle;1;AA;Upper;0;90;companion restricted_view;
            "Stalls";1;B;Main;0;30;;"a; b"
            """).Plan.ShouldNotBeNull();

        plan.Name.ShouldBe("hall");
        plan.Sections.ShouldBe(["Main", "Upper"]);
        plan.Rows.Select(row => (row.Label, row.First, row.Count)).ShouldBe([("A", 1, 2), ("B", 3, 1), ("AA", 4, 1)]);
        plan.Seats[1].Kind.ShouldBe(SeatKind.Wheelchair);
        plan.Seats[3].Kind.ShouldBe(SeatKind.Companion | SeatKind.RestrictedView);
        plan.Seats[2].SeatGuid.ShouldBe("Main-B-1");
    }

    [Fact]
    public void What_is_wrong_is_told_by_line() =>
        Read("""
            section,row,seat,x,y,category,kind
            Main,A,1,0,0,Stalls,
            Main,A,2,nowhere,0,Stalls,
            Main,A,,50,0,Stalls,
            Main,A,4,75,0,Stalls,throne
            """).Problems.Select(problem => problem.ToString()).ShouldBe(
        [
            "line 3: x is 'nowhere'; it must be a number of at most 1,000,000",
            "line 4: the seat is empty",
            "line 5: the kind 'throne' is none of WHEELCHAIR, COMPANION and RESTRICTED_VIEW",
        ]);

    [Fact]
    public void A_seat_that_is_there_twice_is_told_with_both_lines() =>
        Read("section,row,seat,x,y,category\nMain,A,1,0,0,Stalls\nMain,A,1,25,0,Stalls\n")
            .Problems.ShouldHaveSingleItem().ToString()
            .ShouldBe("line 3: the seat_guid 'Main-A-1' is that of line 2 already");

    [Theory]
    [InlineData("", "line 1: the columns section, row, seat, x, y, category are missing")]
    [InlineData("section,row,seat\n", "line 1: the columns x, y, category are missing")]
    [InlineData("section,row,seat,x,y,category\n", "seats: there are none; a plan needs at least one")]
    public void A_table_that_is_no_plan_is_refused(string csv, string problem) =>
        Read(csv).Problems.Select(one => one.ToString()).ShouldContain(problem);

    [Fact]
    public void A_table_without_margins_gets_the_same_on_all_sides()
    {
        var plan = Read("section,row,seat,x,y,category\n,A,1,0,0,All\n,A,2,25,0,All\n,B,1,0,30,All\n").Plan!;

        plan.Seats.Min(seat => seat.X).ShouldBe(plan.Width - plan.Seats.Max(seat => seat.X));
        plan.Seats.Min(seat => seat.Y).ShouldBe(plan.Height - plan.Seats.Max(seat => seat.Y));
    }

    private static PlanReading Read(string csv) => PlanCsv.Read(Encoding.UTF8.GetBytes(csv), "hall");
}
