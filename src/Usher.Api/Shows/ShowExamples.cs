namespace Usher.Api.Shows;

/// <summary>Shows as the OpenAPI document shows them.</summary>
internal static class ShowExamples
{
    public const string NewShow = """
        {
          "name": "Evening performance", "start_time": "2027-03-14T19:30:00+01:00", "time_zone": "Europe/Berlin",
          "total_seats": 50, "hold_seconds": 120
        }
        """;

    public const string Change = """{ "start_time": "2027-03-14T20:00:00Z", "seats_per_booking_max": 6 }""";

    public const string Prices = """
        { "currency": "EUR", "prices": [{ "category": "Premium", "amount": 5800 }] }
        """;

    public const string PlanVersion = """{ "version": 2 }""";

    public const string Show = """
        {
          "id": 1, "organization": "default", "name": "Evening performance", "start_time": "2027-03-14T18:30:00Z",
          "time_zone": "Europe/Berlin", "total_seats": 50, "available_seats": 48, "status": "ON_SALE",
          "sales_open_at": null, "currency": null, "prices": [],
          "no_orphans": false, "created_at": "2027-03-01T08:00:00.5Z"
        }
        """;

    public const string Page = $$"""{ "shows": [{{Show}}], "next": null }""";

    public const string AdminShow = """
        {
          "id": 1, "organization": "default", "name": "Evening performance", "start_time": "2027-03-14T18:30:00Z",
          "time_zone": "Europe/Berlin", "total_seats": 50, "available_seats": 48, "status": "ON_SALE",
          "sales_open_at": null, "currency": null, "prices": [],
          "no_orphans": false, "created_at": "2027-03-01T08:00:00.5Z", "hold_seconds": 120,
          "seats_per_booking_max": 6, "seats_per_person_max": null, "extension_allowed": true, "plan_id": null,
          "plan_version": null
        }
        """;

    public const string AdminPage = $$"""{ "shows": [{{AdminShow}}], "next": null }""";

    public const string Seats = """
        {
          "show_id": 1, "as_of": "2027-03-01T09:00:00.123456Z",
          "seats": [
            {
              "seat_number": 1, "label": "A 1", "section": "Stalls", "row": "A", "category": "Premium",
              "x": 40, "y": 30.5, "status": "AVAILABLE", "version": 0
            },
            {
              "seat_number": 2, "label": "A 2", "section": "Stalls", "row": "A", "category": "Premium",
              "x": 64, "y": 30, "status": "HELD", "version": 1
            }
          ]
        }
        """;

    public const string Journey = """{ "from": "Harbour Park", "to": "Old Town" }""";

    public const string Plan = """
        {
          "plan_id": 3, "version": 1, "name": "Main house", "width": 140, "height": 70,
          "kind": "SEATS", "focal_point": { "x": 70, "y": 0 },
          "categories": [{ "name": "Premium", "color": "#671c5f" }],
          "sections": ["Stalls"], "rows": [{ "section": 0, "label": "A", "first": 1, "count": 2, "aisles": [] }],
          "numbers": ["1", "2"], "x": [40, 64], "y": [30.5, 30], "categories_of_seats": [0, 0],
          "kinds": { "2": "WHEELCHAIR" },
          "areas": [{ "shape": "text", "text": "Stage", "x": 70, "y": 8, "size": 16 }]
        }
        """;
}
