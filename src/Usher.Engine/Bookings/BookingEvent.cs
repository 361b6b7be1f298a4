namespace Usher.Engine.Bookings;

/// <summary>One step of a booking's life, kept for ever. <paramref name="From"/> is null for the first.</summary>
internal sealed record BookingEvent(
    BookingId BookingId, int Sequence, string Actor, BookingStatus? From, BookingStatus To, string? Detail);

/// <summary>How a batch is known again after the answer to its commit was lost: a random number on its first event.
/// </summary>
internal readonly record struct BatchMark(BookingId BookingId, int Sequence, long Value);

/// <summary>Who did it, where it was nobody who signed in.</summary>
public static class Actors
{
    /// <summary>The person who holds the booking's id.</summary>
    public const string Buyer = "buyer";

    /// <summary>The sweep for expired holds.</summary>
    public const string Sweep = "sweep";

    /// <summary>The next buyer of a seat whose hold had ended.</summary>
    public const string Takeover = "takeover";

    /// <summary>Somebody at the organiser's desk, signed in with the key that all share.</summary>
    public const string Desk = "desk";

    /// <summary>The longest name of an actor, in characters.</summary>
    public const int CharsMax = 200;

    /// <summary>Whether the name is that of an organiser's own people, who may do what buyers may not.</summary>
    public static bool IsStaff(string actor) =>
        actor is { Length: > 0 and <= CharsMax } and not (Buyer or Sweep or Takeover);
}
