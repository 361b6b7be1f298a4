namespace Usher.Api.Live;

/// <summary>
/// One who watches a show. It is told one thing at a time; while that is under way nothing is queued for it, for what
/// it is told next waits in the show's log.
/// </summary>
internal abstract class Subscriber(TimeProvider time)
{
    // Larger messages go in parts, so that a watcher on a slow line can be told from one that is dead.
    public const int PartBytesMax = 16 * 1024;

    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ReplayLog? _log;
    private TaskCompletionSource? _idle;
    private long _place;
    private long _sendingSince;
    private bool _isSending;

    /// <summary>Where in the list of its show it stands; the show's own note.</summary>
    public int Index { get; set; }

    /// <summary>Done when there is no point in telling it more: it has gone, or is to go.</summary>
    public Task Over => _over.Task;

    /// <summary>Whether it went because this server asked it to.</summary>
    public bool IsDismissed { get; private set; }

    /// <summary>For how long the part that is under way has been so; null if none is.</summary>
    public TimeSpan? Sending =>
        Volatile.Read(ref _isSending) ? time.GetElapsedTime(Volatile.Read(ref _sendingSince)) : null;

    /// <summary>From here on it is told what the log holds, a snapshot first.</summary>
    public void Begin(ReplayLog log)
    {
        _log = log;
        Wake();
    }

    /// <summary>There may be something new. Returns soon: what cannot be sent at once goes on by itself.</summary>
    public void Wake()
    {
        lock (_lock)
        {
            if (_isSending || _over.Task.IsCompleted || _log is null)
            {
                return;
            }

            _isSending = true;
            _sendingSince = time.GetTimestamp();
        }

        Drain();
    }

    /// <summary>Asks it to go.</summary>
    public void Dismiss()
    {
        lock (_lock)
        {
            IsDismissed |= _over.TrySetResult();
        }
    }

    /// <summary>Tells it nothing more, once what is under way has ended.</summary>
    public Task EndAsync()
    {
        lock (_lock)
        {
            _over.TrySetResult();
            if (!_isSending)
            {
                return Task.CompletedTask;
            }

            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    /// <summary>Cuts the connection.</summary>
    public abstract void Abort();

    protected abstract ReadOnlyMemory<byte> BytesOf(LiveMessage message);

    protected abstract ValueTask SendAsync(ReadOnlyMemory<byte> part, bool isLast);

    // Without a task of its own as long as the connection takes everything at once, which is nearly always.
    private void Drain()
    {
        try
        {
            while (Next() is { } message)
            {
                Volatile.Write(ref _sendingSince, time.GetTimestamp());
                var bytes = BytesOf(message);
                if (bytes.Length > PartBytesMax)
                {
                    _ = GoOnAsync(SendInPartsAsync(bytes));
                    return;
                }

                var sending = SendAsync(bytes, isLast: true);
                if (!sending.IsCompletedSuccessfully)
                {
                    _ = GoOnAsync(sending);
                    return;
                }
            }
        }
        catch (Exception)
        {
            Lose();
        }
    }

    private async ValueTask SendInPartsAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var part = bytes[..Math.Min(bytes.Length, PartBytesMax)];
            bytes = bytes[part.Length..];
            await SendAsync(part, isLast: bytes.IsEmpty);
            Volatile.Write(ref _sendingSince, time.GetTimestamp());
        }
    }

    private async Task GoOnAsync(ValueTask sending)
    {
        try
        {
            await sending;
            Drain();
        }
        catch (Exception)
        {
            Lose();
        }
    }

    private LiveMessage? Next()
    {
        lock (_lock)
        {
            if (!_over.Task.IsCompleted && _log!.Next(ref _place) is { } message)
            {
                return message;
            }

            Rest();
            return null;
        }
    }

    // A connection that failed is nobody's defect: people close pages and lose their signal.
    private void Lose()
    {
        lock (_lock)
        {
            _over.TrySetResult();
            Rest();
        }
    }

    private void Rest()
    {
        _isSending = false;
        _idle?.TrySetResult();
    }
}
