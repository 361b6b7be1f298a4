using Microsoft.Extensions.Logging;
using Npgsql;
using Usher.Engine.Database;
using Usher.Engine.Seats;
using Usher.Engine.Selling.BestAvailable;
using Usher.Engine.Selling.Holders;
using Usher.Engine.Selling.Rules;

namespace Usher.Engine.Selling.Batching;

/// <summary>
/// One worker: takes all that waits, carries it out in one transaction, answers, and takes again (group commit).
/// Nobody waits for a batch to fill: while one commits, the next gathers by itself.
/// </summary>
internal sealed partial class BatchWorker(
    int worker, CommandQueue queue, DataSources data, SeatMaps maps, Chooser chooser, HeldSeats holders,
    CommitListeners listeners, EngineClock clock, SellingOptions options, TimeProvider time,
    ILogger<BookingEngine> logger, BatchSteps steps, DiskSpace? disk = null)
    : IAsyncDisposable
{
    private static readonly TimeSpan RetryAfterUnavailable = TimeSpan.FromSeconds(2);

    private readonly WorkerConnection _connection = new(data, options.StatementSecondsMax);

    /// <summary>Runs until the queue is closed and empty. Never throws: what fails, fails its commands.</summary>
    public async Task RunAsync()
    {
        while (await queue.TakeAsync() is { } batch)
        {
            AnswerTooLate(batch.TooLate);
            batch.Commands.RemoveAll(pending => pending.IsAnswered);
            foreach (var commands in batch.Commands.GroupBy(pending => pending.Command.Mode))
            {
                await ExecuteAsync([.. commands], lost: null);
            }

            queue.Release(batch);
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    // A lost attempt is the latest one that nobody knows to be committed or not.
    private async Task ExecuteAsync(IReadOnlyList<IPendingCommand> batch, BatchState? lost)
    {
        for (var attempt = 1; ; attempt++)
        {
            BatchTransaction? transaction = null;
            try
            {
                transaction = new BatchTransaction(
                    batch, lost, steps, chooser.For(batch.Select(pending => pending.Command)), holders,
                    data.Keys);
                var state = await transaction.RunAsync(await _connection.OpenAsync(CancellationToken.None), clock);
                maps.NoteClock(state.Now);
                if ((state.IsLostFound ? lost : transaction.Written) is { } committed)
                {
                    listeners.Tell(committed);
                }

                transaction.Answer();
                return;
            }
            catch (Exception exception)
            {
                disk?.Note(exception);
                var failure = DatabaseFailures.Classify(exception);
                // Only the server's own word that the transaction failed is proof that it did.
                var isUndone = exception is PostgresException && failure != DatabaseFailure.ConnectionLost;
                if (transaction is { Written: not null } && !isUndone)
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
                    NoteLost(lost);
                    AnswerUnavailable(batch);
                    return;
                }

                LogRetry(worker, batch.Count, attempt, mayBeCommitted: lost is not null, exception.Message);
                await Task.Delay(PauseAfter(attempt), time, CancellationToken.None);
            }
        }
    }

    // One bad command must not take its neighbours with it: each is tried alone, and the bad one fails alone.
    private async Task ExecuteApartAsync(IReadOnlyList<IPendingCommand> batch, BatchState? lost, Exception exception)
    {
        if (batch.Count == 1)
        {
            NoteLost(lost);
            LogPoisonous(worker, batch[0].Command.GetType().Name, batch[0].Command.Id, exception);
            batch[0].Fail(exception);
            return;
        }

        foreach (var pending in batch)
        {
            await ExecuteAsync([pending], lost);
        }
    }

    // Nobody will learn whether it is committed.
    private void NoteLost(BatchState? lost)
    {
        if (lost is { IsTold: false })
        {
            holders.OnLost(lost.Committed);
        }
    }

    private void AnswerTooLate(List<IPendingCommand> tooLate)
    {
        var retryAfter = queue.RetryAfter;
        foreach (var pending in tooLate)
        {
            pending.AnswerOverloaded(retryAfter);
        }
    }

    private static void AnswerUnavailable(IReadOnlyList<IPendingCommand> batch)
    {
        foreach (var pending in batch)
        {
            pending.AnswerUnavailable(RetryAfterUnavailable);
        }
    }

    private static TimeSpan PauseAfter(int attempt) => TimeSpan.FromMilliseconds(25 << Math.Min(attempt, 5));

    [LoggerMessage(LogLevel.Warning, "Worker {Worker}: a batch of {Commands} failed at attempt {Attempt} and is "
        + "retried (may have been committed: {MayBeCommitted}): {Error}")]
    private partial void LogRetry(int worker, int commands, int attempt, bool mayBeCommitted, string error);

    [LoggerMessage(LogLevel.Error, "Worker {Worker}: a batch of {Commands} was abandoned after {Attempts} attempts")]
    private partial void LogGivenUp(int worker, int commands, int attempts, Exception exception);

    [LoggerMessage(LogLevel.Error, "Worker {Worker}: the database rejected {Command} for booking {BookingId}")]
    private partial void LogPoisonous(int worker, string command, BookingId bookingId, Exception exception);
}
