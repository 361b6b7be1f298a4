using Usher.Engine.Seats;

namespace Usher.Engine.Bookings;

/// <summary>What a batch must lock before it may decide: seats by name, and bookings with all of their seats.</summary>
internal sealed class LockSet
{
    private readonly HashSet<SeatKey> _seats = [];
    private readonly HashSet<BookingId> _bookings = [];

    /// <param name="commands">The batch.</param>
    /// <param name="isRepeat">Whether an earlier attempt may have been committed: then every booking is looked
    /// for.</param>
    public LockSet(IEnumerable<BookingCommand> commands, bool isRepeat)
    {
        foreach (var command in commands)
        {
            if (command is BookingCommand.Book book)
            {
                foreach (var number in book.SeatNumbers)
                {
                    _seats.Add(new SeatKey(book.Show.Id, number));
                }

                if (book.Fingerprint is null && !isRepeat)
                {
                    continue; // A random id: there cannot be such a booking yet.
                }
            }

            _bookings.Add(command.Id);
        }
    }

    public IReadOnlyCollection<BookingId> Bookings => _bookings;

    /// <summary>The seats named by the commands, each once, in the one order of locking.</summary>
    public SeatKey[] SeatsInOrder()
    {
        var seats = _seats.ToArray();
        Array.Sort(seats, SeatKey.InLockOrder);
        return seats;
    }

    /// <summary>
    /// Adds the owners of wanted seats whose hold has ended, so that each can end as a whole. True if that adds any;
    /// then everything must be locked anew, for their seats come in between in the order of locking.
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

        return _bookings.Count > before;
    }
}
