using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;
using Npgsql;
using Usher.Engine.Database;

namespace Usher.Engine.Idempotency;

/// <summary>
/// Carries organisers' writes out, each in one transaction. Under a key a write has one effect and one answer, however
/// often it is sent and however many processes it is sent to: the key is a row of the same transaction, so a second
/// request waits at it until the first one has ended.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "without a wait handle a semaphore has nothing to let go")]
public sealed class OrganiserWrites
{
    private const int AttemptsMax = 3;

    private readonly DataSources _data;
    private readonly KeptReplies _replies;

    // Who waits for a lock keeps its connection: eighty clicks on one form would take all of the pool.
    private readonly SemaphoreSlim _turns;

    internal OrganiserWrites(DataSources data, KeptReplies replies, IOptions<OrganiserWriteOptions> limits)
    {
        (_data, _replies) = (data, replies);
        _turns = new SemaphoreSlim(limits.Value.OrganiserWritesMax);
    }

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
        await using var connection = await _data.Primary.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Tenant.EnterAsync(connection, ct);
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
        var (key, fingerprint) = (ReplyKey.Of(request), await _replies.FingerprintAsync(request, ct));
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            if (await RunAsync(write => AttemptAsync(write, key, fingerprint, work, ct), ct) is { } outcome)
            {
                return outcome;
            }
        }

        throw new InvalidOperationException("An idempotency key can neither be claimed nor found.");
    }

    // Null: a row was in the way and is gone.
    private async Task<RepeatableOutcome?> AttemptAsync(
        OrganiserWrite write, ReplyKey key, byte[] fingerprint, Func<OrganiserWrite, Task<WriteReply?>> work,
        CancellationToken ct)
    {
        if (!await _replies.ClaimAsync(write.Connection, key, fingerprint, ct))
        {
            return await KeptReplies.FindAsync(write.Connection, key, fingerprint, ct);
        }

        if (await work(write) is not { } reply)
        {
            return new RepeatableOutcome.Refused();
        }

        await KeptReplies.KeepAsync(write.Connection, key, reply, ct);
        write.Done();
        return new RepeatableOutcome.Answered(reply);
    }
}
