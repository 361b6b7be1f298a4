using Usher.Engine.Bookings;

namespace Usher.Engine.Selling.Rules;

/// <summary>
/// How many seats of a show one person may have, held and sold together. All pending bookings count, for whoever holds
/// them may still confirm a moment late; only those whose hold is over give way to what the same person books next, as
/// they would to anybody else who wanted their seats.
/// </summary>
internal static class PersonLimit
{
    /// <summary>How many seats the person has that a command names, where it may not have so many more; null: it may.
    /// </summary>
    /// <param name="state">The batch so far.</param>
    /// <param name="persons">The command's; null: the show has no limit.</param>
    /// <param name="seatsWanted">How many more.</param>
    /// <returns>0 also where it asks for more than anybody may have: then it is no matter what the person has.
    /// </returns>
    public static int? SeatsHadIfTooMany(BatchState state, PersonTerms? persons, int seatsWanted) =>
        persons?.SeatsMax is not { } seatsMax ? null
        : seatsWanted > seatsMax ? 0
        : SeatsOf(state, persons).Staying is var seats && seats + seatsWanted > seatsMax ? seats
        : null;

    /// <summary>Whether a confirmation gives the booking's seats to somebody who did not have them.</summary>
    public static bool IsGain(PersonTerms? persons, Booking booking) =>
        persons is { Named: { } named } && persons.Of(booking) != named;

    /// <summary>A booking is somebody's by what a command did: ends what must give way, and lists it.</summary>
    /// <param name="state">The batch so far.</param>
    /// <param name="persons">The command's; null: the show has no limit.</param>
    /// <param name="booking">As it is now.</param>
    /// <param name="isGain">Whether its person did not have its seats before.</param>
    public static void Give(BatchState state, PersonTerms? persons, Booking booking, bool isGain)
    {
        if (persons is null || (persons.Named ?? persons.Of(booking)) is not { } person)
        {
            return;
        }

        if (isGain && persons.SeatsMax is { } seatsMax)
        {
            var (staying, lapsed) = SeatsOf(state, persons);
            if (staying + lapsed.Sum(one => one.SeatNumbers.Length) + booking.SeatNumbers.Length > seatsMax)
            {
                // In one order, whatever came first into the batch.
                lapsed.Sort((one, other) => one.Id.Value.CompareTo(other.Id.Value));
                lapsed.ForEach(one => BookingRules.Fail(state, one, FailureReason.Expired, Actors.Takeover));
            }
        }

        state.Persons.Give(PersonBooking.Of(booking)!.Value, person, isGain ? persons.SeatsMax : null);
    }

    // What stays, and what may be ended: lapsed bookings that are locked with all of their seats. Where the batch could
    // not widen its locks once more a lapsed one stays, which is never wrong, only a moment late.
    private static (int Staying, List<Booking> Lapsed) SeatsOf(BatchState state, PersonTerms persons)
    {
        var staying = 0;
        List<Booking> lapsed = [];
        foreach (var booking in persons.Counted is { } person ? state.Persons.Of(person, state) : [])
        {
            if (booking.IsLapsed(state.Now) && state.FindBooking(booking.Id) is { } known)
            {
                lapsed.Add(known);
            }
            else
            {
                staying += booking.Seats;
            }
        }

        return (staying, lapsed);
    }
}
