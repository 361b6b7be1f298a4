using Usher.Engine.Bookings;

namespace Usher.Engine.Batching;

/// <summary>
/// Where commands wait for the next transaction. Each show has a line of its own; a free batch loop takes from all
/// lines that wait, in turn and a fair share each, so that one hot show does not keep the others waiting, and a show
/// is with one loop at a time, so that rivals for a seat meet in one batch, in memory, instead of on a lock.
/// Bounded in number and in time: full means no, and a wish for seats that has waited too long is turned away
/// rather than served when its buyer has given up (the idea of Nichols and Jacobson's CoDel: judge a queue by the time
/// spent in it, not by its length).
/// </summary>
internal sealed class CommandQueue(QueueLimits limits, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, Line> _lines = [];
    private readonly Queue<Line> _ready = [];
    private readonly Queue<TaskCompletionSource> _idleLoops = [];
    private readonly Throughput _throughput = new(time);
    private int _waiting;
    private bool _isClosed;

    /// <summary>Commands that wait for a batch.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>When one who was turned away may try again: once those before him are likely to be through.</summary>
    public TimeSpan RetryAfter
    {
        get
        {
            var wait = TimeSpan.FromSeconds(Waiting / _throughput.PerSecond);
            return TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(wait.TotalSeconds), 1, limits.RetrySecondsMax));
        }
    }

    /// <summary>Until it is disposed no batch is taken, so that what this thread enqueues meanwhile is taken
    /// together: a simulation decides by it who shares a batch.</summary>
    public Lock.Scope PauseTaking() => _lock.EnterScope();

    /// <summary>False if the queue is full or closed; then the command was not taken.</summary>
    public bool TryEnqueue(PendingCommand pending)
    {
        TaskCompletionSource? wake = null;
        lock (_lock)
        {
            if (_isClosed || _waiting >= limits.CommandsMax)
            {
                return false;
            }

            var showId = pending.Command.Id.ShowId;
            if (!_lines.TryGetValue(showId, out var line))
            {
                _lines.Add(showId, line = new Line(showId));
            }

            pending.EnqueuedAt = time.GetTimestamp();
            if (pending.Command is BookingCommand.Book && line.Commands.TryPeek(out var first) && IsStale(first))
            {
                return false;
            }

            _waiting++;
            line.Commands.Enqueue(pending);
            if (!line.IsReadyOrTaken)
            {
                line.IsReadyOrTaken = true;
                _ready.Enqueue(line);
                _idleLoops.TryDequeue(out wake);
            }
        }

        wake?.SetResult();
        return true;
    }

    /// <summary>Answers the wishes that have waited too long while no loop was free to: the database hangs, or they
    /// stand behind what takes long.</summary>
    public void TurnAwayStale()
    {
        List<PendingCommand> stale = [];
        lock (_lock)
        {
            foreach (var line in _lines.Values)
            {
                while (line.Commands.TryPeek(out var first) && first.Command is BookingCommand.Book && IsStale(first))
                {
                    stale.Add(line.Commands.Dequeue());
                }
            }

            _waiting -= stale.Count;
        }

        var retryAfter = RetryAfter;
        stale.ForEach(pending => pending.TrySetResult(new BookingOutcome.Overloaded(retryAfter)));
    }

    /// <summary>
    /// Waits for commands and takes a batch of them, those of a show in order of arrival. Null once the queue is closed
    /// and empty. The batch's shows are the caller's until it gives the batch back with <see cref="Release"/>.
    /// </summary>
    public async ValueTask<TakenBatch?> TakeAsync()
    {
        while (true)
        {
            TaskCompletionSource idle;
            lock (_lock)
            {
                if (_ready.Count > 0)
                {
                    return TakeLocked();
                }

                if (_isClosed && _waiting == 0)
                {
                    return null;
                }

                idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _idleLoops.Enqueue(idle);
            }

            await idle.Task;
        }
    }

    /// <summary>The batch is answered: its shows may be taken again.</summary>
    public void Release(TakenBatch batch)
    {
        List<TaskCompletionSource> wake = [];
        lock (_lock)
        {
            _throughput.Add(batch.Commands.Count);
            foreach (var line in batch.Lines)
            {
                if (line.Commands.Count == 0)
                {
                    _lines.Remove(line.ShowId);
                    continue;
                }

                _ready.Enqueue(line);
                if (_idleLoops.TryDequeue(out var idle))
                {
                    wake.Add(idle);
                }
            }

            if (_isClosed && _waiting == 0)
            {
                wake.AddRange(_idleLoops);
                _idleLoops.Clear();
            }
        }

        wake.ForEach(idle => idle.SetResult());
    }

    /// <summary>Takes no more; what waits is still carried out.</summary>
    public void Close()
    {
        TaskCompletionSource[] wake;
        lock (_lock)
        {
            _isClosed = true;
            wake = [.. _idleLoops];
            _idleLoops.Clear();
        }

        Array.ForEach(wake, idle => idle.SetResult());
    }

    private TakenBatch TakeLocked()
    {
        var share = Math.Max(1, limits.BatchCommandsMax / _ready.Count);
        var batch = new TakenBatch();
        while (batch.Commands.Count < limits.BatchCommandsMax && _ready.TryDequeue(out var line))
        {
            Move(line, batch, Math.Min(share, limits.BatchCommandsMax - batch.Commands.Count));
            batch.Lines.Add(line);
        }

        // What the short lines left of the batch goes to the long ones.
        foreach (var line in batch.Lines)
        {
            Move(line, batch, limits.BatchCommandsMax - batch.Commands.Count);
        }

        _waiting -= batch.Commands.Count + batch.TooLate.Count;
        return batch;
    }

    private void Move(Line line, TakenBatch batch, int commandsMax)
    {
        for (var i = 0; i < commandsMax && line.Commands.TryDequeue(out var pending);)
        {
            if (pending.Command is BookingCommand.Book && IsStale(pending))
            {
                batch.TooLate.Add(pending);
            }
            else
            {
                batch.Commands.Add(pending);
                i++;
            }
        }
    }

    private bool IsStale(PendingCommand pending) =>
        time.GetElapsedTime(pending.EnqueuedAt).TotalMilliseconds > limits.WaitMillisecondsMax;

    /// <summary>What waits for one show.</summary>
    internal sealed class Line(long showId)
    {
        public long ShowId { get; } = showId;

        public Queue<PendingCommand> Commands { get; } = new();

        /// <summary>Among the ready lines or with a loop: either way nobody need be told of more.</summary>
        public bool IsReadyOrTaken { get; set; }
    }
}

/// <summary>Commands taken together, and the lines they came from.</summary>
internal sealed class TakenBatch
{
    public List<PendingCommand> Commands { get; } = [];

    /// <summary>Wishes that have waited too long to be worth a transaction.</summary>
    public List<PendingCommand> TooLate { get; } = [];

    public List<CommandQueue.Line> Lines { get; } = [];
}
