using System.Collections.Concurrent;

namespace Usher.BoxOffice.Permissions;

/// <summary>
/// What the database knows about credentials, remembered for a moment, so that a request costs no round trip. What is
/// no longer so there is unknown here at most as much later as values are remembered. Bounded: when it is full it
/// begins anew. What is not there is not remembered, for anybody can ask for that.
/// </summary>
/// <param name="time">Measures how long.</param>
/// <param name="ageMax">How long a value is remembered, from before it was read.</param>
/// <param name="entriesMax">How many are.</param>
/// <param name="read">Reads one.</param>
internal sealed class Rechecked<TKey, TValue>(
    TimeProvider time, TimeSpan ageMax, int entriesMax, Func<TKey, CancellationToken, Task<TValue?>> read)
    where TKey : notnull
    where TValue : class
{
    private readonly ConcurrentDictionary<TKey, (TValue Value, long ReadAt)> _known = new();
    private int _forgets;

    /// <summary>Null: the database does not know it, or no longer.</summary>
    public ValueTask<TValue?> FindAsync(TKey key, CancellationToken ct) =>
        _known.TryGetValue(key, out var known) && time.GetElapsedTime(known.ReadAt) < ageMax
            ? ValueTask.FromResult<TValue?>(known.Value)
            : new ValueTask<TValue?>(ReadAsync(key, ct));

    /// <summary>The next who asks reads it.</summary>
    public void Forget(TKey key)
    {
        Interlocked.Increment(ref _forgets);
        _known.TryRemove(key, out _);
    }

    /// <summary>The same of all that are so.</summary>
    public void Forget(Predicate<TValue> which)
    {
        Interlocked.Increment(ref _forgets);
        foreach (var (key, known) in _known)
        {
            if (which(known.Value))
            {
                _known.TryRemove(key, out _);
            }
        }
    }

    private async Task<TValue?> ReadAsync(TKey key, CancellationToken ct)
    {
        var (readAt, forgets) = (time.GetTimestamp(), Volatile.Read(ref _forgets));
        if (await read(key, ct) is not { } value)
        {
            _known.TryRemove(key, out _);
            return null;
        }

        if (_known.Count >= entriesMax)
        {
            _known.Clear();
        }

        _known[key] = (value, readAt);
        if (Volatile.Read(ref _forgets) != forgets)
        {
            // Something was ended meanwhile; what was read may be from before.
            _known.TryRemove(key, out _);
        }

        return value;
    }
}
