namespace Usher.Bench.Proof;

/// <summary>What was last acknowledged of a booking.</summary>
internal enum BookingState
{
    Pending,
    Confirmed,
    Failed,
}

/// <summary>A booking that the server acknowledged, with the latest state it answered.</summary>
internal sealed class AcknowledgedBooking(Guid id, int[] seatNumbers, long sentAt)
{
    public Guid Id { get; } = id;

    public int[] SeatNumbers { get; } = seatNumbers;

    /// <summary>Timestamp of the request that made it.</summary>
    public long SentAt { get; } = sentAt;

    public BookingState State { get; set; } = BookingState.Pending;

    /// <summary>A confirmation had no clear reply: it may have been carried out.</summary>
    public bool MayBeConfirmed { get; set; }

    public bool IsLive => State != BookingState.Failed;
}

/// <summary>A request without a clear reply (timed out, broken off, a 5xx): it may have been carried out.</summary>
internal readonly record struct UnansweredRequest(int[] SeatNumbers, long SentAt);

/// <summary>
/// What the server said about one show's seats; only counted where <paramref name="isKept"/> is false, because nobody
/// will compare it with anything.
/// </summary>
internal sealed class ShowLedger(long showId, int totalSeats, bool isKept = true)
{
    private const int OddRepliesMax = 100;

    private readonly Lock gate = new();
    private readonly List<AcknowledgedBooking> bookings = [];
    private readonly List<UnansweredRequest> unanswered = [];
    private readonly List<Discrepancy> oddReplies = [];
    private readonly Dictionary<int, long> refusals = [];

    public long ShowId { get; } = showId;

    public int TotalSeats { get; } = totalSeats;

    /// <summary>Whether its bookings were asked for as seats together.</summary>
    public bool AreTogether { get; set; }

    public IReadOnlyList<AcknowledgedBooking> Bookings => bookings;

    public IReadOnlyList<UnansweredRequest> Unanswered => unanswered;

    /// <summary>Replies that contradict their own request.</summary>
    public IReadOnlyList<Discrepancy> OddReplies => oddReplies;

    /// <summary>For each seat refused as taken, the timestamp of the first reply that said so.</summary>
    public IReadOnlyDictionary<int, long> FirstRefusals => refusals;

    public int SeatsAcknowledged { get; private set; }

    public AcknowledgedBooking Acknowledge(Guid bookingId, ReadOnlySpan<int> seatNumbers, long sentAt)
    {
        var booking = new AcknowledgedBooking(bookingId, seatNumbers.ToArray(), sentAt);
        lock (gate)
        {
            if (isKept)
            {
                bookings.Add(booking);
            }

            SeatsAcknowledged += seatNumbers.Length;
        }

        return booking;
    }

    public void LeaveUnanswered(ReadOnlySpan<int> seatNumbers, long sentAt)
    {
        lock (gate)
        {
            unanswered.Add(new UnansweredRequest(seatNumbers.ToArray(), sentAt));
        }
    }

    public void Refuse(ReadOnlySpan<int> conflictSeats, long repliedAt)
    {
        lock (gate)
        {
            foreach (var seat in conflictSeats)
            {
                if (!refusals.TryGetValue(seat, out var first) || repliedAt < first)
                {
                    refusals[seat] = repliedAt;
                }
            }
        }
    }

    public void FindOdd(string reply, int? seatNumber = null, Guid? bookingId = null)
    {
        lock (gate)
        {
            if (oddReplies.Count < OddRepliesMax)
            {
                oddReplies.Add(new Discrepancy(DiscrepancyKind.OddReply, ShowId, seatNumber, bookingId, reply));
            }
        }
    }
}
