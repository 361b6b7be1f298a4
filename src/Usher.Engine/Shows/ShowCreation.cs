using Usher.Engine.Database;

namespace Usher.Engine.Shows;

/// <summary>Puts shows on sale: the show and one row for each of its seats, in one transaction.</summary>
public sealed class ShowCreation(DataSources data)
{
    /// <summary>Creates a show for the default organization. Nobody sees it before all of its seats exist.</summary>
    /// <param name="seatsCreated">Told the number of seats made so far, a few times a second.</param>
    /// <exception cref="ArgumentException">The show is not valid.</exception>
    public Task<Show> CreateAsync(NewShow show, IProgress<int>? seatsCreated, CancellationToken ct) =>
        throw new NotImplementedException();
}
