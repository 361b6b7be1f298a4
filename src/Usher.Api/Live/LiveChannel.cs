using System.Collections.Concurrent;
using Usher.Engine.Seats;

namespace Usher.Api.Live;

/// <summary>
/// The subscribers of one show in this process. Changes are serialized once and broadcast to all of them, at a pace:
/// the first change after a quiet period at once, those that follow together.
/// </summary>
internal sealed partial class LiveChannel : IDisposable
{
    // A group this large delays a booking by a few milliseconds.
    private const int ToldAtOnce = 256;

    // With longer pauses subscribers would see changes too late.
    private const double PausesPerBroadcastMax = 3;

    private readonly Lock _lock = new();
    private readonly SeatFeed _feed;
    private readonly LiveOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ReplayLog _log;
    private readonly List<Subscriber> _subscribers = [];
    private readonly CancellationTokenSource _ended = new();
    private readonly Action<LiveChannel> _look;
    private long _toldAt;
    private long _lookedAt;
    private int _places;

    // When nobody had a place any more, or not yet.
    private long _leftAt;
    private bool _isBroken;
    private bool _isOver;

    /// <param name="showId">The show.</param>
    /// <param name="feed">Its seats.</param>
    /// <param name="options">The limits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="look">Called now and then, so that somebody closes it once it was left long ago.</param>
    /// <param name="logger">Hears of what must not happen.</param>
    public LiveChannel(
        ShowId showId, SeatFeed feed, LiveOptions options, TimeProvider time, Action<LiveChannel> look, ILogger logger)
    {
        ShowId = showId;
        (_feed, _options, _time, _look, _logger) = (feed, options, time, look, logger);
        _log = new ReplayLog(feed, options, time);
        _toldAt = _leftAt = time.GetTimestamp();
        _ = RunAsync();
    }

    public ShowId ShowId { get; }

    public int TotalSeats => _feed.TotalSeats;

    /// <summary>How many messages have been serialized, however many subscribers received them.</summary>
    public long MessagesWritten => _log.Written;

    /// <summary>Whether somebody has a place.</summary>
    public bool HasSubscribers
    {
        get
        {
            lock (_lock)
            {
                return _places > 0;
            }
        }
    }

    /// <summary>Reserves a place for one more subscriber; false if all are taken, null if the channel is
    /// closed.</summary>
    /// <param name="isFirst">Whether nobody else has one. Then nobody has kept the seats fresh.</param>
    public bool? TryReserve(out bool isFirst)
    {
        isFirst = false;
        lock (_lock)
        {
            if (_isOver || _places == _options.SubscribersPerShowMax)
            {
                return _isOver ? null : false;
            }

            isFirst = _places++ == 0;
            return true;
        }
    }

    /// <summary>Sends the subscriber everything from here on. It needs a reserved place.</summary>
    /// <param name="after">The <c>next</c> of the latest message that it has; null: it has none.</param>
    public void Begin(Subscriber subscriber, string? after)
    {
        lock (_lock)
        {
            subscriber.Index = _subscribers.Count;
            _subscribers.Add(subscriber);
        }

        subscriber.Begin(_log, after);
    }

    public void Leave(Subscriber subscriber)
    {
        lock (_lock)
        {
            var last = _subscribers[^1];
            _subscribers[subscriber.Index] = last;
            last.Index = subscriber.Index;
            _subscribers.RemoveAt(_subscribers.Count - 1);
        }
    }

    /// <summary>Releases a place.</summary>
    public void Release()
    {
        lock (_lock)
        {
            if (--_places == 0)
            {
                _leftAt = _time.GetTimestamp();
            }
        }
    }

    /// <summary>Closes the channel if nobody has had a place for so long; true if this call has closed it.</summary>
    public bool TryClose(TimeSpan after)
    {
        lock (_lock)
        {
            if (_isOver || _places > 0 || (!_isBroken && _time.GetElapsedTime(_leftAt) < after))
            {
                return false;
            }

            return _isOver = true;
        }
    }

    /// <summary>Disconnects all subscribers politely.</summary>
    public void Dismiss()
    {
        foreach (var subscriber in Everybody())
        {
            subscriber.Dismiss();
        }
    }

    public void Dispose()
    {
        _ended.Cancel();
        _ended.Dispose();
        _feed.Dispose();
    }

    private async Task RunAsync()
    {
        var ended = _ended.Token;
        try
        {
            while (true)
            {
                await _feed.WaitAsync(ended);
                if (HasSubscribers)
                {
                    _feed.KeepFresh();
                }

                if (_time.GetElapsedTime(_lookedAt) >= SeatFeed.Tick)
                {
                    CutTheDead();
                    _look(this);
                }

                if (Write())
                {
                    await TellAsync();
                    await Task.Delay(Pace(_time.GetElapsedTime(_toldAt)), _time, ended);
                }
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The last subscriber has left, and is not expected back.
        }
        catch (Exception e)
        {
            // Clients reconnect by themselves, to a new channel.
            LogBroken(ShowId.Value, e);
            _isBroken = true;
            Dismiss();
            _look(this);
        }
    }

    // Whether there is something to tell.
    private bool Write()
    {
        if (_feed.TakeChanges() is { } changes)
        {
            _log.Append(changes);
            return true;
        }

        if (_time.GetElapsedTime(_toldAt).TotalSeconds < _options.HeartbeatSeconds)
        {
            return false;
        }

        _log.AppendHeartbeat(_feed.AsOf);
        return true;
    }

    private async Task TellAsync()
    {
        _toldAt = _time.GetTimestamp();
        var groups = new ConcurrentQueue<Subscriber[]>(Everybody().Chunk(ToldAtOnce));
        var tellers = Math.Min(groups.Count, Environment.ProcessorCount);
        await Task.WhenAll(Enumerable.Range(0, tellers).Select(_ => Task.Run(() => TellSomeAsync(groups))));
    }

    private static async Task TellSomeAsync(ConcurrentQueue<Subscriber[]> groups)
    {
        while (groups.TryDequeue(out var some))
        {
            Array.ForEach(some, subscriber => subscriber.Wake());
            // Lets everything that was queued for the thread pool meanwhile go first.
            await Task.Yield();
        }
    }

    // Bookings share the processors with the broadcast. They get at least half of the time. Where a broadcast takes
    // long, the machine is busy with other work, and they soon get most of it.
    private TimeSpan Pace(TimeSpan broadcast)
    {
        var took = broadcast.TotalMilliseconds;
        var slowness = took / _options.QuickMilliseconds;
        var pause = took * Math.Clamp(slowness * slowness, 1, PausesPerBroadcastMax);
        return TimeSpan.FromMilliseconds(Math.Max(_options.PaceMilliseconds, pause));
    }

    private void CutTheDead()
    {
        _lookedAt = _time.GetTimestamp();
        foreach (var subscriber in Everybody())
        {
            if (subscriber.IsTooSlow(_options.SendSecondsMax))
            {
                subscriber.Abort();
            }
        }
    }

    // A copy, because subscribers come and go during a broadcast.
    private Subscriber[] Everybody()
    {
        lock (_lock)
        {
            return [.. _subscribers];
        }
    }

    [LoggerMessage(LogLevel.Error, "The live channel of show {ShowId} failed; its subscribers are disconnected")]
    private partial void LogBroken(long showId, Exception exception);
}
