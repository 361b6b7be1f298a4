using System.Threading.Channels;

namespace Usher.Engine.Batching;

/// <summary>
/// Where commands wait for the next transaction of their lane. A show's commands share a lane, so that rivals for a
/// seat meet in one batch, in memory, instead of on a lock. Bounded over all lanes: full means no.
/// </summary>
internal sealed class CommandQueue
{
    private readonly Channel<PendingCommand>[] _lanes;
    private readonly int _commandsMax;
    private int _waiting;

    public CommandQueue(int lanes, int commandsMax)
    {
        _commandsMax = commandsMax;
        _lanes = new Channel<PendingCommand>[lanes];
        for (var i = 0; i < lanes; i++)
        {
            // Unbounded, because the bound is one for all lanes and is kept by the count.
            _lanes[i] = Channel.CreateUnbounded<PendingCommand>(new UnboundedChannelOptions { SingleReader = true });
        }
    }

    /// <summary>Commands that wait for a batch.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>False if the queue is full or closed; then the command was not taken.</summary>
    public bool TryEnqueue(PendingCommand pending)
    {
        if (Interlocked.Increment(ref _waiting) <= _commandsMax && LaneOf(pending).Writer.TryWrite(pending))
        {
            return true;
        }

        Interlocked.Decrement(ref _waiting);
        return false;
    }

    /// <summary>Waits until the lane has a command; false once the queue is closed and the lane is empty.</summary>
    public ValueTask<bool> WaitAsync(int lane) => _lanes[lane].Reader.WaitToReadAsync(CancellationToken.None);

    /// <summary>Everything that waits in the lane now, in order of arrival, up to the most a batch may carry.</summary>
    public List<PendingCommand> Take(int lane, int commandsMax)
    {
        List<PendingCommand> batch = [];
        while (batch.Count < commandsMax && _lanes[lane].Reader.TryRead(out var pending))
        {
            batch.Add(pending);
        }

        Interlocked.Add(ref _waiting, -batch.Count);
        return batch;
    }

    /// <summary>Takes no more; what waits is still carried out.</summary>
    public void Close()
    {
        foreach (var lane in _lanes)
        {
            lane.Writer.TryComplete();
        }
    }

    private Channel<PendingCommand> LaneOf(PendingCommand pending) =>
        _lanes[(int)((ulong)pending.Command.Id.ShowId % (ulong)_lanes.Length)];
}
