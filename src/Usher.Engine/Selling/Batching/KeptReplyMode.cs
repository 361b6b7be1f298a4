using Npgsql;
using Usher.Engine.Database;
using Usher.Engine.Idempotency;
using Usher.Engine.Selling.Rules;

namespace Usher.Engine.Selling.Batching;

/// <summary>
/// The batch of one command whose answer is kept under its idempotency key, in the transaction of the command itself.
/// Where another request has got the key meanwhile nothing is written.
/// </summary>
/// <param name="replies">Where answers are kept.</param>
/// <param name="key">The key.</param>
/// <param name="fingerprint">Of the request.</param>
/// <param name="complete">Reads on the batch's connection what the rules do not see.</param>
/// <param name="answer">What to answer; null: it is a refusal, and not kept.</param>
internal sealed class KeptReplyMode(
    KeptReplies replies, ReplyKey key, byte[] fingerprint,
    Func<NpgsqlConnection, CommandOutcome, CancellationToken, Task<CommandOutcome>> complete,
    Func<CommandOutcome, WriteReply?> answer) : BatchMode
{
    private CommandOutcome? _decided;
    private CommandOutcome? _completed;

    public override bool Lasts => true;

    /// <summary>What was answered and kept; null: it was refused, or another request has the key.</summary>
    public WriteReply? Reply { get; private set; }

    /// <summary>The outcome with all that was read; null where it is not what the latest batch decided.</summary>
    public CommandOutcome? Completed(CommandOutcome outcome) => ReferenceEquals(outcome, _decided) ? _completed : null;

    /// <summary>Another request has the key, or this one has had it before.</summary>
    public bool IsKeyTaken { get; private set; }

    public override void Stage(NpgsqlBatch batch)
    {
        // Seats come first everywhere: whoever waits for a key has all the seats that it needs.
    }

    public override async ValueTask<bool> MayEndAsync(
        NpgsqlConnection connection, BatchState state, CommandOutcome outcome, CancellationToken ct)
    {
        (_decided, _completed) = (outcome, await complete(connection, outcome, ct));
        (Reply, IsKeyTaken) = (answer(_completed), false);
        if (Reply is null)
        {
            return false;
        }

        if (!await replies.ClaimAsync(connection, key, fingerprint, ct))
        {
            (Reply, IsKeyTaken) = (null, true);
            return false;
        }

        await KeptReplies.KeepAsync(connection, key, Reply, ct);
        return true;
    }

    public override async Task EndAsync(
        NpgsqlConnection connection, BatchState state, BatchSteps steps, CancellationToken ct)
    {
        if (state.HasChanges)
        {
            await steps.WriteAndCommit(connection, state, ct);
            return;
        }

        await using var commit = new NpgsqlBatch(connection);
        commit.Add("commit");
        await commit.ExecuteNonQueryAsync(ct);
    }
}
