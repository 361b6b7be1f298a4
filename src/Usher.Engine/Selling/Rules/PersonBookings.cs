using Usher.Engine.Bookings;

namespace Usher.Engine.Selling.Rules;

/// <summary>A booking that a person has.</summary>
/// <param name="Id">The booking.</param>
/// <param name="Seats">How many seats it has.</param>
/// <param name="HeldUntil">When its hold ends, UTC; null: they are sold.</param>
internal readonly record struct PersonBooking(BookingId Id, int Seats, DateTime? HeldUntil)
{
    /// <summary>The booking as it is; null where it has no seats any more.</summary>
    public static PersonBooking? Of(Booking booking) => booking.Status switch
    {
        BookingStatus.Pending => new PersonBooking(booking.Id, booking.SeatNumbers.Length, booking.ExpiresAt),
        BookingStatus.Confirmed => new PersonBooking(booking.Id, booking.SeatNumbers.Length, HeldUntil: null),
        _ => null,
    };

    /// <summary>Its hold is over. Its seats are the person's all the same, until somebody ends it.</summary>
    public bool IsLapsed(DateTime now) => HeldUntil <= now;
}

/// <summary>
/// Whose the bookings are of shows that limit the seats of a person: as they were when their persons were locked, and
/// as the batch has changed that. Of a person that was not locked it knows only what the batch itself has given.
/// </summary>
internal sealed class PersonBookings
{
    private readonly Dictionary<Person, Dictionary<BookingId, PersonBooking>> _bookings = [];
    private readonly Dictionary<BookingId, Person> _persons = [];
    private readonly Dictionary<BookingId, ListedBooking> _listed = [];
    private readonly List<BookingId> _failed = [];

    /// <summary>To be written: bookings that are a person's by what the batch did.</summary>
    public IReadOnlyCollection<ListedBooking> Listed => _listed.Values;

    /// <summary>Listed still, but failed for good: nothing needs their rows any more.</summary>
    public IReadOnlyList<BookingId> Failed => _failed;

    /// <summary>A booking that is listed as a locked person's and has its seats.</summary>
    public void Load(Person person, PersonBooking booking)
    {
        _persons[booking.Id] = person;
        Of(person)[booking.Id] = booking;
    }

    /// <summary>A booking that is listed as a locked person's and has failed.</summary>
    public void LoadFailed(BookingId id) => _failed.Add(id);

    /// <summary>The bookings by which somebody had seats before the batch, whose holds are over.</summary>
    public IEnumerable<BookingId> Lapsed(DateTime now) =>
        from bookings in _bookings.Values
        from booking in bookings.Values
        where booking.IsLapsed(now)
        select booking.Id;

    /// <summary>By what a person has seats now.</summary>
    /// <param name="person">One that was locked.</param>
    /// <param name="state">The batch so far.</param>
    public IEnumerable<PersonBooking> Of(Person person, BatchState state)
    {
        if (!_bookings.TryGetValue(person, out var bookings))
        {
            yield break;
        }

        foreach (var known in bookings.Values)
        {
            if ((state.FindBooking(known.Id) is { } booking ? PersonBooking.Of(booking) : known) is { } now)
            {
                yield return now;
            }
        }
    }

    /// <summary>The booking is this person's from now on.</summary>
    /// <param name="booking">As it is.</param>
    /// <param name="person">Whose it is.</param>
    /// <param name="seatsMax">The limit that its seats were counted against; null: against none.</param>
    public void Give(PersonBooking booking, Person person, int? seatsMax)
    {
        if (_persons.TryGetValue(booking.Id, out var before))
        {
            // It is listed so already, with what it was counted against.
            if (before == person)
            {
                return;
            }

            Of(before).Remove(booking.Id);
        }

        Load(person, booking);
        _listed[booking.Id] = new ListedBooking(booking.Id, person, seatsMax);
    }

    private Dictionary<BookingId, PersonBooking> Of(Person person)
    {
        if (!_bookings.TryGetValue(person, out var bookings))
        {
            _bookings.Add(person, bookings = []);
        }

        return bookings;
    }
}

/// <summary>Whose a booking is, to be written.</summary>
/// <param name="Id">The booking.</param>
/// <param name="Person">Whose it is.</param>
/// <param name="SeatsMax">The limit that its seats were counted against; null: against none.</param>
internal readonly record struct ListedBooking(BookingId Id, Person Person, int? SeatsMax);
