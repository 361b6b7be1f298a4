using Usher.Engine.Bookings;

namespace Usher.Engine.Selling;

/// <summary>What became of the request to cancel a booking, by its buyer or by staff.</summary>
public abstract record CancelOutcome : CommandOutcome
{
    private CancelOutcome()
    {
    }

    /// <summary>The booking is cancelled, now or before.</summary>
    public sealed record Cancelled(Booking Booking) : CancelOutcome
    {
        /// <summary>Who cancelled it, when, and why. Null where it was cancelled before and its buyer asks again:
        /// <see cref="BookingEnds"/> tells.</summary>
        public BookingEnd? End { get; init; }
    }

    /// <summary>The booking exists but does not allow this change. Nothing was written.</summary>
    public sealed record Refused(Booking Booking, RefusalReason Reason) : CancelOutcome;

    /// <summary>No booking has this id.</summary>
    public sealed record BookingNotFound : CancelOutcome;

    /// <summary>The queue is full; the command was not taken. Try again after the given time.</summary>
    public sealed record Overloaded(TimeSpan RetryAfter) : CancelOutcome;

    /// <summary>
    /// The database is away. The command was most likely not carried out; if the connection broke during the commit
    /// it may have been, and repeating it with the same idempotency key or booking id tells.
    /// </summary>
    public sealed record Unavailable(TimeSpan RetryAfter) : CancelOutcome;
}
