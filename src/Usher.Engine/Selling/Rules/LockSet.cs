using System.Collections.Immutable;
using Usher.Engine.Bookings;
using Usher.Engine.Seats;
using Usher.Engine.Selling.BestAvailable;

namespace Usher.Engine.Selling.Rules;

/// <summary>What a batch must lock before it may decide: seats by name, and bookings with all of their seats.</summary>
internal sealed class LockSet
{
    private readonly HashSet<SeatKey> _seats = [];

    // Locked so that nobody changes them meanwhile, and wanted by nobody.
    private readonly HashSet<SeatKey> _beside = [];
    private readonly HashSet<BookingId> _bookings = [];
    private HashSet<ShowId>? _priced;
    private HashSet<Person>? _persons;

    public LockSet(IEnumerable<BookingCommand> commands)
    {
        foreach (var command in commands)
        {
            switch (command)
            {
                // Random ids: there cannot be such bookings yet.
                case BookingCommand.Book book:
                    Add(book, book.SeatNumbers);
                    AddBookings(book.Fingerprint is null ? [] : [book.Id]);
                    if (book is { Show.Prices: not null, Refusal: null })
                    {
                        (_priced ??= []).Add(book.Show.Id);
                    }

                    AddPerson(book.Persons);
                    break;
                case BookingCommand.Confirm confirm:
                    AddBookings([confirm.Id]);
                    AddPerson(confirm.Persons);
                    break;
                case BookingCommand.Block block:
                    AddSeats(block.Show.Id, block.SeatNumbers);
                    break;
                case BookingCommand.Unblock unblock:
                    AddBookings(unblock.Ids.AsSpan());
                    break;
                default:
                    AddBookings([command.Id]);
                    break;
            }
        }
    }

    public IReadOnlyCollection<BookingId> Bookings => _bookings;

    /// <summary>
    /// Of the attempt whose commit was lost; it is looked for once the locks are held. That attempt held them too, so
    /// it has ended by then, one way or the other.
    /// </summary>
    public BatchMark? Lost { get; init; }

    /// <summary>Seats that the request names, or that may be chosen for it; with the seats beside them where nobody may
    /// be left alone.</summary>
    public void Add(BookingCommand.Book request, ImmutableArray<int> seatNumbers)
    {
        AddSeats(request.Show.Id, seatNumbers);
        if (request.Show.NoOrphans && !seatNumbers.IsEmpty)
        {
            foreach (var number in OrphanRule.Neighbours(request.Plan!.Runs, seatNumbers))
            {
                _beside.Add(new SeatKey(request.Show.Id, number));
            }
        }
    }

    /// <summary>Shows whose seats are asked for at a price, each once, in order: their currency may have changed
    /// meanwhile.</summary>
    public ShowId[] PricedShowsInOrder() => _priced is null ? [] : [.. _priced.OrderBy(id => id.Value)];

    /// <summary>Persons whose bookings are counted, each once, in the one order of locking. They are locked before all
    /// seats: whoever may get more is alone with that until the transaction ends.</summary>
    public Person[] PersonsInOrder()
    {
        if (_persons is null)
        {
            return [];
        }

        Person[] persons = [.. _persons];
        Array.Sort(persons, Person.InLockOrder);
        return persons;
    }

    /// <summary>The seats of the commands, each once, in the one order of locking.</summary>
    public SeatKey[] SeatsInOrder()
    {
        SeatKey[] seats = _beside.Count == 0 ? [.. _seats] : [.. _seats.Union(_beside)];
        Array.Sort(seats, SeatKey.InLockOrder);
        return seats;
    }

    /// <summary>
    /// Adds the owners of wanted seats whose hold has ended, so that each can end as a whole, and what counted persons
    /// held until then. True if that adds any; then everything must be locked anew, for their seats come in between in
    /// the order of locking.
    /// </summary>
    public bool Widen(BatchState state)
    {
        var before = _bookings.Count;
        foreach (var seat in state.Seats)
        {
            if (seat.IsLapsed(state.Now) && _seats.Contains(seat.Key))
            {
                _bookings.Add(seat.Owner!.Value);
            }
        }

        if (state.HasPersons)
        {
            _bookings.UnionWith(state.Persons.Lapsed(state.Now));
        }

        return _bookings.Count > before;
    }

    private void AddPerson(PersonTerms? persons)
    {
        if (persons is { Counted: { } person })
        {
            (_persons ??= []).Add(person);
        }
    }

    private void AddSeats(ShowId showId, ImmutableArray<int> seatNumbers)
    {
        foreach (var number in seatNumbers)
        {
            _seats.Add(new SeatKey(showId, number));
        }
    }

    private void AddBookings(ReadOnlySpan<BookingId> ids)
    {
        foreach (var id in ids)
        {
            _bookings.Add(id);
        }
    }
}
