namespace Usher.Engine.Seats;

/// <summary>The name of a seat.</summary>
/// <param name="ShowId">The show.</param>
/// <param name="SeatNumber">The seat's number in it, from 1.</param>
public readonly record struct SeatKey(ShowId ShowId, int SeatNumber)
{
    /// <summary>The one order in which seats are locked, everywhere.</summary>
    internal static int InLockOrder(SeatKey one, SeatKey other) =>
        one.ShowId != other.ShowId
            ? one.ShowId.Value.CompareTo(other.ShowId.Value)
            : one.SeatNumber.CompareTo(other.SeatNumber);
}

/// <summary>A locked seat row, and what a batch makes of it. Once the batch has ended it changes no more.</summary>
public sealed class SeatRow
{
    internal SeatRow(SeatKey key, int version, BookingId? owner, DateTime? heldUntil)
    {
        (Key, Version, Owner, HeldUntil) = (key, version, owner, heldUntil);
    }

    /// <summary>Its name.</summary>
    public SeatKey Key { get; }

    /// <summary>How often the seat has changed. Of two states of a seat the one of the higher version is the later.
    /// </summary>
    public int Version { get; private set; }

    /// <summary>The booking that has it; null: the seat is free.</summary>
    public BookingId? Owner { get; private set; }

    /// <summary>When its hold ends, UTC; null with an owner: the seat is sold, or blocked.</summary>
    public DateTime? HeldUntil { get; private set; }

    internal bool IsChanged { get; private set; }

    /// <summary>A hold past its end may be taken over; a sale may not.</summary>
    internal bool IsLapsed(DateTime now) => Owner is not null && HeldUntil <= now;

    /// <summary>
    /// Every change of a seat is one version, so that readers can merge changes that arrive in any order.
    /// </summary>
    internal void Give(BookingId? owner, DateTime? heldUntil)
    {
        Owner = owner;
        HeldUntil = heldUntil;
        Version++;
        IsChanged = true;
    }
}
