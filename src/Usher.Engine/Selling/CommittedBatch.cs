using Usher.Engine.Bookings;
using Usher.Engine.Seats;

namespace Usher.Engine.Selling;

/// <summary>What one batch has committed: durable when it is told. To be read while it is told, not kept.</summary>
/// <param name="Seats">The seats that it has changed, and the moment it was decided by.</param>
/// <param name="Bookings">The bookings that it has made or changed, each once, as they are now.</param>
/// <param name="Events">What it has done to them, in order; at least one.</param>
public sealed record CommittedBatch(
    CommittedSeats Seats, IEnumerable<Booking> Bookings, IReadOnlyList<BookingEvent> Events)
{
    /// <summary>The holds that it has given to clients whose held seats are limited, as they were made.</summary>
    internal IEnumerable<(Booking Booking, ClientAddress Client)> Held { get; init; } = [];
}
