using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Usher.Engine.Database;
using Usher.Engine.Seats;
using Usher.Engine.Selling.BestAvailable;
using Usher.Engine.Selling.Holders;

namespace Usher.Engine.Selling.Batching;

/// <summary>
/// Where commands are carried out: a bounded queue, and workers that take what waits in it and share a transaction for
/// it. Starts the workers; the database is first touched by the first command.
/// </summary>
internal sealed class Batches : IAsyncDisposable
{
    // A fraction of the time that a request may wait.
    private static readonly TimeSpan RefuseStaleEvery = TimeSpan.FromMilliseconds(250);

    private readonly CommandQueue _queue;
    private readonly ImmutableArray<BatchWorker> _workers;
    private readonly Task _running;
    private readonly ITimer _refusingStale;

    public Batches(
        DataSources data, SeatMaps maps, Chooser chooser, HeldSeats holders, IEnumerable<ICommitListener> listeners,
        IOptions<SellingOptions> options, EngineClock clock, TimeProvider time, ILogger<BookingEngine> logger,
        BatchSteps steps, DiskSpace? disk = null)
    {
        _queue = new CommandQueue(QueueLimits.From(options.Value), time);
        var all = new CommitListeners([new SeatMapListener(maps), holders, .. listeners], logger);
        _workers =
        [
            .. Enumerable.Range(0, options.Value.BatchWorkers)
                .Select(worker => new BatchWorker(
                    worker, _queue, data, maps, chooser, holders, all, clock, options.Value, time, logger, steps,
                    disk)),
        ];
        _running = Task.WhenAll(_workers.Select(worker => Task.Run(worker.RunAsync)));
        _refusingStale = time.CreateTimer(_ => _queue.RefuseStale(), state: null, RefuseStaleEvery, RefuseStaleEvery);
    }

    /// <inheritdoc cref="CommandQueue.RetryAfter"/>
    public TimeSpan RetryAfter => _queue.RetryAfter;

    /// <inheritdoc cref="CommandQueue.PauseTaking"/>
    public Lock.Scope PauseTaking() => _queue.PauseTaking();

    /// <summary>Has the command carried out. A cancelled wait does not undo it: it may still be.</summary>
    public Task<TOutcome> CarryOutAsync<TOutcome>(BookingCommand<TOutcome> command, CancellationToken ct)
        where TOutcome : CommandOutcome
    {
        if (ct.IsCancellationRequested)
        {
            return Task.FromCanceled<TOutcome>(ct);
        }

        var pending = new PendingCommand<TOutcome>(command);
        return _queue.TryEnqueue(pending)
            ? pending.Task.WaitAsync(ct)
            : Task.FromResult(command.Overloaded(_queue.RetryAfter));
    }

    /// <summary>Takes no more commands, carries out those that wait, and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _running;
        await _refusingStale.DisposeAsync();
        foreach (var worker in _workers)
        {
            await worker.DisposeAsync();
        }
    }
}
