using Usher.Engine.Bookings;

namespace Usher.Engine.Selling;

/// <summary>What a command must know of persons, in a show that limits how many seats each may have.</summary>
/// <param name="Numbers">Tells persons apart.</param>
/// <param name="SeatsMax">The most seats a person may have; null: whoever gives the command is not held to it.</param>
/// <param name="Named">Whom the command names; null: nobody.</param>
internal sealed record PersonTerms(PersonNumbers Numbers, int? SeatsMax, Person? Named)
{
    /// <summary>Whose bookings must be counted, and locked against others that count them; null: nobody's.</summary>
    public Person? Counted => SeatsMax is null ? null : Named;

    /// <summary>The person of a booking; null where it has no address.</summary>
    public Person? Of(Booking booking) => booking.Email is { } email ? Numbers.Of(booking.ShowId, email) : null;
}
