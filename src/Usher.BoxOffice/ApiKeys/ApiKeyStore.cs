using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Usher.BoxOffice.Permissions;
using Usher.Engine.Database;
using Usher.Engine.Idempotency;

namespace Usher.BoxOffice.ApiKeys;

/// <summary>
/// Keys by which programs act for an organization. One that is revoked or past its time is refused: at once in the
/// process that revoked it, and in every other one within <see cref="AccessOptions.RecheckSeconds"/>.
/// </summary>
public sealed class ApiKeyStore
{
    /// <summary>How every key begins, so that whoever finds one knows what it opens.</summary>
    public const string Mark = "usk_";

    /// <summary>How many an organization can have that work.</summary>
    public const int KeysMax = 200;

    // Of the key's own characters, beside the mark: enough to tell keys apart, far too few to guess the rest.
    private const int PrefixChars = 8;

    // Together with the check of how many there are; two at once may pass it by one, which harms nobody.
    private const string Insert = """
        insert into api_keys (id, organization_id, name, prefix, secret_hash, role, created_by, expires_at)
        select $1, $2, $3, $4, $5, $6, $7, $8
        where (select count(*) from api_keys where organization_id = $2 and revoked_at is null) < $9
        returning created_at
        """;

    private const string Use = $"""
        update api_keys set last_used_at = now() where secret_hash = $1 and {IsGood}
            and (last_used_at is null or last_used_at < now() - interval '1 minute')
        """;

    private const string Find = $"""
        select id, name, organization_id, role from api_keys where secret_hash = $1 and {IsGood}
        """;

    private const string IsGood = "revoked_at is null and (expires_at is null or expires_at > now())";

    private const string List = """
        select k.id, k.name, k.prefix, k.role, k.created_at, p.name, k.expires_at, k.revoked_at, k.last_used_at
        from api_keys k left join people p on p.id = k.created_by
        where k.organization_id = $1 order by k.revoked_at is not null, k.created_at desc, k.id limit $2
        """;

    private const string Revoke = """
        update api_keys set revoked_at = coalesce(revoked_at, now()) where organization_id = $1 and id = $2
        """;

    private readonly DataSources _data;
    private readonly OrganiserWrites _writes;
    private readonly TimeProvider _time;
    private readonly Rechecked<string, KnownApiKey> _known;

    public ApiKeyStore(
        DataSources data, OrganiserWrites writes, IOptions<AccessOptions> options, TimeProvider time)
    {
        (_data, _writes, _time) = (data, writes, time);
        _known = new Rechecked<string, KnownApiKey>(
            time, TimeSpan.FromSeconds(options.Value.RecheckSeconds), options.Value.RememberedMax, ReadAsync);
    }

    /// <summary>Whether a text could be a key of ours at all.</summary>
    public static bool IsOne(string text) =>
        text.Length == Mark.Length + Token.Chars && text.StartsWith(Mark, StringComparison.Ordinal);

    /// <summary>Makes a key.</summary>
    /// <param name="organization">For whom programs act by it.</param>
    /// <param name="key">What it is.</param>
    /// <param name="by">Who makes it; null: somebody who has no account.</param>
    /// <param name="byName">What colleagues call whoever makes it.</param>
    /// <param name="ct">Ends it.</param>
    public Task<NewApiKeyOutcome> MakeAsync(
        OrganizationId organization, NewApiKey key, PersonId? by, string? byName, CancellationToken ct) =>
        _writes.RunAsync(write => MakeAsync(write, organization, key, by, byName, ct), ct);

    /// <summary>The same as a part of an organiser's write.</summary>
    public async Task<NewApiKeyOutcome> MakeAsync(
        OrganiserWrite write, OrganizationId organization, NewApiKey key, PersonId? by, string? byName,
        CancellationToken ct)
    {
        var problems = key.Problems(_time.GetUtcNow().UtcDateTime).ToImmutableArray();
        if (!problems.IsEmpty)
        {
            return new NewApiKeyOutcome.Wrong(problems);
        }

        key = key with { Name = key.Name.Trim() };
        var secret = Mark + Token.Make();
        var id = Guid.NewGuid();
        var prefix = secret[..(Mark.Length + PrefixChars)];
        await write.LeaveTenantAsync(ct);
        await using var command = write.Connection.Command(
            Insert, id.Typed(), organization.Typed(), key.Name.Typed(), prefix.Typed(),
            Token.HashOf(secret).Typed(), RoleNames.NameOf(key.Role).Typed(), (by?.Value).Typed(),
            key.ExpiresAt.Typed(), KeysMax.Typed());
        if (await command.ExecuteScalarAsync(ct) is not DateTime createdAt)
        {
            return new NewApiKeyOutcome.TooMany();
        }

        write.Done();
        return new NewApiKeyOutcome.Made(
            new ApiKey(
                id, key.Name, prefix, key.Role, createdAt, byName, key.ExpiresAt, RevokedAt: null, LastUsedAt: null),
            secret);
    }

    /// <summary>What a key opens; null: it is none of ours, or works no more.</summary>
    public ValueTask<KnownApiKey?> FindAsync(string secret, CancellationToken ct) => IsOne(secret)
        ? _known.FindAsync(Convert.ToHexString(Token.HashOf(secret)), ct)
        : ValueTask.FromResult<KnownApiKey?>(null);

    /// <summary>Those that work first, the newest of them first; at most 400.</summary>
    public async Task<ImmutableArray<ApiKey>> ListAsync(OrganizationId organization, CancellationToken ct)
    {
        await using var command = _data.Primary.Command(List, organization.Typed(), (2 * KeysMax).Typed());
        await using var reader = await command.ExecuteReaderAsync(ct);
        var keys = ImmutableArray.CreateBuilder<ApiKey>();
        while (await reader.ReadAsync(ct))
        {
            keys.Add(new ApiKey(
                reader.GetGuid(0), reader.GetString(1), reader.GetString(2),
                RoleNames.Parse(reader.GetString(3))!.Value, reader.GetDateTime(4),
                reader.IsDBNull(5) ? null : reader.GetString(5), Moment(6), Moment(7), Moment(8)));
        }

        return keys.ToImmutable();

        DateTime? Moment(int column) => reader.IsDBNull(column) ? null : reader.GetDateTime(column);
    }

    /// <summary>Ends a key; once more does no harm.</summary>
    /// <returns>Whether the organization has such a key.</returns>
    public async Task<bool> RevokeAsync(OrganizationId organization, Guid id, CancellationToken ct)
    {
        await using var command = _data.Primary.Command(Revoke, organization.Typed(), id.Typed());
        var isThere = await command.ExecuteNonQueryAsync(ct) == 1;
        _known.Forget(key => key.Id == id);
        return isThere;
    }

    private async Task<KnownApiKey?> ReadAsync(string hash, CancellationToken ct)
    {
        var bytes = Convert.FromHexString(hash);
        await using var batch = _data.Primary.CreateBatch();
        batch.Add(Use, bytes.Typed());
        batch.Add(Find, bytes.Typed());
        await using var reader = await batch.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new KnownApiKey(
                reader.GetGuid(0), reader.GetString(1), new OrganizationId(reader.GetInt64(2)),
                RoleNames.Parse(reader.GetString(3))!.Value)
            : null;
    }
}
