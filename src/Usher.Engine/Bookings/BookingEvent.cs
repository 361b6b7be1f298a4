namespace Usher.Engine.Bookings;

/// <summary>One step of a booking's life, kept for ever. <paramref name="From"/> is null for the first.</summary>
internal sealed record BookingEvent(
    BookingId BookingId, int Sequence, string Actor, BookingStatus? From, BookingStatus To, string? Detail);

/// <summary>Who did it, where it was nobody who signed in.</summary>
public static class Actors
{
    /// <summary>The person who holds the booking's id.</summary>
    public const string Buyer = "buyer";

    /// <summary>The sweep for expired holds.</summary>
    public const string Sweep = "sweep";

    /// <summary>The next buyer of a seat whose hold had ended.</summary>
    public const string Takeover = "takeover";
}
