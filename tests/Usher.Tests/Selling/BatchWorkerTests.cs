using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Usher.Engine.Selling;
using Usher.Engine.Selling.Batching;
using Usher.Engine.Selling.BestAvailable;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.Tests.Selling;

public sealed class BatchLoopTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Such a command is nobody's to make; a worker that ended with it would keep its shows for ever.
    [Fact]
    public async Task A_command_that_cannot_even_be_begun_fails_alone_and_the_lane_lives_on()
    {
        await using var engine = new TestEngine(database.DataSources);
        var id = await TestEngine.CreateShowAsync(database.DataSources);
        var show = (await engine.Shows.FindAsync(id, CancellationToken.None)).ShouldNotBeNull();
        var options = new SellingOptions();
        var best = Options.Create(new BestAvailableOptions());
        var queue = new CommandQueue(QueueLimits.From(options), TimeProvider.System);
        await using var worker = new BatchWorker(
            0, queue, database.DataSources, engine.Maps, new Chooser(engine.Maps, new SeatRankings(best), best),
            engine.Holders, new CommitListeners([], NullLogger.Instance), engine.Clock, options, TimeProvider.System,
            NullLogger<BookingEngine>.Instance, BatchSteps.Real);
        var unfit = Request(show with { NoOrphans = true }, 1);
        var (beside, after) = (Request(show, 2), Request(show, 3));
        queue.TryEnqueue(unfit).ShouldBeTrue();
        queue.TryEnqueue(beside).ShouldBeTrue();

        var running = worker.RunAsync();

        await Should.ThrowAsync<NullReferenceException>(() => unfit.Task.WaitAsync(Patience));
        (await beside.Task.WaitAsync(Patience)).ShouldBeOfType<BookOutcome.Held>();
        queue.TryEnqueue(after).ShouldBeTrue();
        (await after.Task.WaitAsync(Patience)).ShouldBeOfType<BookOutcome.Held>();
        queue.Close();
        await running.WaitAsync(Patience);
    }

    private static PendingCommand<BookOutcome> Request(ShowTerms show, int seat) => new(new BookingCommand.Book(
        BookingId.Random(show.Id), TestEngine.Buyer, show, "a@example.com", ImmutableArray.Create(seat),
        Fingerprint: null));
}
