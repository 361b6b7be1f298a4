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
            "line 3, section Main, row A, seat 2: x is 'nowhere'; it must be a number of at most 1,000,000",
            "line 4, section Main, row A: the seat is empty",
            "line 5, section Main, row A, seat 4: the kind 'throne' is none of WHEELCHAIR, COMPANION and "
            + "RESTRICTED_VIEW",
        ]);

    [Fact]
    public void A_seat_that_is_there_twice_is_told_with_both_lines() =>
        Read("section,row,seat,x,y,category\nMain,A,1,0,0,Stalls\nMain,A,1,25,0,Stalls\n")
            .Problems.ShouldHaveSingleItem().ToString()
            .ShouldBe("line 3, section Main, row A, seat 1: this seat and that at line 2 are both called \"Main, Row "
                + "A, seat 1\"; give one of them another number or its row another name, or put them into sections of "
                + "different names");

    [Fact]
    public void A_guid_that_is_there_twice_is_told_with_both_lines() =>
        Read("row,seat,x,y,category,guid\nA,1,0,0,Stalls,g\nA,2,25,0,Stalls,g\n")
            .Problems.ShouldHaveSingleItem().ToString()
            .ShouldBe("line 3, row A, seat 2: the seat_guid 'g' is that of line 2, row A, seat 1 already");

    [Fact]
    public void Guids_made_of_names_that_only_run_together_are_told_with_the_way_out() =>
        Read("section,row,seat,x,y,category\nA-1,B,1,0,0,Stalls\nA,1-B,1,25,0,Stalls\n")
            .Problems.ShouldHaveSingleItem().ToString()
            .ShouldBe("line 3, section A, row 1-B, seat 1: the seat_guid 'A-1-B-1' is that of line 2, section A-1, row "
                + "B, seat 1 already; it was made of section, row and seat: give both one in a column guid");

    [Fact]
    public void One_cause_is_told_once_with_further_places()
    {
        var lines = string.Concat(Enumerable.Range(1, 12).Select(seat => $"Main,A,{seat},{seat * 25},0,\n"));

        Read($"section,row,seat,x,y,category\n{lines}").Problems.ShouldHaveSingleItem().ToString().ShouldBe(
            "line 2, section Main, row A, seat 1: the category is empty; also line 3, line 4, line 5, line 6, line 7 "
            + "and 6 more");
    }

    [Fact]
    public void However_many_lines_have_one_mistake_all_are_counted()
    {
        var lines = string.Concat(Enumerable.Range(1, 40_000).Select(seat => $"Main,{seat / 100},{seat % 100},\n"));

        Read($"section,row,seat,category\n{lines}").Problems.ShouldHaveSingleItem().ToString()
            .ShouldEndWith("line 7 and 39,994 more");
    }

    [Fact]
    public void A_seat_without_a_place_is_told_once() =>
        Read("row,seat,x,y,category\nA,1,,,All\nA,2,25,,All\nA,3,50,0,All\n").Problems
            .Select(problem => problem.ToString()).ShouldBe(
        [
            "line 2, row A, seat 1: x and y are empty", "line 3, row A, seat 2: y is empty",
        ]);

    [Fact]
    public void Numbers_that_are_one_are_told_as_such_where_there_are_no_places() =>
        Read("row,seat,category\nA,1,All\nA,01,All\nA,2,All\n").Problems.ShouldHaveSingleItem().ToString()
            .ShouldBe("line 2, row A, seat 1: '1' and '01' (line 3, row A, seat 01) count as one number, and a list "
                + "without x and y is drawn by its numbers; give one of them another");

    [Theory]
    [InlineData("")]
    [InlineData("\ufeff")]
    [InlineData(" \r\n\r\n")]
    public void An_empty_file_is_told_as_such(string file) =>
        new NewPlan(Encoding.UTF8.GetBytes(file)).Read().Problems.ShouldHaveSingleItem().ToString()
            .ShouldBe("the file is empty");

    [Theory]
    [InlineData("", "line 1: the columns row, seat, category are missing")]
    [InlineData("section,row,seat\n", "line 1: the column category is missing; there are 'section', 'row', 'seat'")]
    [InlineData("row,seat,category,x\nA,1,All,5\n",
        "line 1: the column y is missing; there are 'row', 'seat', 'category', 'x'")]
    [InlineData("Main,A,1\nMain,A,2\n",
        "line 1: the columns row, seat, category are missing; there are 'Main,A,1'")]
    [InlineData("section,row,seat,x,y,category\n", "seats: there are none; a plan needs at least one")]
    public void A_table_that_is_no_plan_is_refused(string csv, string problem) =>
        Read(csv).Problems.ShouldHaveSingleItem().ToString().ShouldBe(problem);

    [Fact]
    public void A_table_without_margins_gets_the_same_on_all_sides()
    {
        var plan = Read("section,row,seat,x,y,category\n,A,1,0,0,All\n,A,2,25,0,All\n,B,1,0,30,All\n").Plan!;

        plan.Seats.Min(seat => seat.X).ShouldBe(plan.Width - plan.Seats.Max(seat => seat.X));
        plan.Seats.Min(seat => seat.Y).ShouldBe(plan.Height - plan.Seats.Max(seat => seat.Y));
    }

    private static PlanReading Read(string csv) => PlanCsv.Read(Encoding.UTF8.GetBytes(csv), "hall");
}
