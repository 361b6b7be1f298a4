namespace Usher.Api.Bookings;

/// <summary>Bookings as the OpenAPI document shows them.</summary>
internal static class BookingExamples
{
    public const string Book = """{ "show_id": 1, "user_email": "asha@example.com", "seat_numbers": [5, 6] }""";

    public const string Confirm = """{ "user_email": "asha@example.com" }""";

    public const string Held = """
        {
          "booking_id": "00000000-0180-8c3e-9d41-5f2a6b7c8d9e", "show_id": 1, "seat_numbers": [5, 6],
          "status": "PENDING", "expires_at": "2027-03-01T09:02:00.123456Z",
          "created_at": "2027-03-01T09:00:00.123456Z", "amount": 0, "currency": null
        }
        """;

    public const string SeatsTaken = """
        {
          "booking_id": null, "show_id": 1, "seat_numbers": [5, 6], "status": "FAILED", "reason": "SEATS_TAKEN",
          "conflict_seats": [5], "message": "Seats already booked"
        }
        """;

    public const string Pending = """
        {
          "booking_id": "00000000-0180-8c3e-9d41-5f2a6b7c8d9e", "show_id": 1, "seat_numbers": [5, 6],
          "status": "PENDING", "expires_at": "2027-03-01T09:02:00.123456Z",
          "created_at": "2027-03-01T09:00:00.123456Z", "user_email": "a***@example.com", "amount": 0, "currency": null
        }
        """;

    public const string Confirmed = """
        {
          "booking_id": "00000000-0180-8c3e-9d41-5f2a6b7c8d9e", "show_id": 1, "seat_numbers": [5, 6],
          "status": "CONFIRMED", "expires_at": "2027-03-01T09:02:00.123456Z",
          "created_at": "2027-03-01T09:00:00.123456Z", "confirmed_at": "2027-03-01T09:01:10.5Z",
          "user_email": "a***@example.com", "amount": 0, "currency": null
        }
        """;

    public const string JustConfirmed = """
        {
          "booking_id": "00000000-0180-8c3e-9d41-5f2a6b7c8d9e", "show_id": 1, "seat_numbers": [5, 6],
          "status": "CONFIRMED", "expires_at": "2027-03-01T09:02:00.123456Z",
          "created_at": "2027-03-01T09:00:00.123456Z", "confirmed_at": "2027-03-01T09:01:10.5Z",
          "user_email": "a***@example.com",
          "ticket_url": "https://tickets.example.com/bookings/00000000-0180-8c3e-9d41-5f2a6b7c8d9e?ticket=AQABAc…",
          "amount": 0, "currency": null
        }
        """;

    public const string Cancelled = """
        {
          "booking_id": "00000000-0180-8c3e-9d41-5f2a6b7c8d9e", "show_id": 1, "seat_numbers": [5, 6],
          "status": "FAILED", "reason": "CANCELLED", "expires_at": "2027-03-01T09:02:00.123456Z",
          "created_at": "2027-03-01T09:00:00.123456Z", "cancelled_by": "BUYER",
          "cancelled_at": "2027-03-01T09:01:10.5Z", "user_email": "a***@example.com", "amount": 0, "currency": null
        }
        """;

    public const string Expired = """
        {
          "booking_id": "00000000-0180-8c3e-9d41-5f2a6b7c8d9e", "show_id": 1, "seat_numbers": [5, 6],
          "status": "FAILED", "reason": "EXPIRED",
          "message": "The hold ended before the booking was confirmed; book again",
          "expires_at": "2027-03-01T09:02:00.123456Z", "created_at": "2027-03-01T09:00:00.123456Z",
          "user_email": "a***@example.com", "amount": 0, "currency": null
        }
        """;

    public const string AlreadyExtended = """
        {
          "booking_id": "00000000-0180-8c3e-9d41-5f2a6b7c8d9e", "show_id": 1, "seat_numbers": [5, 6],
          "status": "PENDING", "reason": "ALREADY_EXTENDED",
          "message": "The hold was already extended; it can be extended only once",
          "expires_at": "2027-03-01T09:04:00.123456Z", "created_at": "2027-03-01T09:00:00.123456Z",
          "user_email": "a***@example.com", "amount": 0, "currency": null
        }
        """;
}
