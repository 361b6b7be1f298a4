using Usher.Bench.Http;

namespace Usher.Bench.Proof;

/// <summary>A seat as the server shows it; the owner is known only where the database was asked.</summary>
internal readonly record struct StoredSeat(int SeatNumber, SeatStatus Status, Guid? Owner = null);

/// <summary>A booking as the server shows it.</summary>
internal sealed record StoredBooking(Guid Id, int[] SeatNumbers, string Status, string? Reason);

/// <summary>What the server has stored of one show: its seats, and the bookings asked for and found.</summary>
internal sealed record StoredShow(
    IReadOnlyList<StoredSeat> Seats, IReadOnlyDictionary<Guid, StoredBooking> Bookings, bool KnowsOwners);
