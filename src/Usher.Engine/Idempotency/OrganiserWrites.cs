using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using Usher.Engine.Database;

namespace Usher.Engine.Idempotency;

/// <summary>
/// Carries organisers' writes out, each in one transaction. Under a key a write has one effect and one answer, however
/// often it is sent and however many processes it is sent to: the key is a row of the same transaction, so a second
/// request waits at it until the first one has ended.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "without a wait handle a semaphore has nothing to let go")]
public sealed class OrganiserWrites(
    DataSources data, IOptions<IdempotencyOptions> options, IOptions<OrganiserWriteOptions> limits)
{
    private const int SecretBytes = 32;
    private const int AttemptsMax = 3;

    private const string Tidy = """
        delete from idempotency_keys where (organization_id, key) in (
            select organization_id, key from idempotency_keys where created_at < now() - make_interval(days => $1)
            order by created_at limit $2 for update skip locked)
        """;

    private const string Claim = """
        insert into idempotency_keys (organization_id, key, fingerprint)
        select id, $1, $2 from organizations where slug = 'default'
        on conflict do nothing
        """;

    private const string Find = $"select fingerprint, status, location, body from idempotency_keys {OfThisKey}";

    private const string Keep = $"update idempotency_keys set status = $2, location = $3, body = $4 {OfThisKey}";

    private const string OfThisKey = """
        where organization_id = (select id from organizations where slug = 'default') and key = $1
        """;

    private readonly SharedSecret _secret = new(
        data, "idempotency", () => RandomNumberGenerator.GetBytes(SecretBytes));

    // Who waits for a lock keeps its connection: eighty clicks on one form would take all of the pool.
    private readonly SemaphoreSlim _turns = new(limits.Value.OrganiserWritesMax);

    /// <summary>Carries a write out.</summary>
    /// <exception cref="NpgsqlException">The database is away; nothing was written, unless the connection broke at the
    /// last moment.</exception>
    public async Task<T> RunAsync<T>(Func<OrganiserWrite, Task<T>> work, CancellationToken ct)
    {
        await _turns.WaitAsync(ct);
        T outcome;
        OrganiserWrite? done;
        try
        {
            (outcome, done) = await WriteAsync(work, ct);
        }
        finally
        {
            _turns.Release();
        }

        await (done?.FollowAsync() ?? Task.CompletedTask);
        return outcome;
    }

    // The write comes back where it was kept.
    private async Task<(T Outcome, OrganiserWrite? Done)> WriteAsync<T>(
        Func<OrganiserWrite, Task<T>> work, CancellationToken ct)
    {
        await using var connection = await data.Primary.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var write = new OrganiserWrite(connection);
        var outcome = await work(write);
        if (!write.IsDone)
        {
            return (outcome, null);
        }

        await transaction.CommitAsync(ct);
        return (outcome, write);
    }

    /// <summary>Carries a write out, once for its key. A commit whose answer was lost may have been one: who repeats
    /// the request learns it.</summary>
    /// <param name="request">The key, and what the request says.</param>
    /// <param name="work">Writes, and says what to answer; null: it is refused.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="NpgsqlException">As without a key.</exception>
    public async Task<RepeatableOutcome> RunAsync(
        RepeatableRequest request, Func<OrganiserWrite, Task<WriteReply?>> work, CancellationToken ct)
    {
        // Before the transaction: one piece of work has one connection.
        var fingerprint = HMACSHA256.HashData(await _secret.GetAsync(ct), request.Payload.Span);
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            if (await RunAsync(write => AttemptAsync(write, request.Key, fingerprint, work, ct), ct) is { } outcome)
            {
                return outcome;
            }
        }

        throw new InvalidOperationException("An idempotency key can neither be claimed nor found.");
    }

    // Null: a row was in the way and is gone.
    private async Task<RepeatableOutcome?> AttemptAsync(
        OrganiserWrite write, string key, byte[] fingerprint, Func<OrganiserWrite, Task<WriteReply?>> work,
        CancellationToken ct)
    {
        if (!await ClaimAsync(write.Connection, key, fingerprint, ct))
        {
            return await FindAsync(write.Connection, key, fingerprint, ct);
        }

        if (await work(write) is not { } reply)
        {
            return new RepeatableOutcome.Refused();
        }

        await using var keep = new NpgsqlCommand(Keep, write.Connection);
        keep.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        keep.Parameters.Add(reply.Status.Typed());
        keep.Parameters.Add(
            new NpgsqlParameter { Value = (object?)reply.Location ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        keep.Parameters.Add(new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = reply.Body });
        await keep.ExecuteNonQueryAsync(ct);
        write.Done();
        return new RepeatableOutcome.Answered(reply);
    }

    private async Task<bool> ClaimAsync(
        NpgsqlConnection connection, string key, byte[] fingerprint, CancellationToken ct)
    {
        await using (var tidy = new NpgsqlCommand(Tidy, connection))
        {
            tidy.Parameters.Add(options.Value.KeyDays.Typed());
            tidy.Parameters.Add(options.Value.TidyKeysMax.Typed());
            await tidy.ExecuteNonQueryAsync(ct);
        }

        await using var claim = new NpgsqlCommand(Claim, connection);
        claim.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        claim.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = fingerprint });
        return await claim.ExecuteNonQueryAsync(ct) == 1;
    }

    private static async Task<RepeatableOutcome?> FindAsync(
        NpgsqlConnection connection, string key, byte[] fingerprint, CancellationToken ct)
    {
        await using var find = new NpgsqlCommand(Find, connection);
        find.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
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
