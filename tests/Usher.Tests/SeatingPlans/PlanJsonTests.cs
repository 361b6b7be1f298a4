using System.Text;
using System.Text.Json.Nodes;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Formats;

namespace Usher.Tests.SeatingPlans;

public sealed class PlanJsonTests
{
    [Fact]
    public void A_place_is_zone_plus_row_plus_seat_and_the_older_form_is_read_too()
    {
        var plan = Read("""
            {
              "name": "Old hall",
              "categories": [{ "name": "Stalls", "color": "#7f4a91" }],
              "zones": [{
                "name": "Ground floor", "displayed": true, "position": { "x": "100", "y": 50 },
                "areas": [
                  { "shape": "rectangle", "width": 200, "height": 30, "position": { "y": -40 }, "text": "Stage" },
                  { "shape": "blob", "position": { "x": 0, "y": 0 } }
                ],
                "rows": [{
                  "row_number": 1, "number_of_seats": 3, "seats_spacing": 25,
                  "seats": [
                    { "seat_guid": "a", "seat_number": "1", "position": { "x": 0, "y": 0 }, "category": "Stalls" },
                    { "seat_guid": "b", "seat_number": "2", "position": { "x": 25, "y": 0 }, "category": "Stalls" },
                    { "seat_guid": "c", "seat_number": "3", "position": { "x": 75, "y": 0 }, "category": "Stalls" },
                  ]
                }]
              }]
            }
            """);

        plan.Seats[1].X.ShouldBe(125);
        plan.Seats[1].Y.ShouldBe(50);
        (plan.Width, plan.Height).ShouldBe((200, 75));
        plan.Rows.Single().Label.ShouldBe("1");
        plan.Sections.ShouldBe(["Ground floor"]);
        plan.Areas.ShouldHaveSingleItem().Label!.Text.ShouldBe("Stage");
    }

    [Fact]
    public void Seats_out_of_order_are_put_in_a_row_and_odd_and_even_numbers_stay_where_they_are()
    {
        Numbers("3:75 1:25 2:50").ShouldBe("1 2 3");
        Numbers("5:0 3:25 1:50 2:75 4:100").ShouldBe("5 3 1 2 4");
    }

    [Fact]
    public void A_gap_wider_than_one_and_a_half_seats_is_an_aisle() =>
        Read(Row("1:0 2:25 3:50 4:88 5:113 6:138")).Rows.Single().Aisles.ShouldBe([3]);

    [Fact]
    public void A_plan_drawn_in_other_units_is_brought_to_ours_and_one_beyond_the_edge_into_the_picture()
    {
        var plan = Read(Row("1:-1 2:0 3:1"));

        plan.Seats.Select(seat => seat.X).ShouldBe([25, 50, 75]);
    }

    [Theory]
    [InlineData("row A, seat 2 at zones[0].rows[0].seats[1]", "the category 'Royal box' is none of the plan's",
        "category", "Royal box")]
    [InlineData("row A, seat 2 at zones[0].rows[0].seats[1]",
        "the seat_guid '1' is that of row A, seat 1 at zones[0].rows[0].seats[0] already", "seat_guid", "1")]
    [InlineData("zones[0].rows[0].seats[1].seat_number", "must have at most 200 characters", "seat_number", "\u0007")]
    public void What_is_wrong_with_a_seat_is_said_with_its_place(
        string where, string what, string field, string value)
    {
        var plan = JsonNode.Parse(Row("1:0 2:25 3:50"))!;
        plan["zones"]![0]!["rows"]![0]!["seats"]![1]![field] = value;

        var problem = Problems(plan.ToJsonString()).ShouldHaveSingleItem();

        problem.Where.ShouldBe(where);
        problem.What.ShouldStartWith(what);
    }

    [Theory]
    [InlineData("1:0 2:25 3:27",
        "seat A 3 stands on seat A 2 (row A, seat 2 at zones[0].rows[0].seats[1]); move one of them")]
    [InlineData("", "there are none; a plan needs at least one")]
    [InlineData("1:0 2:1e300", "must be a number of at most 1,000,000 with a decimal point, not 1e300")]
    public void A_hall_that_cannot_be_is_refused(string row, string what) =>
        Problems(Row(row)).Select(problem => problem.What).ShouldContain(what);

    [Theory]
    [InlineData("\"12;0\"")]
    [InlineData("[12, 0]")]
    public void A_position_that_is_none_is_named_with_its_place(string position) =>
        Problems(Row("1:0 2:25").Replace(
            "\"position\": { \"x\": 25", $"\"position\": {position}, \"was\": {{ \"x\": 25",
            StringComparison.Ordinal)).ShouldHaveSingleItem().ToString().ShouldBe(
            $"zones[0].rows[0].seats[1].position: must be an object with x and y, not {position}");

    [Theory]
    [InlineData("{", "this is not JSON")]
    [InlineData("[]", "it must be an object")]
    [InlineData("{}", "name: is missing")]
    [InlineData("""{ "name": "A", "categories": 5, "zones": [] }""", "categories: must be a list")]
    public void What_is_no_plan_is_refused_with_a_reason(string json, string problem) =>
        string.Join('\n', Problems(json)).ShouldContain(problem);

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void A_byte_order_mark_says_how_a_file_was_written(string encoding)
    {
        var letters = Encoding.GetEncoding(encoding);
        var json = Row("1:0 2:25").Replace("Hall", "Größe", StringComparison.Ordinal);
        byte[] file = [.. letters.Preamble, .. letters.GetBytes(json)];

        PlanJson.Read(file).Plan.ShouldNotBeNull().Seats.Length.ShouldBe(2);
    }

    [Fact]
    public void What_is_not_UTF_8_is_refused_with_the_line()
    {
        var file = Encoding.Latin1.GetBytes("{\n \"name\": \"Gro\u00DFer Saal\" }");

        var problem = PlanJson.Read(file).Problems.ShouldHaveSingleItem();

        problem.Where.ShouldBe("line 2");
        problem.What.ShouldContain("save it as UTF-8");
    }

    [Fact]
    public void Half_of_a_letter_is_refused() => Problems("""{ "name": "Gro\ud800er Saal" }""")
        .ShouldHaveSingleItem().What.ShouldContain("half of a letter");

    [Fact]
    public void A_file_that_was_cut_off_is_told_so_and_nothing_else()
    {
        var problem = Problems("{\n\"name\": \"A\",\n\"zones\": [").ShouldHaveSingleItem();

        problem.Where.ShouldBe("line 3");
        problem.What.ShouldStartWith("this is not JSON");
        problem.What.ShouldNotContain("LineNumber");
    }

    [Fact]
    public void Of_many_problems_the_first_are_told_and_the_rest_counted()
    {
        var seats = string.Join(' ', Enumerable.Range(1, 50).Select(number => $"{number}:1e300"));

        var problems = Problems(Row(seats));

        problems.Count.ShouldBe(PlanLimits.ProblemsMax + 1);
        problems[^1].ToString().ShouldBe("and 30 more problems");
    }

    [Fact]
    public void Of_one_cause_the_first_place_is_told_and_a_few_further_ones()
    {
        var seats = string.Join(' ', Enumerable.Range(1, 50).Select(number => $"{number}:0"));

        Problems(Row(seats)).ShouldHaveSingleItem().What.ShouldBe(
            "seat A 2 stands on seat A 1 (row A, seat 1 at zones[0].rows[0].seats[0]); move one of them; also "
            + string.Join("; ", Enumerable.Range(2, 5).Select(
                seat => $"row A, seat {seat + 1} at zones[0].rows[0].seats[{seat}]"))
            + " and 43 more");
    }

    [Fact]
    public void Too_many_seats_are_refused()
    {
        var seats = Enumerable.Range(0, 200_001).Select(seat => $"{seat % 1000}-{seat / 1000}:{seat % 1000 * 25}");

        Problems(Row(string.Join(' ', seats))).ShouldHaveSingleItem().What
            .ShouldBe("there are more than 200,000 seats; a plan has no more");
    }

    private static string Numbers(string row) =>
        string.Join(' ', Read(Row(row)).Seats.Select(seat => seat.Number));

    // "number:x" for each seat of the one row.
    private static string Row(string seats)
    {
        var list = seats.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(seat => seat.Split(':') switch
        {
            [var number, var x] => $$"""
                {
                  "seat_guid": "{{number}}", "seat_number": "{{number}}", "category": "Stalls",
                  "position": { "x": {{x}}, "y": 0 }
                }
                """,
            _ => throw new ArgumentException(seat, nameof(seats)),
        });
        return $$"""
            {
              "name": "Hall", "categories": [{ "name": "Stalls" }],
              "zones": [{
                "position": { "x": 0, "y": 0 },
                "rows": [{ "row_number": "A", "seats": [{{string.Join(',', list)}}] }]
              }]
            }
            """;
    }

    private static SeatingPlan Read(string json)
    {
        var reading = PlanJson.Read(Encoding.UTF8.GetBytes(json));
        reading.Problems.ShouldBeEmpty();
        return reading.Plan.ShouldNotBeNull();
    }

    private static IReadOnlyList<PlanProblem> Problems(string json)
    {
        var reading = PlanJson.Read(Encoding.UTF8.GetBytes(json));
        reading.Plan.ShouldBeNull();
        return reading.Problems;
    }
}
