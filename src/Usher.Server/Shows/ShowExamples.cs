namespace Usher.Server.Shows;

/// <summary>Shows as the OpenAPI document shows them.</summary>
internal static class ShowExamples
{
    public const string NewShow = """
        { "name": "Evening performance", "start_time": "2027-03-14T19:30:00Z", "total_seats": 50, "hold_seconds": 120 }
        """;

    public const string Show = """
        {
          "id": 1, "name": "Evening performance", "start_time": "2027-03-14T19:30:00Z", "total_seats": 50,
          "available_seats": 48, "status": "ON_SALE", "sales_open_at": null, "currency": null, "prices": [],
          "created_at": "2027-03-01T08:00:00.5Z"
        }
        """;

    public const string Page = $$"""{ "shows": [{{Show}}], "next": null }""";

    public const string Seats = """
        {
          "show_id": 1, "as_of": "2027-03-01T09:00:00.123456Z",
          "seats": [
            {
              "seat_number": 1, "label": "1", "section": null, "row": null, "category": null, "x": null, "y": null,
              "status": "AVAILABLE", "version": 0
            },
            {
              "seat_number": 2, "label": "2", "section": null, "row": null, "category": null, "x": null, "y": null,
              "status": "HELD", "version": 1
            }
          ]
        }
        """;
}
