using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;
using Usher.Engine.Database;
using Usher.Engine.Seats;
using Usher.Engine.Selling.BestAvailable;
using Usher.Engine.Selling.Rules;
using Usher.Engine.Shows;

namespace Usher.Engine.Selling.Batching;

/// <summary>
/// One lane: takes all that waits, carries it out in one transaction, answers, and takes again (group commit).
/// Nobody waits for a batch to fill: while one commits, the next gathers by itself.
/// </summary>
internal sealed partial class BatchWorker(
    int worker, CommandQueue queue, DataSources data, SeatMaps maps, Chooser chooser, EngineClock clock,
    EngineOptions options, TimeProvider time, ILogger<BookingEngine> logger, BatchSteps steps) : IAsyncDisposable
{
    // Each round locks the seats of bookings found lapsed by the one before; a second is rare, a third unheard of.
    private const int WideningsMax = 3;

    private static readonly TimeSpan RetryAfterUnavailable = TimeSpan.FromSeconds(2);

    // Others sell the show so fast that nothing stays free long enough to be chosen.
    private static readonly TimeSpan RetryAfterOutpaced = TimeSpan.FromSeconds(1);

    private readonly WorkerConnection _connection = new(data, options.StatementSecondsMax);

    /// <summary>Runs until the queue is closed and empty. Never throws: what fails, fails its commands.</summary>
    public async Task RunAsync()
    {
        while (await queue.TakeAsync() is { } batch)
        {
            AnswerTooLate(batch.TooLate);
            batch.Commands.RemoveAll(pending => pending.Task.IsCompleted);
            var rehearsed = batch.Commands.FindAll(IsWarmUp);
            if (rehearsed.Count > 0)
            {
                // Apart, for what is rehearsed is undone.
                batch.Commands.RemoveAll(IsWarmUp);
                await ExecuteAsync(rehearsed, lost: null);
            }

            if (batch.Commands.Count > 0)
            {
                await ExecuteAsync(batch.Commands, lost: null);
            }

            queue.Release(batch);
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static bool IsWarmUp(PendingCommand pending) =>
        pending.Command is BookingCommand.Book { Show.IsWarmUp: true };

    // A lost attempt is the latest one that nobody knows to be committed or not.
    private async Task ExecuteAsync(IReadOnlyList<PendingCommand> batch, BatchState? lost)
    {
        for (var attempt = 1; ; attempt++)
        {
            BatchTransaction? transaction = null;
            try
            {
                transaction = new BatchTransaction(
                    batch, lost, steps, chooser.For(batch.Select(pending => pending.Command)));
                var state = await transaction.RunAsync(await _connection.OpenAsync(CancellationToken.None), clock);
                if (state.IsLostFound)
                {
                    maps.Apply(lost!.Committed);
                }

                if (!transaction.IsWarmUp)
                {
                    maps.Apply(state.Committed);
                }

                transaction.Answer();
                return;
            }
            catch (Exception exception)
            {
                var failure = DatabaseFailures.Classify(exception);
                // Only the server's own word that the transaction failed is proof that it did.
                var isUndone = exception is PostgresException && failure != DatabaseFailure.ConnectionLost;
                if (transaction is { IsCommitSent: true } && !isUndone)
                {
                    lost = transaction.KeepLost();
                }

                await _connection.DropAsync();
                if (failure == DatabaseFailure.Lasting)
                {
                    await ExecuteApartAsync(batch, lost, exception);
                    return;
                }

                if (attempt == options.BatchAttemptsMax)
                {
                    LogGivenUp(worker, batch.Count, attempt, exception);
                    AnswerUnavailable(batch);
                    return;
                }

                LogRetry(worker, batch.Count, attempt, mayBeCommitted: lost is not null, exception.Message);
                await Task.Delay(PauseAfter(attempt), time, CancellationToken.None);
            }
        }
    }

    // One bad command must not take its neighbours with it: each is tried alone, and the bad one fails alone.
    private async Task ExecuteApartAsync(IReadOnlyList<PendingCommand> batch, BatchState? lost, Exception exception)
    {
        if (batch.Count == 1)
        {
            LogPoisonous(worker, batch[0].Command.GetType().Name, batch[0].Command.Id, exception);
            batch[0].TrySetException(exception);
            return;
        }

        foreach (var pending in batch)
        {
            await ExecuteAsync([pending], lost);
        }
    }

    private void AnswerTooLate(List<PendingCommand> tooLate)
    {
        var retryAfter = queue.RetryAfter;
        foreach (var pending in tooLate)
        {
            pending.TrySetResult(new BookingOutcome.Overloaded(retryAfter));
        }
    }

    private static void AnswerUnavailable(IReadOnlyList<PendingCommand> batch)
    {
        foreach (var pending in batch)
        {
            pending.TrySetResult(new BookingOutcome.Unavailable(RetryAfterUnavailable));
        }
    }

    private static TimeSpan PauseAfter(int attempt) => TimeSpan.FromMilliseconds(25 << Math.Min(attempt, 5));

    [LoggerMessage(LogLevel.Warning, "Worker {Worker}: a batch of {Commands} failed at attempt {Attempt} and is tried "
        + "again (may have been committed: {MayBeCommitted}): {Error}")]
    private partial void LogRetry(int worker, int commands, int attempt, bool mayBeCommitted, string error);

    [LoggerMessage(LogLevel.Error, "Worker {Worker}: a batch of {Commands} was given up after {Attempts} attempts")]
    private partial void LogGivenUp(int worker, int commands, int attempts, Exception exception);

    [LoggerMessage(LogLevel.Error, "Worker {Worker}: the database will not have {Command} for booking {BookingId}")]
    private partial void LogPoisonous(int worker, string command, BookingId bookingId, Exception exception);

    /// <summary>One attempt at a batch.</summary>
    private sealed class BatchTransaction(
        IReadOnlyList<PendingCommand> batch, BatchState? lost, BatchSteps steps, BatchChoices? choices)
    {
        private readonly LockSet _locks = new(batch.Select(pending => pending.Command)) { Lost = lost?.Mark };
        private readonly BookingOutcome[] _outcomes = new BookingOutcome[batch.Count];

        private readonly ShowTerms? _warmUp =
            IsWarmUp(batch[0]) ? ((BookingCommand.Book)batch[0].Command).Show : null;

        private BatchState? _written;

        /// <summary>Undone in the end; a rehearsal's commands are never in one batch with others.</summary>
        public bool IsWarmUp => _warmUp is not null;

        /// <summary>Once true, a broken connection leaves open whether the batch is committed.</summary>
        public bool IsCommitSent => _written is not null;

        public async Task<BatchState> RunAsync(NpgsqlConnection connection, EngineClock clock)
        {
            var state = await DecideAsync(connection, clock);
            if (!state.HasChanges)
            {
                await BookingSql.RollbackAsync(connection, CancellationToken.None);
                return state;
            }

            if (IsWarmUp)
            {
                await BookingSql.WriteAndRollbackAsync(connection, state, CancellationToken.None);
                return state;
            }

            _written = state;
            await steps.WriteAndCommit(connection, state, CancellationToken.None);
            return state;
        }

        public void Answer()
        {
            for (var i = 0; i < _outcomes.Length; i++)
            {
                batch[i].TrySetResult(_outcomes[i]);
            }
        }

        /// <summary>What was written, for the next attempt to look for.</summary>
        public BatchState KeepLost()
        {
            for (var i = 0; i < _outcomes.Length; i++)
            {
                batch[i].Lost = _outcomes[i];
            }

            return _written!;
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

                if (!_outcomes.Any(outcome => outcome is BookingOutcome.ChooseAgain))
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
                if (_outcomes[i] is BookingOutcome.ChooseAgain)
                {
                    _outcomes[i] = new BookingOutcome.Overloaded(RetryAfterOutpaced);
                }
            }
        }

        private async Task<BatchState> LockAsync(NpgsqlConnection connection, EngineClock clock, bool isAgain)
        {
            for (var widenings = 0; ; widenings++)
            {
                Debug.Assert(connection.FullState == System.Data.ConnectionState.Open, "One batch at a time.");
                var state = await BookingSql.LockAsync(
                    connection, _locks, _warmUp, choices?.ShowIds ?? [], isAgain, clock.Now,
                    CancellationToken.None);
                state.Choices = choices;
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
}
