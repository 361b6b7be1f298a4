using System.Collections.Immutable;

namespace Usher.Engine.Bookings;

/// <summary>Which bookings somebody looks for; what it leaves open matches all but those of the house.</summary>
public sealed record BookingFilter
{
    /// <summary>Only those of this show.</summary>
    public ShowId? ShowId { get; init; }

    /// <summary>Only those that list this seat; needs a show.</summary>
    public int? SeatNumber { get; init; }

    /// <summary>Only those whose address begins so, whatever its case.</summary>
    public string? EmailStart { get; init; }

    /// <summary>Only those that stand so.</summary>
    public BookingStanding? Standing { get; init; }
}

/// <summary>How a booking stands, as people say it.</summary>
public enum BookingStanding
{
    /// <summary>Accepted for later.</summary>
    Queued,

    /// <summary>Its seats are held.</summary>
    Held,

    /// <summary>Its seats are sold.</summary>
    Confirmed,

    /// <summary>Nobody confirmed it in time.</summary>
    Expired,

    /// <summary>Its buyer or the organiser gave it up.</summary>
    Cancelled,

    /// <summary>It failed for another reason.</summary>
    Failed,

    /// <summary>The house keeps its seats back.</summary>
    Blocked,
}

/// <summary>How bookings stand.</summary>
public static class BookingStandings
{
    /// <summary>How this one stands.</summary>
    public static BookingStanding Standing(this Booking booking) => (booking.Status, booking.Reason) switch
    {
        (BookingStatus.Queued, _) => BookingStanding.Queued,
        (BookingStatus.Pending, _) => BookingStanding.Held,
        (BookingStatus.Confirmed, _) when booking.Kind == BookingKind.House => BookingStanding.Blocked,
        (BookingStatus.Confirmed, _) => BookingStanding.Confirmed,
        (_, FailureReason.Expired) => BookingStanding.Expired,
        (_, FailureReason.Cancelled) => BookingStanding.Cancelled,
        _ => BookingStanding.Failed,
    };
}

/// <summary>One page of bookings; <paramref name="Next"/> is where the next page begins, or null.</summary>
public sealed record BookingPage(ImmutableArray<Booking> Bookings, BookingCursor? Next);

/// <summary>The last booking of a page. <paramref name="Email"/>, in lower case, is set where pages follow each other
/// in order of addresses.</summary>
public sealed record BookingCursor(DateTime CreatedAt, Guid Id, string? Email);
