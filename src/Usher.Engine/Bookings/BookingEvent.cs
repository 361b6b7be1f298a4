namespace Usher.Engine.Bookings;

/// <summary>One step of a booking's life, kept as long as the booking.</summary>
/// <param name="BookingId">The booking.</param>
/// <param name="Sequence">The number of the step within the booking, from 1.</param>
/// <param name="Actor">Who did it; see <see cref="Actors"/>.</param>
/// <param name="From">Where the booking stood before; null for its first step.</param>
/// <param name="To">Where it stood then.</param>
/// <param name="Detail">Why, for colleagues, or a code of <see cref="HasCode"/>; null: nothing.</param>
/// <param name="PublicReason">What the buyer is told of it; null: nothing.</param>
public sealed record BookingEvent(
    BookingId BookingId, int Sequence, string Actor, BookingStatus? From, BookingStatus To, string? Detail,
    string? PublicReason = null)
{
    /// <summary>The <see cref="Detail"/> of a hold that was extended.</summary>
    public const string Extended = "extended";

    /// <summary>Whether the detail, where there is one, is a code of ours. What somebody wrote is never of a step that
    /// leaves a booking pending.</summary>
    public bool HasCode => To == BookingStatus.Pending;

    /// <summary>Whether somebody wrote something, which is stored sealed.</summary>
    public bool HasNote => (Detail is not null && !HasCode) || PublicReason is not null;
}

/// <summary>How a batch is known again after the answer to its commit was lost: a random number on its first event.
/// </summary>
internal readonly record struct BatchMark(BookingId BookingId, int Sequence, long Value);
