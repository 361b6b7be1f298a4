namespace Usher.Engine.Selling.Batching;

/// <summary>
/// Where commands wait for the next transaction. Each show has a queue of its own. A free worker takes from all queues
/// that are ready, in turn and a fair share each, so that one hot show does not keep the others waiting. A show is
/// with one worker at a time, so that rivals for a seat meet in one batch, in memory, instead of on a lock.
/// Two workers take whatever waits; a further one only joins for as many commands as make its batch worth its round
/// trips, or where these two do not come back for long. So few commands share few batches, and many get all workers.
/// Bounded in number and in time: full means no, and a request for seats that has waited too long is refused
/// rather than served when its buyer has given up (the idea of Nichols and Jacobson's CoDel: judge a queue by the time
/// spent in it, not by its length).
/// </summary>
internal sealed class CommandQueue(QueueLimits limits, TimeProvider time)
{
    // One decides while the other's batch is with the database.
    private const int WorkersAlways = 2;

    // Several usual batches: the workers that have the others are held up.
    private static readonly TimeSpan HeldUp = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly Dictionary<ShowId, ShowQueue> _showQueues = [];
    private readonly Queue<ShowQueue> _ready = [];

    // The latest to become idle goes first: its connection's server process is warm.
    private readonly Stack<TaskCompletionSource> _idleWorkers = [];
    private readonly Throughput _throughput = new(time);
    private int _waiting;

    // Of those that wait, in queues that no worker has.
    private int _readyCommands;

    // Those that have a batch, or were woken to take one.
    private int _busyWorkers;
    private bool _isClosed;

    /// <summary>Commands that wait for a batch.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>When a refused request may be sent again: once those before him are likely to be through.</summary>
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
    public bool TryEnqueue(IPendingCommand pending)
    {
        TaskCompletionSource? wake = null;
        lock (_lock)
        {
            if (_isClosed || _waiting >= limits.CommandsMax)
            {
                return false;
            }

            var showId = pending.Command.ShowId;
            if (!_showQueues.TryGetValue(showId, out var showQueue))
            {
                _showQueues.Add(showId, showQueue = new ShowQueue(showId));
            }

            pending.EnqueuedAt = time.GetTimestamp();
            if (pending.Command is BookingCommand.Book && showQueue.Commands.TryPeek(out var first) && IsStale(first))
            {
                return false;
            }

            _waiting++;
            showQueue.Commands.Enqueue(pending);
            if (showQueue.IsReady)
            {
                _readyCommands++;
            }
            else if (!showQueue.IsTaken)
            {
                MakeReady(showQueue);
            }

            wake = WorkerToWake();
        }

        wake?.SetResult();
        return true;
    }

    /// <summary>Answers the requests that have waited too long while no worker was free to: the database hangs, or
    /// they are queued behind commands that take long.</summary>
    public void RefuseStale()
    {
        List<IPendingCommand> stale = [];
        TaskCompletionSource? wake;
        lock (_lock)
        {
            foreach (var showQueue in _showQueues.Values)
            {
                while (showQueue.Commands.TryPeek(out var first)
                    && first.Command is BookingCommand.Book && IsStale(first))
                {
                    stale.Add(showQueue.Commands.Dequeue());
                    _readyCommands -= showQueue.IsReady ? 1 : 0;
                }
            }

            _waiting -= stale.Count;
            wake = WorkerToWake();
        }

        wake?.SetResult();
        var retryAfter = RetryAfter;
        stale.ForEach(pending => pending.AnswerOverloaded(retryAfter));
    }

    /// <summary>
    /// Waits for commands and takes a batch of them, those of a show in order of arrival. Null once the queue is closed
    /// and empty. The batch's shows are the caller's until it gives the batch back with <see cref="Release"/>.
    /// </summary>
    public async ValueTask<TakenBatch?> TakeAsync()
    {
        for (var wasWoken = false; ; wasWoken = true)
        {
            TaskCompletionSource? idle = null;
            TakenBatch? batch = null;
            TaskCompletionSource? wake = null;
            lock (_lock)
            {
                _busyWorkers -= wasWoken ? 1 : 0;
                if (IsWorkerWanted())
                {
                    _busyWorkers++;
                    batch = TakeLocked();
                    wake = WorkerToWake();
                }
                else if (!_isClosed || _waiting > 0)
                {
                    idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    _idleWorkers.Push(idle);
                }
            }

            wake?.SetResult();
            if (idle is null)
            {
                return batch;
            }

            await idle.Task;
        }
    }

    /// <summary>The batch is answered: its shows may be taken again. Whoever releases a batch asks for the next.
    /// </summary>
    public void Release(TakenBatch batch)
    {
        List<TaskCompletionSource> wake = [];
        lock (_lock)
        {
            _throughput.Add(batch.Commands.Count);
            foreach (var showQueue in batch.ShowQueues)
            {
                showQueue.IsTaken = false;
                if (showQueue.Commands.Count == 0)
                {
                    _showQueues.Remove(showQueue.ShowId);
                }
                else
                {
                    MakeReady(showQueue);
                }
            }

            _busyWorkers--;
            if (_isClosed && _waiting == 0)
            {
                wake = WakeAll();
            }
        }

        wake.ForEach(idle => idle.SetResult());
    }

    /// <summary>Takes no more; what waits is still carried out.</summary>
    public void Close()
    {
        List<TaskCompletionSource> wake;
        lock (_lock)
        {
            _isClosed = true;
            wake = WakeAll();
        }

        wake.ForEach(idle => idle.SetResult());
    }

    private void MakeReady(ShowQueue showQueue)
    {
        showQueue.IsReady = true;
        _ready.Enqueue(showQueue);
        _readyCommands += showQueue.Commands.Count;
    }

    private bool IsWorkerWanted() => _ready.TryPeek(out var first)
        && (_busyWorkers < WorkersAlways || _readyCommands >= limits.BatchWorkerCommandsMin
            || (first.Commands.TryPeek(out var oldest) && time.GetElapsedTime(oldest.EnqueuedAt) >= HeldUp));

    private TaskCompletionSource? WorkerToWake()
    {
        if (!IsWorkerWanted() || !_idleWorkers.TryPop(out var idle))
        {
            return null;
        }

        _busyWorkers++;
        return idle;
    }

    private List<TaskCompletionSource> WakeAll()
    {
        List<TaskCompletionSource> all = [.. _idleWorkers];
        _idleWorkers.Clear();
        _busyWorkers += all.Count;
        return all;
    }

    private TakenBatch TakeLocked()
    {
        var share = Math.Max(1, limits.BatchCommandsMax / _ready.Count);
        var batch = new TakenBatch();
        while (batch.Commands.Count < limits.BatchCommandsMax && _ready.TryDequeue(out var showQueue))
        {
            showQueue.IsReady = false;
            showQueue.IsTaken = true;
            _readyCommands -= showQueue.Commands.Count;
            Move(showQueue, batch, Math.Min(share, limits.BatchCommandsMax - batch.Commands.Count));
            batch.ShowQueues.Add(showQueue);
        }

        // What the short queues left of the batch goes to the long ones.
        foreach (var showQueue in batch.ShowQueues)
        {
            Move(showQueue, batch, limits.BatchCommandsMax - batch.Commands.Count);
        }

        _waiting -= batch.Commands.Count + batch.TooLate.Count;
        return batch;
    }

    private void Move(ShowQueue showQueue, TakenBatch batch, int commandsMax)
    {
        for (var i = 0; i < commandsMax && showQueue.Commands.TryDequeue(out var pending);)
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

    private bool IsStale(IPendingCommand pending) =>
        time.GetElapsedTime(pending.EnqueuedAt).TotalMilliseconds > limits.WaitMillisecondsMax;

    /// <summary>What waits for one show.</summary>
    internal sealed class ShowQueue(ShowId showId)
    {
        public ShowId ShowId { get; } = showId;

        public Queue<IPendingCommand> Commands { get; } = new();

        /// <summary>Waits for a worker.</summary>
        public bool IsReady { get; set; }

        /// <summary>Is with a worker.</summary>
        public bool IsTaken { get; set; }
    }
}

/// <summary>Commands taken together, and the queues they came from.</summary>
internal sealed class TakenBatch
{
    public List<IPendingCommand> Commands { get; } = [];

    /// <summary>Requests that have waited too long to be worth a transaction.</summary>
    public List<IPendingCommand> TooLate { get; } = [];

    public List<CommandQueue.ShowQueue> ShowQueues { get; } = [];
}
