using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Usher.Engine.Selling;
using Usher.Http.Transport;

namespace Usher.Http.LoadShedding;

/// <summary>
/// Refuses bookings that have waited too long before anybody read them, and those that are too many at once: what is
/// refused at once costs next to nothing, and its buyer hears when to come back.
/// </summary>
public sealed class LoadShedder(QueueDelay delay, RetryAdvice advice, IOptions<HttpLimits> limits) : IDisposable
{
    private readonly TimeSpan _delayMax = TimeSpan.FromMilliseconds(limits.Value.QueueDelayMillisecondsMax);

    private readonly ConcurrencyLimiter _requests = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = limits.Value.RequestsUnderWayMax,
        QueueLimit = 0,
    });

    /// <summary>To be asked before anything of a request is read, and disposed when it is answered.</summary>
    public Admission Admit()
    {
        var waited = delay.Current;
        if (waited > _delayMax)
        {
            return new Admission(lease: null, advice.RetryAfter + waited);
        }

        var lease = _requests.AttemptAcquire();
        return new Admission(lease, lease.IsAcquired ? null : advice.RetryAfter + waited);
    }

    public void Dispose() => _requests.Dispose();
}

/// <summary>A request's place among those under way, or none.</summary>
public readonly struct Admission(RateLimitLease? lease, TimeSpan? retryAfter) : IDisposable
{
    /// <summary>When to come back; null for those who are let in.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    public void Dispose() => lease?.Dispose();
}
