using System.Text;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Formats;

namespace Usher.Tests.SeatingPlans;

/// <summary>Plans as other programs write them come in without edits, and go out the same each time.</summary>
public sealed class PlansFromElsewhereTests
{
    private const string Present = """
        {"name": "Großer Saal", "categories": [{"name": "Parkett", "color": "#7f4a91"}, {"name": "Rang", "color": ""}],
         "zones": [
          {"name": "Stage", "zone_id": "stage", "uuid": "z-0", "position": {"x": 0, "y": 0}, "rows": [], "areas": [
           {"shape": "rectangle", "color": "#dddddd", "border_color": "#000000", "rotation": 0, "uuid": "a-1",
            "position": {"x": 40, "y": 10}, "rectangle": {"width": 300, "height": 50},
            "text": {"text": "Bühne", "position": {"x": 150, "y": 25}, "color": "#333333", "size": 20}},
           {"shape": "polygon", "color": "#eeeeff", "border_color": "#9999cc", "rotation": 15,
            "position": {"x": 20, "y": 200}, "polygon": {"points": [
             {"x": 0, "y": 0}, {"x": 80, "y": 0.04}, {"x": 40, "y": 60}]}},
           {"shape": "ellipse", "rotation": 390, "position": {"x": 350, "y": 220},
            "ellipse": {"radius": {"x": 40, "y": 20}}},
           {"shape": "circle", "position": {"x": 250, "y": 230}, "circle": {"radius": 22.25}},
           {"shape": "text", "rotation": -90, "position": {"x": 420, "y": 100},
            "text": {"text": "Eingang", "position": {"x": 0, "y": 0}, "color": "#000000"}}]},
          {"name": "Parkett", "position": {"x": 20, "y": 100.333}, "rows": [
           {"row_number": "A", "row_label": "Reihe %s", "seat_label": null, "row_number_position": "both",
            "position": {"x": 0, "y": 0}, "seats": [
             {"seat_guid": "A-1", "seat_number": "1", "uuid": "u1", "radius": 10, "start_direction": "<>",
              "position": {"x": 0.3333, "y": 0}, "category": "Parkett"},
             {"seat_guid": "A-2", "seat_number": "2", "start_direction": null,
              "position": {"x": 25.6666, "y": 1.25}, "category": "Parkett"}]},
           {"row_number": "B", "row_number_position": null, "position": null, "seats": [
             {"seat_guid": "B-1", "seat_number": "1", "position": {"x": 0, "y": 30}, "category": "Parkett"}]}]},
          {"position": {"x": 20, "y": 180}, "rows": [
           {"row_number": "1", "seats": [
             {"seat_guid": "R-1", "seat_number": "1", "position": {"x": 0, "y": 0}, "category": "Rang"},
             {"seat_guid": "R-2", "seat_number": "2", "position": {"x": 25, "y": 0}, "category": "Rang"}]}]}],
         "size": {"width": 480, "height": 300}}
        """;

    private const string Older = """
        {"name": "Altes Kino", "made_with": {"tool": [1, 2]},
         "categories": [{"name": "A", "color": "red", "seats": 6}, {"name": "B"}],
         "zones": [
          {"displayed": true, "position": {"x": "10", "y": "20"}, "rows": [
           {"row_number": 7, "number_of_seats": 2, "seats_spacing": 25, "position": null, "seats": [
             {"seat_guid": 101, "seat_number": 1, "position": {"x": "25", "y": 0}, "category": "A", "flags": []},
             {"seat_guid": 102, "seat_number": 2, "position": {"x": "50", "y": 0}, "category": " A "}]},
           {"row_number": "2", "seats": [], "row_label": null}],
           "areas": [
            {"shape": "rectangle", "color": "#ccc", "width": 100, "height": "20", "position": {"x": 0, "y": -10},
             "text": "Leinwand"},
            {"shape": "ellipse", "width": 40, "height": 20, "position": {"x": 100, "y": 100}},
            {"shape": "line", "position": {"x": 1, "y": 1}}]},
          {"name": null, "position": {"x": 10, "y": 150}, "rows": [
           {"seats": [
             {"seat_guid": "b-1", "seat_number": "1", "radius": "10", "position": {"x": 0, "y": 0}, "category": "B"},
             {"seat_guid": "b-2", "seat_number": null, "position": {"x": 25, "y": 0}, "category": "B"}]}]},
          {"name": "Without rows", "position": {"x": 0, "y": 0}, "rows": []}]}
        """;

    [Theory]
    [InlineData(Present, 5, "Parkett,", 5)]
    [InlineData(Older, 4, ",", 2)]
    public void A_plan_comes_in_as_it_is_and_its_export_comes_in_as_the_same(
        string json, int seats, string sections, int areas)
    {
        byte[] marked = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(json)];
        var plan = Read(marked);
        plan.Seats.Length.ShouldBe(seats);
        string.Join(',', plan.Sections).ShouldBe(sections);
        plan.Areas.Length.ShouldBe(areas);

        var once = PlanJson.Write(plan);
        var again = Read(once);

        again.Seats.ShouldBe(plan.Seats);
        again.Areas.Length.ShouldBe(areas);
        Encoding.UTF8.GetString(PlanJson.Write(again)).ShouldBe(Encoding.UTF8.GetString(once));
    }

    [Fact]
    public void A_plan_with_several_faults_is_refused_with_the_place_of_each()
    {
        var json = new StringBuilder(Present)
            .Replace("\"seat_guid\": \"A-2\"", "\"seat_guid\": \"A-1\"")
            .Replace("\"y\": 30}, \"category\": \"Parkett\"", "\"y\": 30}, \"category\": \"Loge\"")
            .Replace("{\"x\": 25, \"y\": 0}, \"category\": \"Rang\"", "{\"x\": \"25,5\"}, \"category\": \"Rang\"")
            .ToString();

        PlanJson.Read(Encoding.UTF8.GetBytes(json)).Problems.Select(problem => problem.ToString()).ShouldBe([
            "zones[2].rows[0].seats[1].position.x: must be a number of at most 1,000,000 with a decimal point, not "
                + "\"25,5\"",
            "section Parkett, row A, seat 2 at zones[1].rows[0].seats[1]: the seat_guid 'A-1' is that of "
                + "section Parkett, row A, seat 1 at zones[1].rows[0].seats[0] already",
            "section Parkett, row B, seat 1 at zones[1].rows[1].seats[0]: the category 'Loge' is none of the plan's",
        ]);
    }

    private static SeatingPlan Read(byte[] json)
    {
        var reading = PlanJson.Read(json);
        reading.Problems.ShouldBeEmpty();
        return reading.Plan.ShouldNotBeNull();
    }
}
