namespace Usher.Api.SeatingPlans;

/// <summary>Seating plans as the OpenAPI document shows them.</summary>
internal static class PlanExamples
{
    public const string Stored = """
        { "id": 3, "version": 1, "name": "Main house", "total_seats": 2, "created_at": "2027-03-01T08:00:00.5Z" }
        """;

    public const string Kept = """
        { "id": 3, "version": 1, "name": "Main house", "total_seats": 2, "created_at": "2027-03-01T08:00:00.5Z",
          "focal_point": { "x": 70, "y": 0 }, "focal_point_source": "DEFAULT", "kind": "SEATS", "encoding": null }
        """;

    public const string Page = $$"""{ "plans": [{{Stored}}], "next": null }""";

    public const string Pretix = """
        {
          "name": "Main house", "categories": [{ "name": "Premium", "color": "#671c5f" }],
          "zones": [{
            "name": "Stalls", "position": { "x": 0, "y": 0 },
            "rows": [{
              "row_number": "A", "position": { "x": 0, "y": 0 },
              "seats": [
                { "seat_guid": "A-1", "seat_number": "1", "position": { "x": 40, "y": 30 }, "category": "Premium" },
                { "seat_guid": "A-2", "seat_number": "2", "position": { "x": 64, "y": 30 }, "category": "Premium" }
              ]
            }]
          }],
          "size": { "width": 140, "height": 70 }
        }
        """;

    public const string Change = """{ "stage": "BOTTOM" }""";

    public const string Csv = "section,row,seat,x,y,category,kind,guid\nStalls,A,1,40,30,Premium,,A-1\n"
        + "Stalls,A,2,64,30,Premium,WHEELCHAIR,A-2\n";

    public const string Whole = $$"""
        { "plan": {{Stored}}, "versions": [{{Stored}}], "categories": ["Premium"],
          "focal_point": { "x": 70, "y": 0 }, "focal_point_source": "DEFAULT", "kind": "SEATS",
          "seating_plan": {{Pretix}} }
        """;
}
