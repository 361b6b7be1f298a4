using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Usher.Engine.Seats;

namespace Usher.Api.Live;

/// <summary>All who watch here, show by show. When the server stops, they are asked to go.</summary>
internal sealed class Audiences(
    SeatMaps maps, IOptions<LiveOptions> options, TimeProvider time, ILogger<Audience> logger)
{
    private readonly ConcurrentDictionary<ShowId, Lazy<Task<Admission>>> _audiences = new();
    private readonly LiveOptions _options = options.Value;
    private int _watchers;
    private long _seatsWatched;
    private volatile bool _isStopping;

    /// <summary>Everybody who has a place.</summary>
    public int Watchers => Volatile.Read(ref _watchers);

    public bool IsStopping => _isStopping;

    public TimeSpan RetryAfter => TimeSpan.FromSeconds(_options.RetrySeconds);

    /// <summary>A place among those who watch this show, to be given back by <see cref="Release"/>.</summary>
    /// <exception cref="Npgsql.NpgsqlException">The show must be read and the database is away.</exception>
    public async Task<Admission> AdmitAsync(ShowId showId)
    {
        var admission = default(Admission);
        try
        {
            return admission = Interlocked.Increment(ref _watchers) > _options.WatchersMax || _isStopping
                ? new Admission.Full() : await FindPlaceAsync(showId);
        }
        finally
        {
            if (admission is not Admission.Admitted)
            {
                Interlocked.Decrement(ref _watchers);
            }
        }
    }

    public void Release(Audience audience)
    {
        Interlocked.Decrement(ref _watchers);
        if (audience.Release())
        {
            _audiences.TryRemove(audience.ShowId, out _);
            Interlocked.Add(ref _seatsWatched, -audience.TotalSeats);
            audience.Dispose();
        }
    }

    /// <summary>Asks everybody to go, and lets nobody in any more.</summary>
    public void Stop()
    {
        _isStopping = true;
        foreach (var showId in _audiences.Keys)
        {
            Find(showId)?.Dismiss();
        }
    }

    /// <summary>The audience of a show that is watched; null if nobody does.</summary>
    public Audience? Find(ShowId showId) =>
        _audiences.TryGetValue(showId, out var opening) && opening.Value is { IsCompletedSuccessfully: true } opened
            ? (opened.Result as Admission.Admitted)?.Audience : null;

    private async Task<Admission> FindPlaceAsync(ShowId showId)
    {
        while (true)
        {
            // One opens it for all who come at once.
            var opening = _audiences.GetOrAdd(showId, id => new Lazy<Task<Admission>>(() => OpenAsync(id)));
            var opened = await OpenAsync(showId, opening);
            if (opened is not Admission.Admitted admitted)
            {
                return opened;
            }

            switch (admitted.Audience.TryReserve())
            {
                case true:
                    return admitted;
                case false:
                    return new Admission.Full();
                default:
                    // It broke up just now; its place in the dictionary is about to be free.
                    await Task.Yield();
                    break;
            }
        }
    }

    private async Task<Admission> OpenAsync(ShowId showId, Lazy<Task<Admission>> opening)
    {
        Admission? opened = null;
        try
        {
            return opened = await opening.Value;
        }
        finally
        {
            if (opened is not Admission.Admitted)
            {
                _audiences.TryRemove(KeyValuePair.Create(showId, opening));
            }
        }
    }

    private async Task<Admission> OpenAsync(ShowId showId)
    {
        if (await maps.FollowAsync(showId, CancellationToken.None) is not { } feed)
        {
            return new Admission.NoSuchShow();
        }

        if (Interlocked.Add(ref _seatsWatched, feed.TotalSeats) <= _options.SeatsWatchedMax)
        {
            return new Admission.Admitted(new Audience(showId, feed, _options, time, logger));
        }

        Interlocked.Add(ref _seatsWatched, -feed.TotalSeats);
        feed.Dispose();
        return new Admission.Full();
    }
}

/// <summary>Whether one more may watch.</summary>
internal abstract record Admission
{
    private Admission() { }

    public sealed record Admitted(Audience Audience) : Admission;

    public sealed record NoSuchShow : Admission;

    public sealed record Full : Admission;
}
