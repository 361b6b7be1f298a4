namespace Usher.Engine.Bookings;

/// <summary>The words for a booking's status and reason, the same in the database and on the wire.</summary>
public static class BookingNames
{
    /// <summary>The word for a status.</summary>
    public static string ToText(this BookingStatus status) => status switch
    {
        BookingStatus.Queued => "QUEUED",
        BookingStatus.Pending => "PENDING",
        BookingStatus.Confirmed => "CONFIRMED",
        BookingStatus.Failed => "FAILED",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Not a booking status."),
    };

    /// <summary>The word for a status, or null for none.</summary>
    public static string? ToText(this BookingStatus? status) => status?.ToText();

    /// <summary>The word for a reason, or null for none.</summary>
    public static string? ToText(this FailureReason? reason) => reason switch
    {
        null => null,
        FailureReason.SeatsTaken => "SEATS_TAKEN",
        FailureReason.Expired => "EXPIRED",
        FailureReason.PaymentFailed => "PAYMENT_FAILED",
        FailureReason.Cancelled => "CANCELLED",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a failure reason."),
    };

    /// <summary>The word for a kind.</summary>
    public static string ToText(this BookingKind kind) => kind == BookingKind.House ? "HOUSE" : "SALE";

    /// <summary>Reads a kind as the database stores it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The text names no kind.</exception>
    public static BookingKind ParseKind(string text) => text switch
    {
        "SALE" => BookingKind.Sale,
        "HOUSE" => BookingKind.House,
        _ => throw new ArgumentOutOfRangeException(nameof(text), text, "Not a kind of booking."),
    };

    /// <summary>Reads a status as the database stores it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The text names no status.</exception>
    public static BookingStatus ParseStatus(string text) => text switch
    {
        "QUEUED" => BookingStatus.Queued,
        "PENDING" => BookingStatus.Pending,
        "CONFIRMED" => BookingStatus.Confirmed,
        "FAILED" => BookingStatus.Failed,
        _ => throw new ArgumentOutOfRangeException(nameof(text), text, "Not a booking status."),
    };

    /// <summary>Reads a reason as the database stores it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The text names no reason.</exception>
    public static FailureReason ParseReason(string text) => text switch
    {
        "SEATS_TAKEN" => FailureReason.SeatsTaken,
        "EXPIRED" => FailureReason.Expired,
        "PAYMENT_FAILED" => FailureReason.PaymentFailed,
        "CANCELLED" => FailureReason.Cancelled,
        _ => throw new ArgumentOutOfRangeException(nameof(text), text, "Not a failure reason."),
    };
}
