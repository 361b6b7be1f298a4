namespace Usher.SystemTests.Simulation;

/// <summary>How many seats of a show a person should be given, and what gives way to that.</summary>
internal static class ModelPersons
{
    /// <summary>What a person is told who may not have so many more seats; null: it may.</summary>
    public static string? PersonRefusal(this ModelShow show, string? person, int seatsWanted, double now)
    {
        if (show.Terms.SeatsPerPersonMax is not { } max)
        {
            return null;
        }

        var had = show.BookingsOf(person).Where(booking => booking.Value.Until > now || IsSold(booking.Value))
            .Sum(booking => booking.Value.Seats.Length);
        return seatsWanted > max ? Replies.PersonLimit(0, max)
            : had + seatsWanted > max ? Replies.PersonLimit(had, max)
            : null;
    }

    /// <summary>The show where the holds of a person that are over have ended, if they were in the way.</summary>
    public static ModelShow MakeRoomFor(this ModelShow show, string? person, int seatsWanted, double now)
    {
        var bookings = show.BookingsOf(person).ToArray();
        if (bookings.Sum(booking => booking.Value.Seats.Length) + seatsWanted
            <= (show.Terms.SeatsPerPersonMax ?? int.MaxValue))
        {
            return show;
        }

        foreach (var (number, _) in bookings.Where(booking => booking.Value.Until <= now && !IsSold(booking.Value)))
        {
            show = show.Ended(number, ModelShow.Expired, Actors.Takeover, now);
        }

        return show;
    }

    private static bool IsSold(ModelBooking booking) => booking.Status == ModelShow.Confirmed;

    private static IEnumerable<KeyValuePair<int, ModelBooking>> BookingsOf(this ModelShow show, string? person) =>
        person is null ? [] : show.Bookings.Where(booking => Move.PersonOf(booking.Value.Email) == person
            && booking.Value.Status is (ModelShow.Confirmed or ModelShow.Pending));
}
