using System.Collections.Concurrent;

namespace Usher.Pages.Kit;

/// <summary>
/// Values that may be a little old. One loader per key at a time serves all who wait; a failure is not remembered.
/// Beyond <paramref name="entriesMax"/> everything is forgotten: what is still wanted comes back at once.
/// </summary>
internal sealed class Remembered<TKey, TValue>(TimeSpan ageMax, int entriesMax, TimeProvider time)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Entry> _entries = new();

    public Task<TValue> GetAsync(TKey key, Func<TKey, Task<TValue>> load, CancellationToken ct)
    {
        if (_entries.TryGetValue(key, out var known) && !IsOld(known))
        {
            return known.Value.Value.WaitAsync(ct);
        }

        if (_entries.Count >= entriesMax)
        {
            _entries.Clear();
        }

        // The load serves everyone who waits, so it does not end with the first one's patience.
        var fresh = new Entry(time.GetTimestamp(), new Lazy<Task<TValue>>(() => load(key)));
        var winner = _entries.AddOrUpdate(key, fresh, (_, current) => IsOld(current) ? fresh : current);
        return winner.Value.Value.WaitAsync(ct);
    }

    private bool IsOld(Entry entry) =>
        time.GetElapsedTime(entry.LoadedAt) >= ageMax
        || (entry.Value.IsValueCreated && (entry.Value.Value.IsFaulted || entry.Value.Value.IsCanceled));

    private sealed record Entry(long LoadedAt, Lazy<Task<TValue>> Value);
}
