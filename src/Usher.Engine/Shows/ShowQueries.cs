using System.Collections.Immutable;
using Usher.Engine.Database;

namespace Usher.Engine.Shows;

/// <summary>A show and how many of its seats can be booked now.</summary>
public sealed record ShowListing(Show Show, int AvailableSeats);

/// <summary>One page of shows, in order of start; <paramref name="Next"/> is where the next page begins, or null.</summary>
public sealed record ShowPage(ImmutableArray<ShowListing> Shows, ShowCursor? Next);

/// <summary>The last show of a page: its start and id.</summary>
public sealed record ShowCursor(DateTime StartsAt, long Id);

/// <summary>Reads shows.</summary>
public sealed class ShowQueries(DataSources data)
{
    /// <summary>The most shows of one page.</summary>
    public const int PageMax = 100;

    /// <summary>The show, or null if there is none.</summary>
    public Task<ShowListing?> FindAsync(long id, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Shows that start at or after <paramref name="from"/> and whose name contains <paramref name="text"/>.</summary>
    public Task<ShowPage> ListAsync(DateTime? from, string? text, int limit, ShowCursor? after, CancellationToken ct) =>
        throw new NotImplementedException();
}
