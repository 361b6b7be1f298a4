using Npgsql;
using Usher.Engine.Selling.Rules;

namespace Usher.Engine.Selling.Batching;

/// <summary>How a batch ends: committed, or undone. Commands of different modes share no batch.</summary>
internal abstract class BatchMode
{
    /// <summary>What is written is committed, and told.</summary>
    public static BatchMode Commit { get; } = new CommitMode();

    /// <summary>Whether what is written stays. Only then may a lost connection leave open what became of it.</summary>
    public abstract bool Lasts { get; }

    /// <summary>Adds what must be there before the seats are locked.</summary>
    public abstract void Stage(NpgsqlBatch batch);

    /// <summary>Whether the decided batch is to be ended; otherwise it is undone. Asked before anything is written.
    /// </summary>
    /// <param name="connection">The batch's, within its transaction.</param>
    /// <param name="state">What was decided.</param>
    /// <param name="outcome">The first command's.</param>
    /// <param name="ct">Ends it.</param>
    public virtual ValueTask<bool> MayEndAsync(
        NpgsqlConnection connection, BatchState state, CommandOutcome outcome, CancellationToken ct) =>
        new(state.HasChanges);

    /// <summary>Writes what the batch has changed and ends its transaction.</summary>
    public abstract Task EndAsync(
        NpgsqlConnection connection, BatchState state, BatchSteps steps, CancellationToken ct);

    private sealed class CommitMode : BatchMode
    {
        public override bool Lasts => true;

        public override void Stage(NpgsqlBatch batch)
        {
            // All that buyers book is there.
        }

        public override Task EndAsync(
            NpgsqlConnection connection, BatchState state, BatchSteps steps, CancellationToken ct) =>
            steps.WriteAndCommit(connection, state, ct);
    }
}
