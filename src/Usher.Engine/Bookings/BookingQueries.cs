using Usher.Engine.Database;

namespace Usher.Engine.Bookings;

/// <summary>Reads bookings. Always from the primary: a booking just made must be found.</summary>
public sealed class BookingQueries(DataSources data)
{
    /// <summary>The booking, or null if there is none.</summary>
    public Task<Booking?> FindAsync(BookingId id, CancellationToken ct) => throw new NotImplementedException();
}
