using Usher.Http.Transport;

namespace Usher.Api.Live;

/// <summary>
/// A client that receives a show's changes. It is sent one message at a time. Nothing is queued for it meanwhile: the
/// next message waits in the show's replay log.
/// </summary>
internal abstract class Subscriber(HttpContext context, LiveForm form, TimeProvider time)
{
    // Larger messages go in parts, so that a slow connection can be told from a dead one.
    public const int PartBytesMax = 16 * 1024;

    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConnectionOutput? _output = context.Features.Get<ConnectionOutput>();
    private ReplayLog? _log;
    private TaskCompletionSource? _idle;
    private SendWindow _window;
    private long _place;
    private long _sendingSince;
    private bool _isSending;
    private bool _isInParts;
    private bool _isGreeted;

    /// <summary>Its index in the channel's list; owned by the channel.</summary>
    public int Index { get; set; }

    /// <summary>Completes when nothing more should be sent: it has disconnected, or is to be.</summary>
    public Task Over => _over.Task;

    /// <summary>Whether this server disconnected it.</summary>
    public bool IsDismissed { get; private set; }

    /// <summary>Whether it takes too long for the current part of a message, or for several of them.</summary>
    public bool IsTooSlow(double partSecondsMax)
    {
        lock (_lock)
        {
            return _isSending
                && (time.GetElapsedTime(Volatile.Read(ref _sendingSince)).TotalSeconds > partSecondsMax
                    || (_isInParts && _window.Elapsed(time) > _output?.WindowTimeMax));
        }
    }

    /// <summary>From here on it is sent what the log holds: a snapshot first, or what it has missed.</summary>
    /// <param name="log">The log.</param>
    /// <param name="after">The <c>next</c> of the latest message that it has; null: it has none.</param>
    public void Begin(ReplayLog log, string? after)
    {
        _place = form == LiveForm.Compact ? log.PlaceOf(after) : 0;
        _log = log;
        Wake();
    }

    /// <summary>There may be something new. Returns soon: what cannot be sent at once continues in the
    /// background.</summary>
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

    /// <summary>Disconnects it politely.</summary>
    public void Dismiss()
    {
        lock (_lock)
        {
            IsDismissed |= _over.TrySetResult();
        }
    }

    /// <summary>Sends nothing more, once the current part has left.</summary>
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

    /// <summary>Aborts the connection.</summary>
    public void Abort() => context.Abort();

    protected virtual int PartBytes => PartBytesMax;

    protected abstract ReadOnlyMemory<byte> BytesOf(LiveMessage message);

    protected abstract ValueTask SendAsync(ReadOnlyMemory<byte> part, bool isLast);

    // Needs no task of its own as long as the connection takes everything at once, which is nearly always.
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
        IDisposable? held = null;
        try
        {
            BeginParts();
            while (!bytes.IsEmpty)
            {
                var part = bytes[..Math.Min(bytes.Length, PartBytes)];
                var sending = SendAsync(part, isLast: bytes.Length == part.Length);
                if (!sending.IsCompletedSuccessfully)
                {
                    held ??= _output?.Hold(context, bytes);
                }

                await sending;
                bytes = bytes[part.Length..];
                EndPart(part.Length, isLast: bytes.IsEmpty);
            }
        }
        finally
        {
            held?.Dispose();
        }
    }

    private void BeginParts()
    {
        lock (_lock)
        {
            _window.Begin(time.GetTimestamp());
            _isInParts = true;
        }
    }

    private void EndPart(int bytes, bool isLast)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _window.Add(bytes, now);
            _sendingSince = now;
            _isInParts = !isLast;
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
            if (!_over.Task.IsCompleted && NextOf(_log!) is { } message)
            {
                return message;
            }

            Rest();
            return null;
        }
    }

    // Something comes at once, also for who has missed nothing.
    private LiveMessage? NextOf(ReplayLog log)
    {
        var message = log.Next(ref _place, form == LiveForm.Compact) ?? (_isGreeted ? null : log.Greeting());
        _isGreeted = true;
        return message;
    }

    // A failed connection is no defect: people close pages and lose their signal.
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
