using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Npgsql;
using Usher.BoxOffice.Permissions;

namespace Usher.BoxOffice.Organizations;

/// <summary>All organizations at one moment, found by what names them.</summary>
public sealed class OrganizationsKnown(ImmutableArray<Organization> all)
{
    private readonly FrozenDictionary<OrganizationId, Organization> _byId = all.ToFrozenDictionary(one => one.Id);

    private readonly FrozenDictionary<string, Organization> _bySlug =
        all.ToFrozenDictionary(one => one.Slug, StringComparer.Ordinal);

    private readonly FrozenDictionary<string, Organization> _byHost = all.Where(one => one.Host is not null)
        .ToFrozenDictionary(one => one.Host!, StringComparer.OrdinalIgnoreCase);

    /// <summary>The oldest first.</summary>
    public ImmutableArray<Organization> All => all;

    public Organization? Find(OrganizationId id) => _byId.GetValueOrDefault(id);

    public Organization? FindBySlug(string slug) => _bySlug.GetValueOrDefault(slug);

    /// <summary>The one whose own host this is; null: the host is everybody's.</summary>
    public Organization? FindByHost(string host) =>
        _byHost.Count == 0 ? null : _byHost.GetValueOrDefault(host);
}

/// <summary>
/// Remembers all organizations, so that a request costs no round trip to know whose it is. While the database is away,
/// what was known goes on.
/// </summary>
public sealed class OrganizationDirectory(
    OrganizationStore store, IOptions<AccessOptions> options, TimeProvider time)
{
    private static readonly OrganizationsKnown None = new([]);

    private readonly TimeSpan _ageMax = TimeSpan.FromSeconds(options.Value.RecheckSeconds);
    private volatile Reading? _last;
    private int _changes;
    private int _isReading;

    /// <summary>What is at most <see cref="AccessOptions.RecheckSeconds"/> old.</summary>
    public ValueTask<OrganizationsKnown> GetAsync(CancellationToken ct) => _last is { } last && IsFresh(last)
        ? ValueTask.FromResult(last.Known)
        : new ValueTask<OrganizationsKnown>(ReadAsync().WaitAsync(ct));

    /// <summary>What was read last, which is read anew beside it: a buyer waits for no database here.</summary>
    public ValueTask<OrganizationsKnown> RecallAsync(CancellationToken ct)
    {
        if (_last is not { } last)
        {
            return GetAsync(ct);
        }

        if (!IsFresh(last) && Interlocked.Exchange(ref _isReading, 1) == 0)
        {
            _ = RefreshAsync();
        }

        return ValueTask.FromResult(last.Known);
    }

    /// <summary>One has changed: the next who asks reads them anew.</summary>
    internal void Forget()
    {
        Interlocked.Increment(ref _changes);
        _last = null;
    }

    private bool IsFresh(Reading last) => time.GetElapsedTime(last.At) < _ageMax;

    private async Task RefreshAsync()
    {
        try
        {
            await ReadAsync();
        }
        finally
        {
            Volatile.Write(ref _isReading, 0);
        }
    }

    private async Task<OrganizationsKnown> ReadAsync()
    {
        var (at, changes) = (time.GetTimestamp(), Volatile.Read(ref _changes));
        try
        {
            var known = new OrganizationsKnown(await store.ListAsync(CancellationToken.None));
            if (changes == Volatile.Read(ref _changes))
            {
                _last = new Reading(known, at);
            }

            return known;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            var last = new Reading(_last?.Known ?? None, time.GetTimestamp());
            _last = last;
            return last.Known;
        }
    }

    private sealed record Reading(OrganizationsKnown Known, long At);
}
