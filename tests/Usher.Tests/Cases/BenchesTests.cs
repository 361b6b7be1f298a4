using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Formats;

namespace Usher.Tests.Cases;

/// <summary>
/// Benches with a table between them: the next number is across the table, the next seat beside it. How large seats are
/// goes by the nearest one.
/// </summary>
public sealed class BenchesTests
{
    private static readonly byte[] Benches = Case.Read("benches-60.json");

    [Fact]
    public void Benches_at_a_table_stay_as_far_apart_as_they_are()
    {
        var plan = Read(width: 60, scale: 1).Plan.ShouldNotBeNull();

        (plan.Width, plan.Height, plan.Spacing).ShouldBe((400, 300, 25));
        plan.Seats.Take(4).Select(seat => (seat.X, seat.Y)).ShouldBe([(50, 50), (110, 50), (50, 75), (110, 75)]);
    }

    [Theory]
    [InlineData(61)]
    [InlineData(130)]
    [InlineData(400)]
    public void However_wide_the_table_its_benches_are_not_refused_as_standing_on_each_other(double width) =>
        Read(width, scale: 1).Plan.ShouldNotBeNull().Spacing.ShouldBe(25);

    [Theory]
    [InlineData(0.02)]
    [InlineData(40)]
    public void In_other_units_the_nearest_seat_comes_to_the_usual_distance(double scale) =>
        Read(width: 60, scale).Plan.ShouldNotBeNull().Spacing.ShouldBe(25, 0.2);

    [Fact]
    public void Rows_that_stand_on_each_other_are_still_refused()
    {
        var plan = new SeatTable("Hall");
        for (var i = 0; i < 20; i++)
        {
            var (row, seat) = (i / 10, i % 10);
            plan.Add(i + 2, "", $"{row + 1}", $"{seat + 1}", $"{seat * 25}", $"{row * 3}", "Place", null, null);
        }

        var reading = plan.Finish();

        reading.Plan.ShouldBeNull();
        reading.Problems[0].What.ShouldStartWith("seat 2 1 stands on seat 1 1");
    }

    [Fact]
    public void With_a_mistake_in_it_the_plan_is_drawn_to_the_same_scale()
    {
        var file = JsonNode.Parse(Benches)!;
        file["zones"]![0]!["rows"]![0]!["seats"]![2]!["category"] = "None";

        var sketch = new NewPlan(Encoding.UTF8.GetBytes(file.ToJsonString())).Read().Sketch.ShouldNotBeNull();

        sketch.Seats.Take(4).Select(seat => (seat.X, seat.Y, seat.IsWrong))
            .ShouldBe([(0, 0, false), (60, 0, false), (0, 25, true), (60, 25, false)]);
    }

    [Fact]
    public void Seats_that_have_room_keep_it_where_most_stand_far_apart()
    {
        // Two pairs side by side, and fourteen seats alone in a field.
        var plan = new SeatTable("Field");
        for (var i = 0; i < 18; i++)
        {
            var x = i < 4 ? i / 2 * 500 + i % 2 * 25 : i * 500;
            plan.Add(i + 2, "", $"{i + 1}", "1", $"{x}", "0", "Place", kind: null, seatGuid: null);
        }

        var seats = plan.Finish().Plan.ShouldNotBeNull().Seats;

        (seats[1].X - seats[0].X).ShouldBe(12, 0.2);
    }

    [Fact]
    public void The_nearest_seat_of_all_is_found() =>
        Prop.ForAll(Gen.Choose(0, 40 * 40).NonEmptyListOf().ToArbitrary(), places =>
        {
            double[] x = [.. places.Select(place => place % 40)];
            double[] y = [.. places.Select(place => place / 40)];
            double[] nearest =
            [
                .. x.Select((_, one) => x.Select((_, other) => one == other ? double.PositiveInfinity
                    : Math.Sqrt((x[one] - x[other]) * (x[one] - x[other]) + (y[one] - y[other]) * (y[one] - y[other])))
                    .Min()).Order(),
            ];

            SeatSpacing.Of(x, y).ShouldBe(
                x.Length < 2 ? null : new SeatSpacing(nearest[x.Length / 2], nearest[x.Length / 20]));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void A_plan_that_was_stored_before_is_not_drawn_to_another_scale()
    {
        // As the program before stored it: by the distance across the table.
        var stored = Changed(width: 60, scale: 0.4);

        var seats = PlanJson.Read(stored, "{}"u8.ToArray(), nameDefault: null).Plan.ShouldNotBeNull().Seats;

        (seats[1].X - seats[0].X).ShouldBe(24);
    }

    private static PlanReading Read(double width, double scale) => new NewPlan(Changed(width, scale)).Read();

    // The table between the benches this wide, and all of it in other units.
    private static byte[] Changed(double width, double scale)
    {
        var plan = JsonNode.Parse(Benches)!;
        if (width != 60 || scale != 1)
        {
            plan.AsObject().Remove("size");
        }

        foreach (var (index, row) in plan["zones"]![0]!["rows"]!.AsArray().Index())
        {
            // Tables stand beside each other, whatever their width.
            row!["position"] = Point(
                (50 + index % 2 * (width + 80)) * scale, row["position"]!["y"]!.GetValue<double>() * scale);
            foreach (var seat in row["seats"]!.AsArray())
            {
                var at = seat!["position"]!;
                seat["position"] = Point(
                    at["x"]!.GetValue<double>() > 0 ? width * scale : 0, at["y"]!.GetValue<double>() * scale);
            }
        }

        return Encoding.UTF8.GetBytes(plan.ToJsonString());
    }

    private static JsonObject Point(double x, double y) => new() { ["x"] = x, ["y"] = y };
}
