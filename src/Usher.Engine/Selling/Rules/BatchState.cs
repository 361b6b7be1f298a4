using Usher.Engine.Bookings;
using Usher.Engine.Sealing;
using Usher.Engine.Seats;
using Usher.Engine.Selling.BestAvailable;
using Usher.Engine.Selling.Holders;

namespace Usher.Engine.Selling.Rules;

/// <summary>
/// What one transaction has locked and what its commands make of it. The rules read and change it in memory; it is
/// written in one go.
/// </summary>
/// <param name="now">The moment all commands of the batch are decided by.</param>
/// <param name="persons">What locked persons have; null where none were.</param>
internal sealed class BatchState(DateTime now, PersonBookings? persons = null)
{
    private readonly Dictionary<SeatKey, SeatRow> _seats = [];
    private readonly Dictionary<BookingId, Booking> _bookings = [];
    private readonly HashSet<BookingId> _loaded = [];
    private readonly HashSet<BookingId> _changed = [];
    private readonly List<BookingEvent> _events = [];
    private Dictionary<Holder, int>? _seatsGiven;
    private List<(Holder Holder, Booking Booking)>? _held;
    private Dictionary<ShowId, string?>? _currencies;
    private PersonBookings? _persons = persons;
    private readonly long _mark = Random.Shared.NextInt64();

    public DateTime Now { get; } = now;

    /// <summary>What is written is sealed under these; null where nothing is written.</summary>
    public KeyRing? Keys { get; init; }

    /// <summary>Set where commands leave the choice of their seats to the engine.</summary>
    public BatchChoices? Choices { get; set; }

    /// <summary>Set where what clients hold is limited: what they held before this batch.</summary>
    public HeldSeats? Holders { get; set; }

    /// <summary>Whose the bookings are, in shows that limit how many seats a person may have.</summary>
    public PersonBookings Persons => _persons ??= new PersonBookings();

    /// <summary>Whether any command is about such a show.</summary>
    public bool HasPersons => _persons is not null;

    public IReadOnlyCollection<SeatRow> Seats => _seats.Values;

    public IReadOnlyList<BookingEvent> Events => _events;

    /// <summary>Written with the first event. Nobody else writes the same, so where it is found, all that this batch
    /// has changed is committed.</summary>
    public BatchMark Mark => new(_events[0].BookingId, _events[0].Sequence, _mark);

    /// <summary>The mark that <see cref="LockSet.Lost"/> asks for is there.</summary>
    public bool IsLostFound { get; init; }

    /// <summary>Bookings that did not exist before, in the one order in which bookings are inserted.</summary>
    public IEnumerable<Booking> Inserted =>
        _changed.Where(id => !_loaded.Contains(id)).OrderBy(id => id.Value).Select(id => _bookings[id]);

    public IEnumerable<Booking> Updated => _changed.Where(_loaded.Contains).Select(id => _bookings[id]);

    public IEnumerable<SeatRow> ChangedSeats => _seats.Values.Where(seat => seat.IsChanged);

    /// <summary>What listeners are told once this is committed.</summary>
    public CommittedBatch Committed => new(
        new CommittedSeats(Now, ChangedSeats), _changed.Select(id => _bookings[id]), _events)
    {
        Held = (_held ?? []).Select(held => (held.Booking, held.Holder.Client)),
    };

    /// <summary>Listeners have been told.</summary>
    public bool IsTold { get; set; }

    /// <summary>
    /// Whether all seats of all loaded bookings are locked. They are not where another process made the booking while
    /// this one waited for a lock: such a booking was not there when its seats were looked up, only when it was read.
    /// </summary>
    public bool IsWhole => _bookings.Values.All(
        booking => booking.SeatNumbers.All(number => FindSeat(booking.ShowId, number) is not null));

    /// <summary>Every change of a seat or a booking has an event.</summary>
    public bool HasChanges => _events.Count > 0;

    public void Load(SeatRow seat) => _seats.Add(seat.Key, seat);

    /// <summary>The currency that a show has now, whatever its terms in memory say; null: it is free.</summary>
    public void Load(ShowId showId, string? currency) => (_currencies ??= [])[showId] = currency;

    public void Load(Booking booking)
    {
        _bookings.Add(booking.Id, booking);
        _loaded.Add(booking.Id);
    }

    public SeatRow? FindSeat(ShowId showId, int seatNumber) =>
        _seats.GetValueOrDefault(new SeatKey(showId, seatNumber));

    public Booking? FindBooking(BookingId id) => _bookings.GetValueOrDefault(id);

    /// <summary>Whether the show is known to have another currency than this by now.</summary>
    public bool HasOtherCurrency(ShowId showId, string currency) =>
        _currencies is not null && _currencies.TryGetValue(showId, out var now) && now != currency;

    /// <summary>Whether the booking was there before the batch.</summary>
    public bool IsLoaded(BookingId id) => _loaded.Contains(id);

    /// <summary>At least as many seats as a client holds by now.</summary>
    public int HeldAtMost(Holder holder) =>
        (Holders?.SeatsAtMost(holder) ?? 0) + (_seatsGiven?.GetValueOrDefault(holder) ?? 0);

    /// <summary>What a client holds in a show by now: what it held before, as far as this batch knows nothing newer,
    /// and what this batch has given to it.</summary>
    public IEnumerable<ClientHold> HoldsOf(Holder holder)
    {
        var given = (_held ?? []).Where(held => held.Holder == holder).Select(held => held.Booking.Id).ToHashSet();
        foreach (var hold in Holders?.Of(holder) ?? [])
        {
            if (FindBooking(hold.Id) is null)
            {
                yield return hold;
            }
            else
            {
                given.Add(hold.Id);
            }
        }

        foreach (var id in given)
        {
            if (_bookings[id] is { Status: BookingStatus.Pending } booking)
            {
                yield return new ClientHold(id, booking.SeatNumbers.Length, booking.ExpiresAt);
            }
        }
    }

    /// <summary>A booking was made whose seats count as held by a client.</summary>
    public void NoteHold(Holder holder, Booking booking)
    {
        (_held ??= []).Add((holder, booking));
        _seatsGiven ??= [];
        _seatsGiven[holder] = _seatsGiven.GetValueOrDefault(holder) + booking.SeatNumbers.Length;
    }

    /// <summary>Keeps the booking's new form with the event that tells of it.</summary>
    public void Record(
        Booking booking, BookingStatus? from, string actor, string? detail = null, string? publicReason = null)
    {
        _bookings[booking.Id] = booking;
        _changed.Add(booking.Id);
        _events.Add(new BookingEvent(
            booking.Id, booking.Sequence, actor, from, booking.Status, detail, publicReason));
    }
}
