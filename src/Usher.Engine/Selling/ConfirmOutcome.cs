using Usher.Engine.Bookings;

namespace Usher.Engine.Selling;

/// <summary>What became of the request to turn a hold into a sale.</summary>
public abstract record ConfirmOutcome : CommandOutcome
{
    private ConfirmOutcome()
    {
    }

    /// <summary>The request has confirmed the booking, now or when it came under its idempotency key before.</summary>
    public sealed record Confirmed(Booking Booking) : ConfirmOutcome;

    /// <summary>Another request has confirmed the booking before. Nothing was written. Whoever sends this one need not
    /// be the buyer.</summary>
    public sealed record ConfirmedBefore(Booking Booking) : ConfirmOutcome;

    /// <summary>The booking exists but does not allow this change. Nothing was written.</summary>
    public sealed record Refused(Booking Booking, RefusalReason Reason) : ConfirmOutcome;

    /// <summary>The idempotency key confirmed the booking before, with another payload.</summary>
    public sealed record KeyReused : ConfirmOutcome;

    /// <summary>With these seats the person that is named would have more of the show than one person may have. Nothing
    /// was written: the booking holds them as before.</summary>
    /// <param name="Booking">The booking.</param>
    /// <param name="SeatsMax">How many a person may have.</param>
    /// <param name="SeatsHad">How many it has without them; 0 also where these alone are more than that.</param>
    public sealed record PersonLimitReached(Booking Booking, int SeatsMax, int SeatsHad) : ConfirmOutcome;

    /// <summary>A confirmation needs an e-mail address and neither it nor the booking has one.</summary>
    public sealed record EmailRequired(Booking Booking) : ConfirmOutcome;

    /// <summary>No booking has this id.</summary>
    public sealed record BookingNotFound : ConfirmOutcome;

    /// <summary>The queue is full; the command was not taken. Try again after the given time.</summary>
    public sealed record Overloaded(TimeSpan RetryAfter) : ConfirmOutcome;

    /// <summary>
    /// The database is away. The command was most likely not carried out; if the connection broke during the commit
    /// it may have been, and repeating it with the same idempotency key or booking id tells.
    /// </summary>
    public sealed record Unavailable(TimeSpan RetryAfter) : ConfirmOutcome;
}
