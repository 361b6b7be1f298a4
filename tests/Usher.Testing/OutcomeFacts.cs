using Usher.Engine.Bookings;
using Usher.Engine.Selling;

namespace Usher.Testing;

/// <summary>What outcomes of different commands have in common, for tests that ask all kinds of them.</summary>
internal static class OutcomeFacts
{
    /// <summary>The booking that was changed as asked, now or before; null if it was not.</summary>
    public static Booking? Changed(this CommandOutcome outcome) => outcome switch
    {
        ExtendOutcome.Extended(var booking) => booking,
        ConfirmOutcome.Confirmed(var booking) => booking,
        ConfirmOutcome.ConfirmedBefore(var booking) => booking,
        CancelOutcome.Cancelled(var booking) => booking,
        ExpireOutcome.Expired(var booking) => booking,
        _ => null,
    };

    /// <summary>The booking that allows no such change, and why; null if it does.</summary>
    public static (Booking Booking, RefusalReason Reason)? Refusal(this CommandOutcome outcome) => outcome switch
    {
        ExtendOutcome.Refused(var booking, var reason) => (booking, reason),
        ConfirmOutcome.Refused(var booking, var reason) => (booking, reason),
        CancelOutcome.Refused(var booking, var reason) => (booking, reason),
        ExpireOutcome.Refused(var booking, var reason) => (booking, reason),
        _ => null,
    };

    public static bool IsBookingNotFound(this CommandOutcome outcome) => outcome
        is ExtendOutcome.BookingNotFound or ConfirmOutcome.BookingNotFound or CancelOutcome.BookingNotFound
        or ExpireOutcome.BookingNotFound;

    public static bool IsOverloaded(this CommandOutcome outcome) => outcome
        is BookOutcome.Overloaded or ExtendOutcome.Overloaded or ConfirmOutcome.Overloaded or CancelOutcome.Overloaded
        or BlockOutcome.Overloaded or UnblockOutcome.Overloaded or ExpireOutcome.Overloaded;

    public static bool IsUnavailable(this CommandOutcome outcome) => outcome
        is BookOutcome.Unavailable or ExtendOutcome.Unavailable or ConfirmOutcome.Unavailable
        or CancelOutcome.Unavailable or BlockOutcome.Unavailable or UnblockOutcome.Unavailable
        or ExpireOutcome.Unavailable;
}
