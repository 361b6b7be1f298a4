using System.Net;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Usher.Http.RateLimits;

/// <summary>
/// Limits how often one client asks for seats, by the API and by the form of a page together, and tells each of them
/// how it stands by the headers RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers-10). Whoever acts
/// for the organiser is not to be counted. Kept in memory: a restart forgets, and each process counts for itself.
/// </summary>
public sealed partial class BookingRates
{
    private const string Name = "bookings";

    private readonly RateLimitOptions _options;
    private readonly ILogger<BookingRates> _logger;
    private readonly TimeProvider _time;
    private readonly StringValues _policy;
    private volatile SlidingQuota<RateClient>? _quota;
    private long _toldUncounted;

    public BookingRates(IOptions<RateLimitOptions> options, TimeProvider time, ILogger<BookingRates> logger)
    {
        (_options, _time, _logger) = (options.Value, time, logger);
        Resume();
        _policy = RateHeaders.PolicyOf(Name, _options.BookingsPerWindow, _options.WindowSeconds);
    }

    /// <summary>How many requests for seats a client may make within <see cref="Window"/>.</summary>
    public int Max => _options.BookingsPerWindow;

    /// <summary>How long each of them counts in full, at most.</summary>
    public TimeSpan Window => TimeSpan.FromSeconds(_options.WindowSeconds);

    /// <summary>Until <see cref="Resume"/> nobody is refused, for the server warms up over its own sockets. The way of
    /// a request is the same.</summary>
    public void Suspend() => _quota = _options.Enabled ? Quota(max: int.MaxValue) : null;

    /// <summary>From here on the limit holds; what was counted before is forgotten.</summary>
    public void Resume() => _quota = _options.Enabled ? Quota(Max) : null;

    /// <summary>Counts a request for seats, and tells its answer's reader how the client stands.</summary>
    /// <param name="context">The request.</param>
    /// <param name="key">The API key that it brought and that is counted instead of its address; null: none.</param>
    /// <returns>When to come back; null for those who are within the limit.</returns>
    public TimeSpan? Count(HttpContext context, Guid? key = null)
    {
        if (_quota is not { } quota)
        {
            return null;
        }

        var state = quota.Take(RateClient.Of(context, key));
        Tell(context, state);
        if (state.IsGranted)
        {
            if (state.IsUncounted)
            {
                WarnOfUncounted();
            }

            return null;
        }

        if (state.IsFirstRefusal)
        {
            LogRefused(context.Connection.RemoteIpAddress, Max, _options.WindowSeconds);
        }

        return state.Reset;
    }

    /// <summary>Tells how the client stands without counting the request: it was shed before anybody read it.</summary>
    public void Show(HttpContext context)
    {
        if (_quota is { } quota)
        {
            Tell(context, quota.Look(RateClient.Of(context, key: null)));
        }
    }

    /// <summary>Takes a request out of the count, because the server could not carry it out: it will come again.
    /// </summary>
    public void GiveBack(HttpContext context, Guid? key = null)
    {
        if (_quota is { } quota)
        {
            Tell(context, quota.GiveBack(RateClient.Of(context, key)));
        }
    }

    private SlidingQuota<RateClient> Quota(int max) => new(max, Window, _options.ClientsMax, _time);

    private void Tell(HttpContext context, QuotaState state) => RateHeaders.Write(context, Name, _policy, state);

    // Once a window, however many there are.
    private void WarnOfUncounted()
    {
        var now = _time.GetTimestamp();
        var told = Volatile.Read(ref _toldUncounted);
        if ((told == 0 || _time.GetElapsedTime(told, now) >= Window)
            && Interlocked.CompareExchange(ref _toldUncounted, now, told) == told)
        {
            LogUncounted(_options.ClientsMax, _options.WindowSeconds);
        }
    }

    [LoggerMessage(
        LogLevel.Warning, "{Address} has asked for seats {Max} times within {Seconds} s; further requests are answered "
            + "429 for a while. If many buyers share this address, raise RateLimits__BookingsPerWindow.")]
    private partial void LogRefused(IPAddress? address, int max, int seconds);

    [LoggerMessage(
        LogLevel.Warning, "More than RateLimits__ClientsMax, {Max}, clients have asked for seats within {Seconds} s; "
            + "further ones are not limited until the window ends.")]
    private partial void LogUncounted(int max, int seconds);
}
