using System.Text;
using System.Text.Json.Nodes;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Formats;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Selling.BestAvailable;

namespace Usher.Tests.Cases;

/// <summary>The best seats are those before the stage, wherever the stage is.</summary>
public sealed class StageTests
{
    private static readonly byte[] Below = Case.Read("stage-below.json");

    [Fact]
    public void With_the_stage_below_the_best_seats_are_those_of_the_row_before_it()
    {
        var plan = Read(_ => { });

        (plan.StageSource, plan.FocalPoint, plan.StageText!.Text)
            .ShouldBe((StageSource.Guessed, new PlanPoint(150, 250), "STAGE"));
        BestPair(plan).ShouldBe("A 5");
        SeatRanking.Of(plan, 1, category: null).FirstSeats.Select(plan.LabelOf).Last().ShouldBe("D 1");
    }

    [Theory]
    [InlineData(StageSide.Top, 200, 0, "D 7")]
    [InlineData(StageSide.Bottom, 200, 300, "A 7")]
    [InlineData(StageSide.Left, 0, 150, "A 1")]
    [InlineData(StageSide.Right, 400, 150, "A 7")]
    [InlineData(StageSide.Middle, 200, 150, "A 7")]
    public void The_organiser_says_where_the_stage_is_whatever_the_plan_says(
        StageSide side, double x, double y, string best)
    {
        var plan = new NewPlan(Below) { Stage = side, Name = "Hall" }.Read().Plan.ShouldNotBeNull();

        (plan.StageSource, plan.FocalPoint, plan.Name).ShouldBe((StageSource.Said, new PlanPoint(x, y), "Hall"));
        BestPair(plan).ShouldBe(best);
    }

    [Fact]
    public void A_focal_point_in_the_file_is_kept_beside_the_plan_and_left_out_of_its_export()
    {
        var plan = Read(file => file["focal_point"] = JsonNode.Parse("""{ "x": 12.5, "y": 140 }"""));

        (plan.StageSource, plan.FocalPoint).ShouldBe((StageSource.Said, new PlanPoint(12.5, 140)));
        Encoding.UTF8.GetString(PlanJson.Write(plan)).ShouldNotContain("focal");
        var stored = PlanJson.Read(PlanJson.Write(plan), PlanJson.WriteExtras(plan), nameDefault: null).Plan;
        stored.ShouldNotBeNull().FocalPoint.ShouldBe(plan.FocalPoint);
    }

    [Fact]
    public void A_file_that_says_what_a_guess_would_say_is_no_guess()
    {
        var plan = Read(file => file["focal_point"] = JsonNode.Parse("""{ "x": 150, "y": 250 }"""));

        (plan.StageSource, plan.FocalPoint, plan.StageText!.Position)
            .ShouldBe((StageSource.Said, new PlanPoint(150, 250), new PlanPoint(150, 250)));
        TheatrePlan.Create("Theatre").StageSource.ShouldBe(StageSource.Said);
    }

    [Fact]
    public void A_guess_is_kept_as_one_until_it_is_confirmed()
    {
        var plan = Again(Read(_ => { }));
        plan.StageSource.ShouldBe(StageSource.Guessed);
        plan.OfKind(PlanKind.Coach).Renamed("Hall").StageSource.ShouldBe(StageSource.Guessed);

        var confirmed = Again(plan.StageConfirmed());

        (confirmed.StageSource, confirmed.FocalPoint).ShouldBe((StageSource.Said, plan.FocalPoint));
    }

    [Theory]
    [InlineData("""{ "x": 12.5 }""")]
    [InlineData("""{}""")]
    [InlineData("[]")]
    [InlineData("\"below\"")]
    [InlineData("""{ "x": 12.5, "y": null }""")]
    public void Half_a_focal_point_is_refused_by_its_name(string point) =>
        Reading(file => file["focal_point"] = JsonNode.Parse(point)).Problems.ShouldHaveSingleItem().ToString()
            .ShouldBe("focal_point: must have x and y, or be left out");

    [Fact]
    public void A_focal_point_that_is_null_is_none() =>
        Read(file => file["focal_point"] = null).StageSource.ShouldBe(StageSource.Guessed);

    [Fact]
    public void A_focal_point_that_is_no_place_is_refused_by_its_name() =>
        Reading(file => file["focal_point"] = JsonNode.Parse("""{ "x": "left", "y": 3 }""")).Problems
            .ShouldHaveSingleItem().ToString()
            .ShouldBe("focal_point.x: must be a number of at most 1,000,000 with a decimal point, not \"left\"");

    [Theory]
    [InlineData("Bühne", true)]
    [InlineData("  stage ", true)]
    [InlineData("Screen 3", true)]
    [InlineData("Main stage", true)]
    [InlineData("LEINWAND", true)]
    [InlineData("Spielfeld", true)]
    [InlineData("Stage door", false)]
    [InlineData("Backstage", false)]
    [InlineData("Bühneneingang", false)]
    [InlineData("To the stage and the bar", false)]
    [InlineData("Bar", false)]
    [InlineData("*", false)]
    public void A_text_says_where_the_stage_is_if_it_is_called_so(string text, bool isStage) =>
        Read(file => Area(file)["text"]!["text"] = text)
            .StageSource.ShouldBe(isStage ? StageSource.Guessed : StageSource.Default);

    [Fact]
    public void A_stage_counts_more_than_a_screen_behind_it()
    {
        var plan = Read(file => ((JsonArray)file["zones"]![0]!["areas"]!).Insert(0, JsonNode.Parse("""
            { "shape": "text", "position": { "x": 20, "y": 280 }, "text": { "text": "Screen" } }
            """)));

        plan.FocalPoint.ShouldBe(new PlanPoint(150, 250));
    }

    [Fact]
    public void Where_nothing_says_so_it_is_above_the_seats()
    {
        var plan = Read(file => file["zones"]![0]!["areas"] = new JsonArray());

        (plan.StageSource, plan.FocalPoint, plan.Focus).ShouldBe((StageSource.Default, null, new PlanPoint(200, 0)));
    }

    [Fact]
    public void A_plan_that_was_stored_before_goes_on_as_it_is()
    {
        var plan = PlanJson.Read(Below, "{}"u8.ToArray(), nameDefault: null).Plan.ShouldNotBeNull();

        (plan.StageSource, plan.Focus).ShouldBe((StageSource.Default, new PlanPoint(200, 0)));
    }

    [Fact]
    public void The_guess_moves_with_a_plan_that_is_drawn_in_other_units()
    {
        var plan = Read(file =>
        {
            file.AsObject().Remove("size");
            foreach (var row in file["zones"]![0]!["rows"]!.AsArray())
            {
                row!["position"]!["y"] = row["position"]!["y"]!.GetValue<double>() * 10;
                foreach (var seat in row["seats"]!.AsArray())
                {
                    seat!["position"]!["x"] = seat["position"]!["x"]!.GetValue<double>() * 10;
                }
            }

            Area(file)["position"] = JsonNode.Parse("""{ "x": 500, "y": 2300 }""");
            Area(file)["text"]!["position"] = JsonNode.Parse("""{ "x": 1000, "y": 200 }""");
        });

        (plan.StageSource, plan.FocalPoint).ShouldBe((StageSource.Guessed, plan.StageText!.Position));
        BestPair(plan).ShouldBe("A 5");
    }

    [Fact]
    public void What_its_places_are_is_kept_beside_the_plan_too()
    {
        PlanKind[] kinds =
        [
            Again(SlotPlan.Create("Desk", ["Desk 1"], new TimeOnly(8, 0), TimeSpan.FromMinutes(20), 3, "Slot")).Kind,
            Again(BusPlan.Create("Coach", 4, "Seat")).Kind,
            Again(Read(_ => { })).Kind,
            Again(Read(_ => { }).OfKind(PlanKind.Coach)).Kind,
            Again(BusPlan.Create("Coach", 4, "Seat").OfKind(PlanKind.Seats)).Kind,
        ];

        kinds.ShouldBe([PlanKind.Slots, PlanKind.Coach, PlanKind.Seats, PlanKind.Coach, PlanKind.Seats]);
    }

    [Fact]
    public void Of_a_plan_that_does_not_say_so_it_is_seen_what_its_places_are()
    {
        var slots = SlotPlan.Create("Desk", ["Desk 1"], new TimeOnly(8, 0), TimeSpan.FromMinutes(20), 3, "Slot");

        PlanJson.Read(PlanJson.Write(slots)).Plan.ShouldNotBeNull().Kind.ShouldBe(PlanKind.Slots);
        PlanJson.Read(PlanJson.Write(BusPlan.Create("Coach", 4, "Seat"))).Plan.ShouldNotBeNull().Kind
            .ShouldBe(PlanKind.Coach);
    }

    private static SeatingPlan Again(SeatingPlan plan) =>
        PlanJson.Read(PlanJson.Write(plan), PlanJson.WriteExtras(plan), nameDefault: null).Plan.ShouldNotBeNull();

    private static string BestPair(SeatingPlan plan) =>
        plan.LabelOf(SeatRanking.Of(plan, 2, category: null).FirstSeats[0]);

    private static JsonNode Area(JsonNode file) => file["zones"]![0]!["areas"]![0]!;

    private static SeatingPlan Read(Action<JsonNode> change) => Reading(change).Plan.ShouldNotBeNull();

    private static PlanReading Reading(Action<JsonNode> change)
    {
        var file = JsonNode.Parse(Below)!;
        change(file);
        return new NewPlan(Encoding.UTF8.GetBytes(file.ToJsonString())).Read();
    }
}
