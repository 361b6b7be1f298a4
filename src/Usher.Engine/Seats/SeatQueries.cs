using Usher.Engine.Database;

namespace Usher.Engine.Seats;

/// <summary>Reads the seats of a show.</summary>
public sealed class SeatQueries(DataSources data)
{
    /// <summary>All seats of the show in one snapshot; null if there is no such show.</summary>
    public Task<SeatMap?> FindAsync(long showId, CancellationToken ct) => throw new NotImplementedException();
}
