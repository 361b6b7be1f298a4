using Usher.Engine.Bookings;

namespace Usher.Pages.Kit;

/// <summary>The look of a booking's state.</summary>
internal static class BookingBadge
{
    /// <summary>The class of its badge, beside "badge"; null: a neutral one.</summary>
    /// <param name="booking">The booking.</param>
    /// <param name="now">UTC.</param>
    public static string? Kind(Booking booking, DateTime now) => booking.State() switch
    {
        BookingState.Confirmed => "good",
        BookingState.Held => booking.ExpiresAt <= now ? "warn" : "time",
        BookingState.Expired => "warn",
        BookingState.Failed => "bad",
        _ => null,
    };
}
