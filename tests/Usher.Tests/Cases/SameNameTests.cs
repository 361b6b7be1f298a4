using System.Text;
using System.Text.Json.Nodes;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Formats;

namespace Usher.Tests.Cases;

/// <summary>Seats that are called alike would be sold as tickets that are alike.</summary>
public sealed class SameNameTests
{
    private static readonly byte[] Brought = Case.Read("two-seats-of-one-name.json");

    [Fact]
    public void Two_seats_of_one_name_are_refused_with_both_places_and_a_way_out()
    {
        var problems = new NewPlan(Brought).Read().Problems.Select(problem => problem.ToString());

        problems.ShouldBe(
        [
            "zones[0].rows[1].seats[0], section Parkett, row A, seat 1: this seat and that at "
            + "zones[0].rows[0].seats[0] are both called "
            + "\"Parkett, Row A, seat 1\"; give one of them another number or its row another name, or put them into "
            + "sections of different names; also zones[0].rows[1].seats[1]",
        ]);
    }

    [Theory]
    [InlineData("A")]
    [InlineData(" A ")]
    [InlineData("A\u00a0")]
    public void What_cannot_be_seen_is_no_difference(string row) =>
        Read(row, seatNumber: "1").ShouldHaveSingleItem().ShouldEndWith("; also zones[0].rows[1].seats[1]");

    [Theory]
    [InlineData("B", "1")]
    [InlineData("a", "1")]
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

    // The second row and its first seat under other names.
    private static string[] Read(string row, string seatNumber)
    {
        var plan = JsonNode.Parse(Brought)!;
        var second = plan["zones"]![0]!["rows"]![1]!;
        second["row_number"] = row;
        second["seats"]![0]!["seat_number"] = seatNumber;
        return [.. new NewPlan(Encoding.UTF8.GetBytes(plan.ToJsonString())).Read().Problems.Select(p => p.What)];
    }
}
