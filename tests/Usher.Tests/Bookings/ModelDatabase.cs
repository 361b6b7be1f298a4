using System.Collections.Immutable;
using Usher.Engine.Bookings;
using Usher.Engine.Seats;
using Usher.Engine.Selling;
using Usher.Engine.Selling.Rules;
using Usher.Engine.Shows;

namespace Usher.Tests.Bookings;

/// <summary>The tables in memory: enough for the rules to be run as a batch transaction would run them.</summary>
internal sealed class ModelDatabase
{
    public static readonly ShowTerms Show = new(
        Id: new(7), OrganizationId: new(1), TotalSeats: 8, HoldSeconds: 60, SalesOpenAt: null,
        ExtensionAllowed: true);

    private readonly ShowTerms _terms;
    private readonly SortedDictionary<int, SeatImage> _seats = [];
    private readonly Dictionary<BookingId, Booking> _bookings = [];
    private readonly List<BookingEvent> _events = [];
    private readonly Dictionary<BookingId, ListedBooking> _listed = [];

    public ModelDatabase(ShowTerms? terms = null)
    {
        _terms = terms ?? Show;
        for (var number = 1; number <= _terms.TotalSeats; number++)
        {
            _seats[number] = new SeatImage(0, null, null);
        }
    }

    public IReadOnlyDictionary<int, SeatImage> Seats => _seats;

    public IReadOnlyDictionary<BookingId, Booking> Bookings => _bookings;

    public IReadOnlyList<BookingEvent> Events => _events;

    /// <summary>Whose the bookings are, as far as that is listed.</summary>
    public IReadOnlyDictionary<BookingId, ListedBooking> Listed => _listed;

    public ImmutableArray<CommandOutcome> Run(DateTime now, IReadOnlyCollection<BookingCommand> commands)
    {
        var locks = new LockSet(commands);
        var state = Lock(locks, now);
        while (locks.Widen(state))
        {
            state = Lock(locks, now);
        }

        var outcomes = commands.Select(command => BookingRules.Decide(state, command)).ToImmutableArray();
        Write(state);
        return outcomes;
    }

    private BatchState Lock(LockSet locks, DateTime now)
    {
        var state = new BatchState(now, Persons(locks.PersonsInOrder()));
        var found = locks.Bookings.Where(_bookings.ContainsKey).Select(id => _bookings[id]).ToArray();
        var numbers = locks.SeatsInOrder().Select(key => key.SeatNumber)
            .Union(found.SelectMany(booking => booking.SeatNumbers));
        foreach (var number in numbers.Where(_seats.ContainsKey))
        {
            var seat = _seats[number];
            state.Load(new SeatRow(new SeatKey(_terms.Id, number), seat.Version, seat.Owner, seat.HeldUntil));
        }

        foreach (var booking in found)
        {
            state.Load(booking);
        }

        return state;
    }

    private PersonBookings? Persons(Person[] persons)
    {
        if (persons.Length == 0)
        {
            return null;
        }

        var bookings = new PersonBookings();
        foreach (var (id, listed) in _listed.Where(one => persons.Contains(one.Value.Person)))
        {
            if (PersonBooking.Of(_bookings[id]) is { } booking)
            {
                bookings.Load(listed.Person, booking);
            }
            else
            {
                bookings.LoadFailed(id);
            }
        }

        return bookings;
    }

    private void Write(BatchState state)
    {
        if (state is { HasChanges: true, HasPersons: true })
        {
            foreach (var listed in state.Persons.Listed)
            {
                _listed[listed.Id] = _listed.TryGetValue(listed.Id, out var known) && known.Person == listed.Person
                    ? known
                    : listed;
            }

            foreach (var id in state.Persons.Failed)
            {
                _listed.Remove(id);
            }
        }

        foreach (var booking in state.Inserted)
        {
            _bookings.Add(booking.Id, booking);
        }

        foreach (var booking in state.Updated)
        {
            _bookings[booking.Id] = booking;
        }

        foreach (var seat in state.ChangedSeats)
        {
            _seats[seat.Key.SeatNumber] = new SeatImage(seat.Version, seat.Owner, seat.HeldUntil);
        }

        _events.AddRange(state.Events);
    }

    internal sealed record SeatImage(int Version, BookingId? Owner, DateTime? HeldUntil);
}
