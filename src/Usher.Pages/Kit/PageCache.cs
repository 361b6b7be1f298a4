using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Usher.Engine.Database;
using ZiggyCreatures.Caching.Fusion;

namespace Usher.Pages.Kit;

/// <summary>
/// What pages tell and may be a little old. One load at a time per key serves all who wait; a failure is not kept. Each
/// tenant has entries of its own, for what it may know.
/// </summary>
internal sealed class PageCache : IDisposable
{
    // A load that hangs does not hold up those behind it for longer.
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(5);

    private readonly FusionCache _cache;
    private readonly MemoryCache _memory;

    public PageCache(IOptions<PagesOptions> options)
    {
        _memory = new MemoryCache(new MemoryCacheOptions { SizeLimit = options.Value.CachedEntriesMax });
        _cache = new FusionCache(
            new FusionCacheOptions
            {
                DefaultEntryOptions = new FusionCacheEntryOptions { Size = 1, LockTimeout = WaitMax },
            },
            _memory);
    }

    /// <summary>The value of a key, at most <paramref name="ageMax"/> old.</summary>
    public Task<TValue> GetAsync<TValue>(
        string key, TimeSpan ageMax, Func<Task<TValue>> load, CancellationToken ct) =>
        GetAsync(key, ageMax, load, _ => 1, ct);

    /// <summary>The same for values of several sizes.</summary>
    /// <param name="key">What it is called.</param>
    /// <param name="ageMax">Zero: it is not kept.</param>
    /// <param name="load">Loads it.</param>
    /// <param name="sizeOf">For how many entries a value counts; null: it is not kept.</param>
    /// <param name="ct">Ends the wait for it.</param>
    public Task<TValue> GetAsync<TValue>(
        string key, TimeSpan ageMax, Func<Task<TValue>> load, Func<TValue, long?> sizeOf, CancellationToken ct)
    {
        if (ageMax == TimeSpan.Zero)
        {
            return load().WaitAsync(ct);
        }

        // The load serves everyone who waits, so it does not end with the first one's patience.
        return _cache.GetOrSetAsync<TValue>(
                $"{Tenant.Current}:{key}",
                async (entry, _) =>
                {
                    var value = await load();
                    var size = sizeOf(value);
                    entry.Options.Size = size ?? 1;
                    entry.Options.SkipMemoryCacheWrite = size is null;
                    return value;
                },
                options => options.SetDuration(ageMax), token: CancellationToken.None)
            .AsTask().WaitAsync(ct);
    }

    public void Dispose()
    {
        _cache.Dispose();
        _memory.Dispose();
    }
}
