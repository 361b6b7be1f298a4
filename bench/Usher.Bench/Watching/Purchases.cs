namespace Usher.Bench.Watching;

/// <summary>When a booking was asked for, and when its 201 came.</summary>
internal readonly record struct Purchase(long SentAt, long RepliedAt);

/// <summary>The bookings that watchers are to see, each under the first of its seats.</summary>
internal sealed class Purchases(int seatsMax)
{
    private readonly Purchase?[] bySeat = new Purchase?[seatsMax + 1];

    public int SeatsMax { get; } = seatsMax;

    public void Note(int firstSeat, Purchase purchase) => bySeat[firstSeat] = purchase;

    public Purchase? Find(int seatNumber) => bySeat[seatNumber];

    public int Count => bySeat.Count(purchase => purchase is not null);
}
