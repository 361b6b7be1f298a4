namespace Usher.Engine.Seats;

/// <summary>The name of a seat.</summary>
internal readonly record struct SeatKey(ShowId ShowId, int SeatNumber)
{
    /// <summary>The one order in which seats are locked, everywhere.</summary>
    public static int InLockOrder(SeatKey one, SeatKey other) =>
        one.ShowId != other.ShowId
            ? one.ShowId.Value.CompareTo(other.ShowId.Value)
            : one.SeatNumber.CompareTo(other.SeatNumber);
}

/// <summary>A locked seat row, and what a batch makes of it.</summary>
internal sealed class SeatRow(SeatKey key, int version, BookingId? owner, DateTime? heldUntil)
{
    public SeatKey Key { get; } = key;

    public int Version { get; private set; } = version;

    /// <summary>Null: the seat is free.</summary>
    public BookingId? Owner { get; private set; } = owner;

    /// <summary>Null with an owner: the seat is sold.</summary>
    public DateTime? HeldUntil { get; private set; } = heldUntil;

    public bool IsChanged { get; private set; }

    /// <summary>A hold past its end may be taken over; a sale may not.</summary>
    public bool IsLapsed(DateTime now) => Owner is not null && HeldUntil <= now;

    /// <summary>
    /// Every change of a seat is one version, so that readers can merge changes that arrive in any order.
    /// </summary>
    public void Give(BookingId? owner, DateTime? heldUntil)
    {
        Owner = owner;
        HeldUntil = heldUntil;
        Version++;
        IsChanged = true;
    }
}
