using System.Collections.Concurrent;

namespace Usher.Http.RateLimits;

/// <summary>
/// Counts what each client uses of a quota, by the sliding window counter: windows follow each other, and what was used
/// in the one before counts by the part of it that the last window's length still covers. So a client never gets more
/// than the quota in one window, and less after a full one; from one window to the next it is at most twice the quota,
/// as with every counter that does not keep the time of each use.
/// </summary>
/// <remarks>
/// Safe for concurrent use; nothing is locked for a client that is known. Bounded: two windows with at most
/// <c>clientsMax</c> clients each are kept, and a window goes as a whole. Who comes when that many are known is not
/// counted: to refuse strangers then would let anybody with many addresses close the sale to all others.
/// </remarks>
/// <typeparam name="TClient">What tells clients apart.</typeparam>
/// <param name="quota">How much a client may use in a window.</param>
/// <param name="window">How long a window is.</param>
/// <param name="clientsMax">How many clients are counted in a window.</param>
/// <param name="time">Its clock; only what passes counts, not the time of day.</param>
public sealed class SlidingQuota<TClient>(int quota, TimeSpan window, int clientsMax, TimeProvider time)
    where TClient : struct, IEquatable<TClient>
{
    private readonly long _start = time.GetTimestamp();
    private readonly long _length = window.Ticks;
    private Window _latest = new(0, new Clients(), Before: null);

    /// <summary>Uses one, if the client has one left.</summary>
    public QuotaState Take(TClient client)
    {
        var (current, passed) = Now();
        if (current.Clients.FindOrAdd(client, clientsMax) is not { } count)
        {
            return new QuotaState(IsGranted: true, quota - 1, LeftOf(passed)) { IsUncounted = true };
        }

        var before = current.Before?.UsedBy(client) ?? 0;
        var allowed = Allowed(before, passed);
        while (true)
        {
            var used = Volatile.Read(ref count.Used);
            if (used >= allowed)
            {
                return Refused(used, before, passed) with
                {
                    IsFirstRefusal = Interlocked.Exchange(ref count.IsRefused, 1) == 0,
                };
            }

            if (Interlocked.CompareExchange(ref count.Used, used + 1, used) == used)
            {
                return Granted(used + 1, before, passed);
            }
        }
    }

    /// <summary>What the client has left, without using any.</summary>
    public QuotaState Look(TClient client)
    {
        var (current, passed) = Now();
        var before = current.Before?.UsedBy(client) ?? 0;
        return Granted(current.Clients.UsedBy(client), before, passed);
    }

    /// <summary>Undoes the latest use in this window; what was used in the one before stays used.</summary>
    public QuotaState GiveBack(TClient client)
    {
        Now().Window.Clients.GiveBack(client);
        return Look(client);
    }

    private QuotaState Granted(int used, int before, long passed)
    {
        var remaining = Math.Max(0, Allowed(before, passed) - used);
        var reset = remaining > 0 ? LeftOf(passed) : UntilOneMore(used, before, passed);
        return new QuotaState(IsGranted: true, remaining, reset);
    }

    private QuotaState Refused(int used, int before, long passed) =>
        new(IsGranted: false, Remaining: 0, UntilOneMore(used, before, passed));

    // What was used before, by the part of its window that is still covered, rounded up.
    private int Allowed(int before, long passed) =>
        quota - (int)(((before * (_length - passed)) + _length - 1) / _length);

    private TimeSpan UntilOneMore(int used, int before, long passed)
    {
        var free = (long)quota - used - 1;
        if (free >= 0)
        {
            // The first moment at which what counts of the window before is no more than that.
            var at = before == 0 ? 0 : _length - (free * _length / before);
            return TimeSpan.FromTicks(Math.Max(0, at - passed));
        }

        // What was used in this window is forgotten in the next one.
        var next = _length - ((quota - 1L) * _length / used);
        return TimeSpan.FromTicks(_length - passed + next);
    }

    private TimeSpan LeftOf(long passed) => TimeSpan.FromTicks(_length - passed);

    private (Window Window, long Passed) Now()
    {
        var elapsed = time.GetElapsedTime(_start).Ticks;
        var (number, passed) = Math.DivRem(elapsed, _length);
        while (true)
        {
            var latest = Volatile.Read(ref _latest);
            if (latest.Number >= number)
            {
                // Another request was faster across the end of the window: for this one it has just begun.
                return (latest, latest.Number == number ? passed : 0);
            }

            var next = new Window(number, new Clients(), number == latest.Number + 1 ? latest.Clients : null);
            Interlocked.CompareExchange(ref _latest, next, latest);
        }
    }

    private sealed record Window(long Number, Clients Clients, Clients? Before);

    private sealed class Clients
    {
        private readonly ConcurrentDictionary<TClient, Count> _counts = new();
        private int _known;

        public int UsedBy(TClient client) =>
            _counts.TryGetValue(client, out var count) ? Volatile.Read(ref count.Used) : 0;

        public Count? FindOrAdd(TClient client, int clientsMax)
        {
            if (_counts.TryGetValue(client, out var known))
            {
                return known;
            }

            if (Interlocked.Increment(ref _known) > clientsMax)
            {
                Interlocked.Decrement(ref _known);
                return null;
            }

            var added = new Count();
            var count = _counts.GetOrAdd(client, added);
            if (count != added)
            {
                Interlocked.Decrement(ref _known);
            }

            return count;
        }

        public void GiveBack(TClient client)
        {
            if (!_counts.TryGetValue(client, out var count))
            {
                return;
            }

            var used = Volatile.Read(ref count.Used);
            while (used > 0 && Interlocked.CompareExchange(ref count.Used, used - 1, used) is var seen && seen != used)
            {
                used = seen;
            }
        }
    }

    private sealed class Count
    {
        public int Used;
        public int IsRefused;
    }
}
