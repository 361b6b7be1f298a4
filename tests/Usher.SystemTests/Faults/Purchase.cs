namespace Usher.SystemTests.Faults;

/// <summary>
/// One buyer's purchase of seats and all that was said about it, in order. The address is its own, so that a booking
/// in the database tells which purchase it came from, even if no answer ever did. Without a key it is sent once.
/// </summary>
internal sealed class Purchase(string email, long showId, int[] seats, string? key)
{
    private readonly List<Reply> _replies = [];

    public string Email => email;

    public long ShowId => showId;

    public int[] Seats => seats;

    public string? Key => key;

    public IReadOnlyList<Reply> Replies => _replies;

    public Guid? AcknowledgedId => _replies.FirstOrDefault(reply => reply.Status == 201)?.Booking?.Id;

    public Reply Note(Reply reply)
    {
        _replies.Add(reply);
        return reply;
    }

    public override string ToString() =>
        $"{email}, show {showId}, seats {string.Join(' ', seats)}, key {key ?? "none"}:\n  "
        + string.Join("\n  ", _replies);
}
