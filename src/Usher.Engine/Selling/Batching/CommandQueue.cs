namespace Usher.Engine.Selling.Batching;

/// <summary>
/// Where commands wait for the next transaction. Each show has a line of its own; a free batch loop takes from all
/// lines that wait, in turn and a fair share each, so that one hot show does not keep the others waiting, and a show
/// is with one loop at a time, so that rivals for a seat meet in one batch, in memory, instead of on a lock.
/// Two loops take whatever waits; a further one only joins for as many commands as make its batch worth its round
/// trips, or where these two do not come back for long. So few share few batches, and a crowd gets all loops there are.
/// Bounded in number and in time: full means no, and a request for seats that has waited too long is refused
/// rather than served when its buyer has given up (the idea of Nichols and Jacobson's CoDel: judge a queue by the time
/// spent in it, not by its length).
/// </summary>
internal sealed class CommandQueue(QueueLimits limits, TimeProvider time)
{
    // One decides while the other's batch is with the database.
    private const int LoopsAlways = 2;

    // Several usual batches: the loops that have the others are held up.
    private static readonly TimeSpan HeldUp = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly Dictionary<ShowId, Line> _lines = [];
    private readonly Queue<Line> _ready = [];

    // The latest to become idle goes first: its connection's server process is warm.
    private readonly Stack<TaskCompletionSource> _idleLoops = [];
    private readonly Throughput _throughput = new(time);
    private int _waiting;

    // Of those that wait, in lines that no loop has.
    private int _readyCommands;

    // Those that have a batch, or were woken to take one.
    private int _busyLoops;
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
            if (line.IsReady)
            {
                _readyCommands++;
            }
            else if (!line.IsTaken)
            {
                MakeReady(line);
            }

            wake = LoopToWake();
        }

        wake?.SetResult();
        return true;
    }

    /// <summary>Answers the requests that have waited too long while no loop was free to: the database hangs, or they
    /// stand behind what takes long.</summary>
    public void RefuseStale()
    {
        List<IPendingCommand> stale = [];
        TaskCompletionSource? wake;
        lock (_lock)
        {
            foreach (var line in _lines.Values)
            {
                while (line.Commands.TryPeek(out var first) && first.Command is BookingCommand.Book && IsStale(first))
                {
                    stale.Add(line.Commands.Dequeue());
                    _readyCommands -= line.IsReady ? 1 : 0;
                }
            }

            _waiting -= stale.Count;
            wake = LoopToWake();
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
                _busyLoops -= wasWoken ? 1 : 0;
                if (IsLoopWanted())
                {
                    _busyLoops++;
                    batch = TakeLocked();
                    wake = LoopToWake();
                }
                else if (!_isClosed || _waiting > 0)
                {
                    idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    _idleLoops.Push(idle);
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
            foreach (var line in batch.Lines)
            {
                line.IsTaken = false;
                if (line.Commands.Count == 0)
                {
                    _lines.Remove(line.ShowId);
                }
                else
                {
                    MakeReady(line);
                }
            }

            _busyLoops--;
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

    private void MakeReady(Line line)
    {
        line.IsReady = true;
        _ready.Enqueue(line);
        _readyCommands += line.Commands.Count;
    }

    private bool IsLoopWanted() => _ready.TryPeek(out var first)
        && (_busyLoops < LoopsAlways || _readyCommands >= limits.BatchWorkerCommandsMin
            || (first.Commands.TryPeek(out var oldest) && time.GetElapsedTime(oldest.EnqueuedAt) >= HeldUp));

    private TaskCompletionSource? LoopToWake()
    {
        if (!IsLoopWanted() || !_idleLoops.TryPop(out var idle))
        {
            return null;
        }

        _busyLoops++;
        return idle;
    }

    private List<TaskCompletionSource> WakeAll()
    {
        List<TaskCompletionSource> all = [.. _idleLoops];
        _idleLoops.Clear();
        _busyLoops += all.Count;
        return all;
    }

    private TakenBatch TakeLocked()
    {
        var share = Math.Max(1, limits.BatchCommandsMax / _ready.Count);
        var batch = new TakenBatch();
        while (batch.Commands.Count < limits.BatchCommandsMax && _ready.TryDequeue(out var line))
        {
            line.IsReady = false;
            line.IsTaken = true;
            _readyCommands -= line.Commands.Count;
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

    private bool IsStale(IPendingCommand pending) =>
        time.GetElapsedTime(pending.EnqueuedAt).TotalMilliseconds > limits.WaitMillisecondsMax;

    /// <summary>What waits for one show.</summary>
    internal sealed class Line(ShowId showId)
    {
        public ShowId ShowId { get; } = showId;

        public Queue<IPendingCommand> Commands { get; } = new();

        /// <summary>Waits for a loop.</summary>
        public bool IsReady { get; set; }

        /// <summary>Is with a loop.</summary>
        public bool IsTaken { get; set; }
    }
}

/// <summary>Commands taken together, and the lines they came from.</summary>
internal sealed class TakenBatch
{
    public List<IPendingCommand> Commands { get; } = [];

    /// <summary>Requests that have waited too long to be worth a transaction.</summary>
    public List<IPendingCommand> TooLate { get; } = [];

    public List<CommandQueue.Line> Lines { get; } = [];
}
