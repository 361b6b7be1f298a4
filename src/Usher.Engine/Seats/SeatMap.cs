using System.Collections.Immutable;

namespace Usher.Engine.Seats;

/// <summary>What a buyer may know of a seat.</summary>
public enum SeatStatus
{
    /// <summary>Can be booked now.</summary>
    Available,

    /// <summary>Held by a pending booking.</summary>
    Held,

    /// <summary>Sold.</summary>
    Booked,
}

/// <summary>A seat at one moment. <paramref name="Version"/> grows by one at every change of the seat.</summary>
public readonly record struct SeatView(int SeatNumber, SeatStatus Status, int Version);

/// <summary>All seats of a show in one snapshot, in order of their numbers.</summary>
/// <param name="AsOf">When the snapshot was taken, by the database's clock, UTC.</param>
/// <param name="Revision">Grows with every change of any seat of the show; equal revisions mean equal maps.</param>
public sealed record SeatMap(ShowId ShowId, DateTime AsOf, long Revision, ImmutableArray<SeatView> Seats);
