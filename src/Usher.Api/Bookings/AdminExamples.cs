namespace Usher.Api.Bookings;

/// <summary>What the OpenAPI document shows of the organisers' calls.</summary>
internal static class AdminExamples
{
    public const string Reason = """{ "reason": "Asha phoned", "public_reason": "The show was moved to Friday" }""";

    public const string Block = """{ "seat_numbers": [5, 6, 7, 8], "reason": "Row is broken" }""";

    public const string Blocked = """{ "blocked": [5, 6], "already_blocked": [], "held": [7], "sold": [8] }""";

    public const string Unblocked = """{ "unblocked": [5, 6], "not_blocked": [7, 8] }""";

    public const string TicketLink = """
        {
          "ticket_url": "https://tickets.example.com/bookings/00000000-0180-8c3e-9d41-5f2a6b7c8d9e?ticket=AQABAc…",
          "expires_at": "2027-03-28T19:30:00Z"
        }
        """;

    public const string TicketLinksEnded = """{ "booking_id": "00000000-0180-8c3e-9d41-5f2a6b7c8d9e" }""";

    public const string Bookings = """
        {
          "bookings": [{
            "booking_id": "00000000-0180-8c3e-9d41-5f2a6b7c8d9e", "show_id": 1, "seat_numbers": [5, 6],
            "status": "CONFIRMED", "expires_at": "2027-03-01T09:02:00.123456Z",
            "created_at": "2027-03-01T09:00:00.123456Z", "confirmed_at": "2027-03-01T09:01:10.5Z",
            "user_email": "asha@example.com", "amount": 0, "currency": null
          }],
          "next": null
        }
        """;

    public const string Events = """
        {
          "events": [{
            "booking_id": "00000000-0180-8c3e-9d41-5f2a6b7c8d9e", "show_id": 1, "sequence": 3,
            "at": "2027-03-01T10:15:00.5Z", "actor": "desk", "from_status": "CONFIRMED", "to_status": "FAILED",
            "detail": "Asha phoned", "public_reason": "The show was moved to Friday"
          }],
          "show_changes": [{
            "show_id": 1, "at": "2027-02-01T09:30:00.25Z", "actor": "desk", "kind": "PLAN_VERSION",
            "from_version": 1, "to_version": 2, "renamed_seat_count": 1,
            "renamed_seats": [{
              "seat_number": 5, "before": "Stalls, Row A, seat 5", "after": "Stalls, Row A, seat 105"
            }]
          }],
          "next": null
        }
        """;
}
