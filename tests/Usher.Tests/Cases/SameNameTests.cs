using System.Text;
using System.Text.Json.Nodes;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Formats;

namespace Usher.Tests.Cases;

/// <summary>Seats that are called alike would be sold as tickets that are alike.</summary>
public sealed class SameNameTests
{
    private const string Remedy =
        "which people would take for one; write both alike, or give one of them another name";

    private static readonly byte[] Brought = Case.Read("two-seats-of-one-name.json");

    [Fact]
    public void Two_seats_of_one_name_are_refused_with_both_places_and_a_way_out()
    {
        var problems = new NewPlan(Brought).Read().Problems.Select(problem => problem.ToString());

        problems.ShouldBe(
        [
            "section Parkett, row A, seat 1 at zones[0].rows[1].seats[0]: this seat and that at "
            + "zones[0].rows[0].seats[0] are both called "
            + "\"Parkett, Row A, seat 1\"; give one of them another number or its row another name, or put them into "
            + "sections of different names; also section Parkett, row A, seat 2 at zones[0].rows[1].seats[1]",
        ]);
    }

    [Theory]
    [InlineData("A")]
    [InlineData(" A ")]
    [InlineData("A\u00a0")]
    [InlineData("\u2003A")]
    [InlineData("a")]
    public void What_cannot_be_seen_or_heard_is_no_difference(string row) =>
        Read(row, seatNumber: "1").ShouldHaveSingleItem().ShouldEndWith("seat 2 at zones[0].rows[1].seats[1]");

    [Theory]
    [InlineData("Stalls", "Stalls\u00a0")]
    [InlineData("Stalls", "Sta\u200blls")]
    [InlineData("Stalls", "STALLS")]
    [InlineData("Lower stalls", "Lower\u2009 stalls")]
    [InlineData("Lower stalls", "Lower\u00ad stalls\ufe0f")]
    public void Sections_that_read_alike_do_not_tell_seats_apart(string one, string other)
    {
        var problem = InSections(one, other).ShouldHaveSingleItem();

        problem.Where.ShouldStartWith("line 3");
        problem.What.ShouldContain("that at line 2");
        problem.What.ShouldContain("people would take for one");
        problem.What.ShouldEndWith("put them into sections of different names");
    }

    [Theory]
    [InlineData("Stalls", "STALLS")]
    [InlineData("Main hall", "Main\u2800hall")]
    [InlineData("Main hall", "Main \u3164 hall")]
    [InlineData("Main hall", "Ma\u200bin hall")]
    public void Sections_and_categories_that_read_alike_are_refused_naming_both(string one, string other)
    {
        Problems($"section,row,seat,category\n{one},A,1,Front\n{other},B,1,Front\n").ShouldBe(
            [$"line 3, section {other}, row B, seat 1: the section '{other}' reads like '{one}' (line 2), {Remedy}"]);
        Problems($"row,seat,category\nA,1,{one}\nA,2,{one}\nA,3,{other}\n").ShouldBe(
            [$"line 4: the category '{other}' reads like '{one}' (line 2), {Remedy}"]);
    }

    [Fact]
    public void Categories_of_letters_composed_otherwise_are_alike()
    {
        Assert.SkipUnless("e\u0301".Normalize() == "\u00e9", "This process runs without ICU.");

        Problems("row,seat,category\nA,1,Caf\u00e9\nA,2,Cafe\u0301\n").ShouldBe(
            [$"line 3: the category 'Cafe\u0301' reads like 'Caf\u00e9' (line 2), {Remedy}"]);
    }

    [Theory]
    [InlineData("Caf\u00e9", "Cafe\u0301")]
    [InlineData("Ａ", "A")]
    public void Letters_composed_otherwise_are_the_same(string one, string other)
    {
        Assert.SkipUnless("e\u0301".Normalize() == "\u00e9", "This process runs without ICU.");

        InSections(one, other).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("Stalls", "Stall")]
    [InlineData("Stalls 1", "Stalls 11")]
    [InlineData("Café", "Cafe")]
    public void Sections_that_read_otherwise_tell_seats_apart(string one, string other) =>
        InSections(one, other).ShouldBeEmpty();

    [Theory]
    [InlineData("B", "1")]
    [InlineData("Á", "1")]
    [InlineData("A", "1a")]
    public void Whatever_is_read_otherwise_is_one(string row, string seatNumber) =>
        Read(row, seatNumber).ShouldAllBe(problem => !problem.Contains("; also", StringComparison.Ordinal));

    [Fact]
    public void Plans_that_were_stored_before_go_on_as_they_are()
    {
        var reading = PlanJson.Read(Brought, "{}"u8.ToArray(), nameDefault: null);

        reading.Problems.ShouldBeEmpty();
        reading.Plan.ShouldNotBeNull().Seats.Length.ShouldBe(4);
    }

    private static PlanProblem[] InSections(string one, string other) =>
    [
        .. PlanCsv.Read(Encoding.UTF8.GetBytes(
            $"section,row,seat,x,y,category\n{one},A,1,0,0,All\n\"{other}\",A,1,50,0,All\n"), "Hall").Problems,
    ];

    // The second row and its first seat under other names.
    private static string[] Read(string row, string seatNumber)
    {
        var plan = JsonNode.Parse(Brought)!;
        var second = plan["zones"]![0]!["rows"]![1]!;
        second["row_number"] = row;
        second["seats"]![0]!["seat_number"] = seatNumber;
        return [.. new NewPlan(Encoding.UTF8.GetBytes(plan.ToJsonString())).Read().Problems.Select(p => p.What)];
    }

    private static IEnumerable<string> Problems(string table) =>
        new NewPlan(Encoding.UTF8.GetBytes(table)) { Name = "Hall" }.Read().Problems.Select(problem => $"{problem}");
}
