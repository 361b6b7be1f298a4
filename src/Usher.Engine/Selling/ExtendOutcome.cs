using Usher.Engine.Bookings;

namespace Usher.Engine.Selling;

/// <summary>What became of the request to extend a hold.</summary>
public abstract record ExtendOutcome : CommandOutcome
{
    private ExtendOutcome()
    {
    }

    /// <summary>The hold is extended.</summary>
    public sealed record Extended(Booking Booking) : ExtendOutcome;

    /// <summary>The booking exists but does not allow this change. Nothing was written.</summary>
    public sealed record Refused(Booking Booking, RefusalReason Reason) : ExtendOutcome;

    /// <summary>No booking has this id.</summary>
    public sealed record BookingNotFound : ExtendOutcome;

    /// <summary>The queue is full; the command was not taken. Try again after the given time.</summary>
    public sealed record Overloaded(TimeSpan RetryAfter) : ExtendOutcome;

    /// <summary>
    /// The database is away. The command was most likely not carried out; if the connection broke during the commit
    /// it may have been, and repeating it with the same idempotency key or booking id tells.
    /// </summary>
    public sealed record Unavailable(TimeSpan RetryAfter) : ExtendOutcome;
}
