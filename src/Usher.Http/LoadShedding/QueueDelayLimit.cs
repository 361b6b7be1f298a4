using Microsoft.Extensions.Options;
using Usher.Engine.Selling;
using Usher.Http.Transport;

namespace Usher.Http.LoadShedding;

/// <summary>Turns wishes for seats away that have waited too long before anybody read them.</summary>
public sealed class QueueDelayLimit(QueueDelay arrival, RetryAdvice advice, IOptions<HttpLimits> limits)
{
    private readonly TimeSpan _waitMax = TimeSpan.FromMilliseconds(limits.Value.QueueDelayMillisecondsMax);

    /// <summary>
    /// When to come back; null for those who are let in. To be asked before anything of a request is read: what is
    /// refused should cost next to nothing.
    /// </summary>
    public TimeSpan? RetryAfter =>
        arrival.Current is var waited && waited > _waitMax ? advice.RetryAfter + waited : null;
}
