using Usher.Engine.Bookings;

namespace Usher.Engine.Selling;

/// <summary>What became of the request to end a hold whose time is over.</summary>
public abstract record ExpireOutcome : CommandOutcome
{
    private ExpireOutcome()
    {
    }

    /// <summary>The booking has expired, now or before.</summary>
    public sealed record Expired(Booking Booking) : ExpireOutcome;

    /// <summary>The booking exists but does not allow this change. Nothing was written.</summary>
    public sealed record Refused(Booking Booking, RefusalReason Reason) : ExpireOutcome;

    /// <summary>No booking has this id.</summary>
    public sealed record BookingNotFound : ExpireOutcome;

    /// <summary>The queue is full; the command was not taken. Try again after the given time.</summary>
    public sealed record Overloaded(TimeSpan RetryAfter) : ExpireOutcome;

    /// <summary>
    /// The database is away. The command was most likely not carried out; if the connection broke during the commit
    /// it may have been, and repeating it with the same idempotency key or booking id tells.
    /// </summary>
    public sealed record Unavailable(TimeSpan RetryAfter) : ExpireOutcome;
}
