using System.Collections.Immutable;

namespace Usher.Engine.Bookings;

/// <summary>Which bookings to find; what is null matches all but blocked seats.</summary>
public sealed record BookingFilter
{
    /// <summary>Only those of this show.</summary>
    public ShowId? ShowId { get; init; }

    /// <summary>Only those that list this seat; needs a show.</summary>
    public int? SeatNumber { get; init; }

    /// <summary>Only those with this e-mail address, all of it, in any spelling that is the same address
    /// (<see cref="EmailKey"/>).</summary>
    public string? Email { get; init; }

    /// <summary>Only those with this status.</summary>
    public BookingState? State { get; init; }
}

/// <summary>The status of a booking, in the words of people.</summary>
public enum BookingState
{
    /// <summary>Accepted for later.</summary>
    Queued,

    /// <summary>Its seats are held.</summary>
    Held,

    /// <summary>Its seats are sold.</summary>
    Confirmed,

    /// <summary>Nobody confirmed it in time.</summary>
    Expired,

    /// <summary>Its buyer or the organiser cancelled it.</summary>
    Cancelled,

    /// <summary>It failed for another reason.</summary>
    Failed,

    /// <summary>Its seats are blocked.</summary>
    Blocked,
}

/// <summary>Works out the status of bookings.</summary>
public static class BookingStates
{
    /// <summary>The status of this one.</summary>
    public static BookingState State(this Booking booking) => (booking.Status, booking.Reason) switch
    {
        (BookingStatus.Queued, _) => BookingState.Queued,
        (BookingStatus.Pending, _) => BookingState.Held,
        (BookingStatus.Confirmed, _) when booking.Kind == BookingKind.House => BookingState.Blocked,
        (BookingStatus.Confirmed, _) => BookingState.Confirmed,
        (_, FailureReason.Expired) => BookingState.Expired,
        (_, FailureReason.Cancelled) => BookingState.Cancelled,
        _ => BookingState.Failed,
    };
}

/// <summary>One page of bookings; <paramref name="Next"/> is where the next page begins, or null.</summary>
public sealed record BookingPage(ImmutableArray<Booking> Bookings, BookingCursor? Next);

/// <summary>The last booking of a page.</summary>
public sealed record BookingCursor(DateTime CreatedAt, Guid Id);
