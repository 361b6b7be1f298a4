namespace Usher.Http.Replies;

/// <summary>A booking's page, and its address with a buyer's link in it: who has that opens the ticket.</summary>
public static class TicketAddress
{
    /// <summary>The parameter that has what makes the link signed.</summary>
    public const string Field = "ticket";

    public static string PathOf(BookingId booking) => $"/bookings/{booking}";

    public static string PathOf(BookingId booking, string token) => $"{PathOf(booking)}?{Field}={token}";

    /// <summary>What somebody sent as one, good or not; null: nothing.</summary>
    public static string? SentWith(HttpRequest request) =>
        request.QueryString.HasValue && request.Query.TryGetValue(Field, out var sent) ? sent.ToString() : null;
}
