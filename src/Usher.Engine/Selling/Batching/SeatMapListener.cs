using Usher.Engine.Seats;

namespace Usher.Engine.Selling.Batching;

/// <summary>Keeps the seat maps in memory up to date with this process's own commits.</summary>
internal sealed class SeatMapListener(SeatMaps maps) : ICommitListener
{
    public void OnCommitted(CommittedBatch batch) => maps.Apply(batch.Seats);
}
