using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Usher.Engine.Seats;

namespace Usher.Api.Live;

/// <summary>The live channels of this process, one per show. When the server stops, all subscribers are
/// disconnected.</summary>
internal sealed class LiveChannels(
    SeatMaps maps, IOptions<LiveOptions> options, TimeProvider time, ILogger<LiveChannel> logger)
{
    private readonly ConcurrentDictionary<ShowId, Lazy<Task<SubscribeResult>>> _channels = new();
    private readonly LiveOptions _options = options.Value;
    private readonly TimeSpan _linger = TimeSpan.FromSeconds(options.Value.LingerSeconds);
    private readonly ClientPlaces _places = new(options.Value.SubscribersPerClientMax);
    private int _subscribers;
    private long _subscribedSeats;
    private volatile bool _isStopping;

    /// <summary>All subscribers that have a place.</summary>
    public int Subscribers => Volatile.Read(ref _subscribers);

    /// <summary>The clients that have one.</summary>
    public int Clients => _places.Clients;

    public bool IsStopping => _isStopping;

    public TimeSpan RetryAfter => TimeSpan.FromSeconds(_options.RetrySeconds);

    /// <summary>Reserves a place in the show's channel, to be released by <see cref="Release"/>.</summary>
    /// <exception cref="Npgsql.NpgsqlException">The show must be read and the database is away.</exception>
    public async Task<SubscribeResult> AdmitAsync(ShowId showId, ClientAddress client)
    {
        if (!_places.TryTake(client))
        {
            return new SubscribeResult.ClientFull(_options.SubscribersPerClientMax);
        }

        var admission = default(SubscribeResult);
        try
        {
            return admission = Interlocked.Increment(ref _subscribers) > _options.SubscribersMax || _isStopping
                ? new SubscribeResult.Full() : await FindPlaceAsync(showId);
        }
        finally
        {
            if (admission is not SubscribeResult.Admitted)
            {
                Interlocked.Decrement(ref _subscribers);
                _places.Release(client);
            }
        }
    }

    public void Release(LiveChannel channel, ClientAddress client)
    {
        Interlocked.Decrement(ref _subscribers);
        _places.Release(client);
        channel.Release();
        CloseIfLeft(channel);
    }

    /// <summary>Disconnects all subscribers and accepts no more.</summary>
    public void Stop()
    {
        _isStopping = true;
        foreach (var channel in Opened())
        {
            channel.Dismiss();
            CloseIfLeft(channel);
        }
    }

    /// <summary>The channel of the show; null if it has no subscribers.</summary>
    public LiveChannel? Find(ShowId showId) =>
        _channels.TryGetValue(showId, out var opening) && OpenedBy(opening) is { HasSubscribers: true } channel
            ? channel : null;

    private IEnumerable<LiveChannel> Opened() => _channels.Values.Select(OpenedBy).OfType<LiveChannel>();

    // One that is being opened is not waited for: whoever opens it may be asking.
    private static LiveChannel? OpenedBy(Lazy<Task<SubscribeResult>> opening) =>
        opening.IsValueCreated && opening.Value is { IsCompletedSuccessfully: true } opened
            ? (opened.Result as SubscribeResult.Admitted)?.LiveChannel : null;

    // Whoever was alone and has lost the connection is expected back, and goes on where it was.
    private void CloseIfLeft(LiveChannel channel) =>
        CloseIfLeft(channel, _isStopping ? TimeSpan.Zero : _linger);

    private void CloseIfLeft(LiveChannel channel, TimeSpan after)
    {
        if (channel.TryClose(after))
        {
            _channels.TryRemove(channel.ShowId, out _);
            Interlocked.Add(ref _subscribedSeats, -channel.TotalSeats);
            channel.Dispose();
        }
    }

    private async Task<SubscribeResult> FindPlaceAsync(ShowId showId)
    {
        while (true)
        {
            // One caller opens it for all that come at the same time.
            var opening = _channels.GetOrAdd(showId, id => new Lazy<Task<SubscribeResult>>(() => OpenAsync(id)));
            var opened = await OpenAsync(showId, opening);
            if (opened is not SubscribeResult.Admitted admitted)
            {
                return opened;
            }

            switch (admitted.LiveChannel.TryReserve(out var isFirst))
            {
                case true when isFirst:
                    await RefreshAsync(admitted.LiveChannel);
                    return admitted;
                case true:
                    return admitted;
                case false:
                    return new SubscribeResult.Full();
                default:
                    // It was closed just now; its entry in the dictionary is about to be removed.
                    await Task.Yield();
                    break;
            }
        }
    }

    // Seats that nobody has kept fresh are read again before somebody sees them, if they are old.
    private async Task RefreshAsync(LiveChannel channel)
    {
        try
        {
            await maps.FindAsync(channel.ShowId, CancellationToken.None);
        }
        catch
        {
            channel.Release();
            throw;
        }
    }

    private async Task<SubscribeResult> OpenAsync(ShowId showId, Lazy<Task<SubscribeResult>> opening)
    {
        SubscribeResult? opened = null;
        try
        {
            return opened = await opening.Value;
        }
        finally
        {
            if (opened is not SubscribeResult.Admitted)
            {
                _channels.TryRemove(KeyValuePair.Create(showId, opening));
            }
        }
    }

    private async Task<SubscribeResult> OpenAsync(ShowId showId)
    {
        if (await maps.FollowAsync(showId, CancellationToken.None) is not { } feed)
        {
            return new SubscribeResult.NoSuchShow();
        }

        if (TryTakeSeats(feed.TotalSeats))
        {
            return new SubscribeResult.Admitted(
                new LiveChannel(showId, feed, _options, time, CloseIfLeft, logger));
        }

        feed.Dispose();
        return new SubscribeResult.Full();
    }

    private bool TryTakeSeats(int seats)
    {
        if (Interlocked.Add(ref _subscribedSeats, seats) <= _options.SubscribedSeatsMax)
        {
            return true;
        }

        // Who is here comes before who may come back.
        foreach (var channel in Opened())
        {
            CloseIfLeft(channel, TimeSpan.Zero);
        }

        if (Interlocked.Read(ref _subscribedSeats) <= _options.SubscribedSeatsMax)
        {
            return true;
        }

        Interlocked.Add(ref _subscribedSeats, -seats);
        return false;
    }
}

/// <summary>Whether one more may subscribe.</summary>
internal abstract record SubscribeResult
{
    private SubscribeResult() { }

    public sealed record Admitted(LiveChannel LiveChannel) : SubscribeResult;

    public sealed record NoSuchShow : SubscribeResult;

    public sealed record Full : SubscribeResult;

    /// <param name="Max">How many places one client may have.</param>
    public sealed record ClientFull(int Max) : SubscribeResult;
}
