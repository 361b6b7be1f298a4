using System.Diagnostics;
using Npgsql;
using Usher.Engine.Sealing;
using Usher.Engine.Selling.BestAvailable;
using Usher.Engine.Selling.Holders;
using Usher.Engine.Selling.Rules;

namespace Usher.Engine.Selling.Batching;

/// <summary>One attempt at a batch of commands of the same mode.</summary>
/// <param name="batch">At least one.</param>
/// <param name="lost">The latest attempt that nobody knows to be committed or not.</param>
/// <param name="steps">The engine's, or a test's.</param>
/// <param name="choices">Null where no seats are to be chosen.</param>
/// <param name="holders">What clients hold.</param>
/// <param name="keys">What addresses are sealed under.</param>
internal sealed class BatchTransaction(
    IReadOnlyList<IPendingCommand> batch, BatchState? lost, BatchSteps steps, BatchChoices? choices, HeldSeats holders,
    KeyRing keys)
{
    // Each round locks the seats of bookings found lapsed by the one before; a second is rare, a third unheard of.
    private const int WideningsMax = 3;

    // Others sell the show so fast that nothing stays free long enough to be chosen.
    private static readonly TimeSpan RetryAfterOutpaced = TimeSpan.FromSeconds(1);

    private readonly LockSet _locks = new(batch.Select(pending => pending.Command)) { Lost = lost?.Mark };
    private readonly CommandOutcome[] _outcomes = new CommandOutcome[batch.Count];
    private readonly BatchMode _mode = batch[0].Command.Mode;

    /// <summary>What was written to stay, once its commit was sent: from there on a broken connection leaves open
    /// whether it is committed. Null where nothing was.</summary>
    public BatchState? Written { get; private set; }

    public async Task<BatchState> RunAsync(NpgsqlConnection connection, EngineClock clock)
    {
        var state = await DecideAsync(connection, clock);
        if (!await _mode.MayEndAsync(connection, state, _outcomes[0], CancellationToken.None))
        {
            await BookingSql.RollbackAsync(connection, CancellationToken.None);
            return state;
        }

        Written = _mode.Lasts && state.HasChanges ? state : null;
        await _mode.EndAsync(connection, state, steps, CancellationToken.None);
        return state;
    }

    public void Answer()
    {
        for (var i = 0; i < _outcomes.Length; i++)
        {
            batch[i].Answer(_outcomes[i]);
        }
    }

    /// <summary>What was written, for the next attempt to look for.</summary>
    public BatchState KeepLost()
    {
        for (var i = 0; i < _outcomes.Length; i++)
        {
            batch[i].Lost = _outcomes[i];
        }

        return Written!;
    }

    private async Task<BatchState> DecideAsync(NpgsqlConnection connection, EngineClock clock)
    {
        for (var round = 0; ; round++)
        {
            if (choices is not null)
            {
                await choices.PlanAsync(_locks, round);
            }

            var state = await LockAsync(connection, clock, isAgain: round > 0);
            for (var i = 0; i < _outcomes.Length; i++)
            {
                // A batch is committed as a whole, so what it was about to answer is true, whatever came after it.
                _outcomes[i] = state.IsLostFound ? batch[i].Lost! : steps.Decide(state, batch[i].Command);
            }

            if (!_outcomes.Any(outcome => outcome is BookOutcome.ChooseAgain))
            {
                return state;
            }

            if (round == BatchChoices.RoundsMax - 1)
            {
                GiveUpChoosing();
                return state;
            }

            choices!.Learn(state, batch.Select((pending, i) => (pending.Command, _outcomes[i])));
        }
    }

    private void GiveUpChoosing()
    {
        for (var i = 0; i < _outcomes.Length; i++)
        {
            if (_outcomes[i] is BookOutcome.ChooseAgain)
            {
                _outcomes[i] = new BookOutcome.Overloaded(RetryAfterOutpaced);
            }
        }
    }

    private async Task<BatchState> LockAsync(NpgsqlConnection connection, EngineClock clock, bool isAgain)
    {
        for (var widenings = 0; ; widenings++)
        {
            Debug.Assert(connection.FullState == System.Data.ConnectionState.Open, "One batch at a time.");
            var state = await BookingSql.LockAsync(
                connection, _locks, _mode, choices?.ShowIds ?? [], isAgain, clock.Now, keys,
                CancellationToken.None);
            state.Choices = choices;
            state.Holders = holders;
            choices?.Learn(state);
            // Without all of its seats no booking can be decided, however often that takes; each round brings in
            // at least one more.
            if (state.IsWhole && (widenings >= WideningsMax || !_locks.Widen(state)))
            {
                return state;
            }

            if (choices is null)
            {
                await BookingSql.RollbackAsync(connection, CancellationToken.None);
            }
            else
            {
                isAgain = true;
            }
        }
    }
}
