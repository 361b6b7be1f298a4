using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using Usher.Engine.Database;

namespace Usher.Engine.Idempotency;

/// <summary>What requests were answered with, by their keys: the table <c>idempotency_keys</c>.</summary>
internal sealed class KeptReplies(DataSources data, IOptions<IdempotencyOptions> options)
{
    private const int SecretBytes = 32;

    private const string Tidy = """
        delete from idempotency_keys where (organization_id, key) in (
            select organization_id, key from idempotency_keys where created_at < now() - make_interval(days => $1)
            order by created_at limit $2 for update skip locked)
        """;

    private const string Claim = $"""
        insert into idempotency_keys (organization_id, key, fingerprint)
        values (coalesce($1, {Tenant.Default}), $2, $3)
        on conflict do nothing
        """;

    private const string Find = $"select fingerprint, status, location, body from idempotency_keys {OfThisKey}";

    private const string Keep = $"update idempotency_keys set status = $3, location = $4, body = $5 {OfThisKey}";

    private const string OfThisKey = $"where organization_id = coalesce($1, {Tenant.Default}) and key = $2";

    private readonly SharedSecret _secret = new(
        data, "idempotency", () => RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>What tells the request from another one under its key. Needs a connection of its own the first time,
    /// so it is to be asked before one is taken.</summary>
    public async ValueTask<byte[]> FingerprintAsync(RepeatableRequest request, CancellationToken ct) =>
        HMACSHA256.HashData(await _secret.GetAsync(ct), request.Payload.Span);

    /// <summary>Makes the key this transaction's, and removes some old ones. It waits for a transaction that has made
    /// it its own.</summary>
    /// <returns>Whether the key was new.</returns>
    public async Task<bool> ClaimAsync(
        NpgsqlConnection connection, ReplyKey key, byte[] fingerprint, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Tidy, options.Value.KeyDays.Typed(), options.Value.TidyKeysMax.Typed());
        batch.Add(Claim, key.Organization.Typed(), key.Text.Typed(), fingerprint.Typed());
        await batch.ExecuteNonQueryAsync(ct);
        return batch.BatchCommands[^1].RecordsAffected == 1;
    }

    /// <summary>Keeps the answer under a key that this transaction has claimed.</summary>
    public static async Task KeepAsync(
        NpgsqlConnection connection, ReplyKey key, WriteReply reply, CancellationToken ct)
    {
        await using var keep = new NpgsqlCommand(Keep, connection);
        keep.Parameters.Add(key.Organization.Typed());
        keep.Parameters.Add(key.Text.Typed());
        keep.Parameters.Add(reply.Status.Typed());
        keep.Parameters.Add(
            new NpgsqlParameter { Value = (object?)reply.Location ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        keep.Parameters.Add(new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = reply.Body });
        await keep.ExecuteNonQueryAsync(ct);
    }

    /// <summary>What the key's request was answered with, if it is the same request; null: the key is new.</summary>
    public async Task<RepeatableOutcome?> FindAsync(ReplyKey key, byte[] fingerprint, CancellationToken ct)
    {
        await using var connection = await data.Primary.OpenConnectionAsync(ct);
        return await FindAsync(connection, key, fingerprint, ct);
    }

    /// <summary>The same on a connection of the caller's.</summary>
    public static async Task<RepeatableOutcome?> FindAsync(
        NpgsqlConnection connection, ReplyKey key, byte[] fingerprint, CancellationToken ct)
    {
        await using var find = new NpgsqlCommand(Find, connection);
        find.Parameters.Add(key.Organization.Typed());
        find.Parameters.Add(key.Text.Typed());
        await using var reader = await find.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            return null;
        }

        return CryptographicOperations.FixedTimeEquals((byte[])reader[0], fingerprint)
            ? new RepeatableOutcome.Answered(new WriteReply(
                reader.GetInt32(1), reader.IsDBNull(2) ? null : reader.GetString(2), (byte[])reader[3]))
            : new RepeatableOutcome.KeyReused();
    }
}
