using Usher.Engine.Bookings;

namespace Usher.Http.Wording;

/// <summary>How bookings stand, in the one set of words of all pages and exports.</summary>
public static class BookingTexts
{
    /// <summary>Whose it is, or what stands there instead, for the organiser's people.</summary>
    public static string Buyer(Booking booking) =>
        booking.Email ?? (booking.IsErased ? "Erased" : booking.Note ?? "No e-mail yet");

    /// <summary>For the organiser's people: "Held", "Cancelled".</summary>
    /// <param name="booking">The booking.</param>
    /// <param name="now">UTC.</param>
    public static string State(Booking booking, DateTime now) => booking.State() switch
    {
        BookingState.Held => booking.ExpiresAt <= now ? "Hold ended" : "Held",
        BookingState.Confirmed => "Confirmed",
        BookingState.Expired => "Hold ended",
        BookingState.Cancelled => booking.Kind == BookingKind.House ? "Put back on sale" : "Cancelled",
        BookingState.Blocked => "Blocked",
        BookingState.Queued => "Queued",
        _ => booking.Reason == FailureReason.PaymentFailed ? "Payment failed" : "Seats taken",
    };

    /// <summary>For its buyer: "Held until", followed by <see cref="MomentForBuyer"/>.</summary>
    /// <param name="booking">The booking.</param>
    /// <param name="end">How it ended; null while it has not, or where that is not known any more.</param>
    /// <param name="now">UTC.</param>
    public static string ForBuyer(Booking booking, BookingEnd? end, DateTime now) => booking.State() switch
    {
        BookingState.Held => booking.ExpiresAt <= now ? "Hold ended" : "Held until",
        BookingState.Confirmed or BookingState.Blocked => "Confirmed",
        BookingState.Expired => "Hold ended",
        BookingState.Cancelled => end is { IsByOrganiser: true } ? "Cancelled by the organiser" : "Released",
        BookingState.Queued => "In the queue",
        _ => booking.Reason == FailureReason.PaymentFailed ? "Payment failed" : "No longer available",
    };

    /// <summary>The moment that belongs to those words, UTC; null: none.</summary>
    public static DateTime? MomentForBuyer(Booking booking, BookingEnd? end) => booking.State() switch
    {
        BookingState.Held or BookingState.Expired => booking.ExpiresAt,
        BookingState.Confirmed or BookingState.Queued => null,
        _ => end?.At,
    };

    /// <summary>What follows from a booking that the organiser cancelled, as sentences.</summary>
    public static string AfterCancellation(Booking booking) =>
        booking.ConfirmedAt is null ? "Nothing was charged. Your hold has ended."
        : booking.Amount == 0 ? "The ticket is no longer valid. There was nothing to pay."
        : "The ticket is no longer valid, and there is nothing left to pay. If you have already paid, ask the box "
            + "office for a refund.";
}
