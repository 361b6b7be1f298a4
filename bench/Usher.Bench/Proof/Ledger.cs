using System.Collections.Immutable;

namespace Usher.Bench.Proof;

/// <summary>
/// Everything the server said about the seats of this run's shows, kept to be compared with what it has stored.
/// Safe for concurrent use.
/// </summary>
internal sealed class Ledger(IEnumerable<ShowLedger> shows)
{
    public ImmutableArray<ShowLedger> Shows { get; } = [.. shows];

    public long SeatsForSale => Shows.Sum(show => (long)show.TotalSeats);

    public long SeatsAcknowledged => Shows.Sum(show => show.SeatsAcknowledged);
}
