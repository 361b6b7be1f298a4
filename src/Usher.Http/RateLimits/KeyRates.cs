using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Usher.Http.RateLimits;

/// <summary>
/// Limits how many requests one API key makes, wherever they come from: on all that needs a key, and on bookings where
/// one was brought. Only who is no staff has a limit of its own for making them. Kept in memory: a restart forgets, and
/// each process counts for itself.
/// </summary>
public sealed partial class KeyRates
{
    private const string Name = "key";

    private readonly RateLimitOptions _options;
    private readonly ILogger<KeyRates> _logger;
    private readonly StringValues _policy;
    private readonly SlidingQuota<Guid>? _quota;

    public KeyRates(IOptions<RateLimitOptions> options, TimeProvider time, ILogger<KeyRates> logger)
    {
        (_options, _logger) = (options.Value, logger);
        _policy = RateHeaders.PolicyOf(Name, Max, _options.KeyWindowSeconds);
        _quota = _options.Enabled ? new SlidingQuota<Guid>(Max, Window, _options.ClientsMax, time) : null;
    }

    /// <summary>How many requests a key may make within <see cref="Window"/>.</summary>
    public int Max => _options.KeyRequestsPerWindow;

    /// <summary>How long each of them counts in full, at most.</summary>
    public TimeSpan Window => TimeSpan.FromSeconds(_options.KeyWindowSeconds);

    /// <summary>Counts a request, and tells its answer's reader how the key stands.</summary>
    /// <param name="context">The request.</param>
    /// <param name="key">Its key.</param>
    /// <param name="name">What people call the key.</param>
    /// <returns>When to come back; null for those who are within the limit.</returns>
    public TimeSpan? Count(HttpContext context, Guid key, string name)
    {
        if (_quota is not { } quota)
        {
            return null;
        }

        var state = quota.Take(key);
        RateHeaders.Write(context, Name, _policy, state);
        if (state.IsFirstRefusal)
        {
            LogRefused(name, Max, _options.KeyWindowSeconds);
        }

        return state.IsGranted ? null : state.Reset;
    }

    [LoggerMessage(
        LogLevel.Warning, "{Name} was used {Max} times within {Seconds} s; further requests are answered 429 for a "
            + "while. If its program needs more, raise RateLimits__KeyRequestsPerWindow.")]
    private partial void LogRefused(string name, int max, int seconds);
}
