using Usher.Engine.Selling;
using Usher.Engine.Selling.Batching;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.Tests.Selling;

public sealed class CommandQueueTests
{
    private static readonly QueueLimits Limits = new(
        CommandsMax: 100, WaitMillisecondsMax: 700, BatchCommandsMax: 10, BatchWorkerCommandsMin: 20,
        RetrySecondsMax: 30);

    private readonly TestTime _time = new();
    private readonly CommandQueue _queue;

    public CommandQueueTests() => _queue = new CommandQueue(Limits, _time);

    [Fact]
    public async Task A_shows_commands_come_in_order_of_arrival()
    {
        var commands = Enqueue(show: 1, count: 5);

        (await TakeAsync()).Commands.ShouldBe(commands);
    }

    [Fact]
    public async Task A_hot_show_leaves_the_others_their_share_of_a_batch_and_takes_what_they_leave()
    {
        Enqueue(show: 1, count: 50);
        var others = Enqueue(show: 2, count: 2).Concat(Enqueue(show: 3, count: 1)).ToArray();

        var batch = await TakeAsync();

        batch.Commands.Count.ShouldBe(Limits.BatchCommandsMax);
        batch.Commands.ShouldBeSubsetOf([.. batch.Commands.Where(pending => ShowOf(pending) == 1), .. others]);
        others.ShouldBeSubsetOf(batch.Commands);
    }

    [Fact]
    public async Task A_show_is_with_one_loop_at_a_time()
    {
        Enqueue(show: 1, count: 20);
        var first = await TakeAsync();
        var second = _queue.TakeAsync().AsTask();
        Enqueue(show: 1, count: 1);
        second.IsCompleted.ShouldBeFalse();
        Enqueue(show: 2, count: 1);

        (await second)!.Commands.Select(ShowOf).ShouldBe([2]);
        _queue.Release(first);
        (await TakeAsync()).Commands.Select(ShowOf).Distinct().ShouldBe([1]);
    }

    [Fact]
    public async Task A_third_loop_joins_once_enough_wait_for_it_and_rests_again_when_they_do_not()
    {
        TakenBatch[] taken = [await TakeOneAsync(show: 1), await TakeOneAsync(show: 2)];
        var third = _queue.TakeAsync().AsTask();

        Enqueue(show: 3, count: Limits.BatchWorkerCommandsMin - 1);
        third.IsCompleted.ShouldBeFalse();
        var last = Enqueue(show: 4, count: 1);

        var batch = (await third).ShouldNotBeNull();
        last.ShouldBeSubsetOf(batch.Commands);
        _queue.Release(batch);
        third = _queue.TakeAsync().AsTask();
        third.IsCompleted.ShouldBeFalse();
        _queue.Release(taken[0]);
        (await TakeAsync()).Commands.Select(ShowOf).ShouldAllBe(show => show == 3);
        third.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task The_loop_that_was_idle_last_goes_first()
    {
        var cold = _queue.TakeAsync().AsTask();
        var warm = _queue.TakeAsync().AsTask();

        Enqueue(show: 1, count: 1);

        (await warm).ShouldNotBeNull();
        cold.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task What_waits_for_a_busy_loop_does_not_count_for_a_third()
    {
        await TakeOneAsync(show: 1);
        await TakeOneAsync(show: 2);
        var third = _queue.TakeAsync().AsTask();

        Enqueue(show: 1, count: Limits.BatchWorkerCommandsMin);
        Enqueue(show: 2, count: Limits.BatchWorkerCommandsMin);

        third.IsCompleted.ShouldBeFalse();
    }

    // As when rows are locked by another process: the two do not come back.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_third_loop_takes_what_two_that_are_held_up_leave_waiting(bool someoneCame)
    {
        await TakeOneAsync(show: 1);
        await TakeOneAsync(show: 2);
        var third = _queue.TakeAsync().AsTask();
        var waiting = Enqueue(show: 3, count: 1).Single();
        _time.Advance(TimeSpan.FromMilliseconds(99));
        _queue.RefuseStale();
        third.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));

        if (someoneCame)
        {
            Enqueue(show: 1, count: 1);
        }
        else
        {
            _queue.RefuseStale();
        }

        (await third)!.Commands.ShouldBe([waiting]);
    }

    [Fact]
    public async Task What_a_full_batch_leaves_goes_to_an_idle_loop_at_once()
    {
        TakenBatch[] taken = [await TakeOfEachAsync(firstShow: 1), await TakeOfEachAsync(firstShow: 101)];
        var idle = _queue.TakeAsync().AsTask();
        foreach (var show in taken.SelectMany(batch => batch.Commands).Select(ShowOf))
        {
            Enqueue(show, count: 1);
        }

        Array.ForEach(taken, _queue.Release);
        idle.IsCompleted.ShouldBeFalse();
        (await TakeAsync()).Commands.Count.ShouldBe(Limits.BatchCommandsMax);

        (await idle)!.Commands.Count.ShouldBe(Limits.BatchCommandsMax);
    }

    // As when the database hangs: the worker that has the show does not come back.
    [Fact]
    public async Task Who_has_waited_too_long_is_answered_though_no_loop_is_free()
    {
        Enqueue(show: 1, count: 1);
        var taken = await TakeAsync();
        var waiting = Enqueue(show: 1, count: 2).Append(Enqueue(show: 2, count: 1).Single()).ToArray();
        _time.Advance(TimeSpan.FromMilliseconds(Limits.WaitMillisecondsMax + 1));
        var young = Enqueue(show: 3, count: 1).Single();

        _queue.RefuseStale();

        waiting.ShouldAllBe(pending => pending.Task.IsCompleted && pending.Task.Result is BookOutcome.Overloaded);
        young.Task.IsCompleted.ShouldBeFalse();
        _queue.Waiting.ShouldBe(1);
        _queue.Release(taken);
        (await TakeAsync()).Commands.ShouldBe([young]);
    }

    [Fact]
    public async Task Full_means_no_until_something_is_taken()
    {
        Enqueue(show: 1, count: Limits.CommandsMax);
        _queue.TryEnqueue(Book(show: 2)).ShouldBeFalse();

        await TakeAsync();

        _queue.TryEnqueue(Book(show: 2)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_request_that_waited_too_long_is_given_up_but_a_change_is_not()
    {
        var request = Enqueue(show: 1, count: 1).Single();
        var change = new PendingCommand<ConfirmOutcome>(
            new BookingCommand.Confirm(BookingId.Random(new ShowId(1)), TestEngine.Buyer, Email: null));
        _queue.TryEnqueue(change).ShouldBeTrue();
        _time.Advance(TimeSpan.FromMilliseconds(Limits.WaitMillisecondsMax + 1));

        var batch = await TakeAsync();

        batch.TooLate.ShouldBe([request]);
        batch.Commands.ShouldBe([change]);
        _queue.Waiting.ShouldBe(0);
    }

    [Fact]
    public void A_queue_whose_first_has_waited_too_long_takes_no_more_requests_and_other_queues_do()
    {
        Enqueue(show: 1, count: 1);
        _time.Advance(TimeSpan.FromMilliseconds(Limits.WaitMillisecondsMax + 1));

        _queue.TryEnqueue(Book(show: 1)).ShouldBeFalse();
        _queue.TryEnqueue(Book(show: 2)).ShouldBeTrue();
    }

    [Fact]
    public async Task The_time_to_try_again_grows_with_the_queue()
    {
        var limits = Limits with { CommandsMax = 100_000 };
        var queue = new CommandQueue(limits, _time);
        for (var i = 0; i < 200; i++)
        {
            queue.TryEnqueue(Book(show: 1)).ShouldBeTrue();
            _time.Advance(TimeSpan.FromMilliseconds(100));
            queue.Release((await queue.TakeAsync())!);
        }

        var whenEmpty = queue.RetryAfter;
        for (var i = 0; i < 100; i++)
        {
            queue.TryEnqueue(Book(show: 1)).ShouldBeTrue();
        }

        var whenBusy = queue.RetryAfter;
        for (var i = 0; i < 10_000; i++)
        {
            queue.TryEnqueue(Book(show: 1)).ShouldBeTrue();
        }

        whenEmpty.ShouldBe(TimeSpan.FromSeconds(1));
        whenBusy.ShouldBeInRange(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(29));
        queue.RetryAfter.ShouldBe(TimeSpan.FromSeconds(limits.RetrySecondsMax));
    }

    [Fact]
    public async Task Closed_it_gives_out_what_waits_and_then_nothing()
    {
        Enqueue(show: 1, count: 1);
        _queue.Close();

        _queue.TryEnqueue(Book(show: 1)).ShouldBeFalse();
        var last = await TakeAsync();
        var waiting = _queue.TakeAsync().AsTask();
        _queue.Release(last);

        (await waiting).ShouldBeNull();
    }

    [Fact]
    public async Task Whatever_many_writers_put_in_comes_out_exactly_once()
    {
        const int Writers = 8;
        const int Each = 2_000;
        var queue = new CommandQueue(Limits with { CommandsMax = Writers * Each }, TimeProvider.System);
        var enqueued = new IPendingCommand[Writers][];
        var writers = Enumerable.Range(0, Writers).Select(writer => Task.Run(() =>
        {
            enqueued[writer] = [.. Enumerable.Range(0, Each).Select(_ => Book(show: writer / 2 + 1))];
            Array.ForEach(enqueued[writer], pending => queue.TryEnqueue(pending).ShouldBeTrue());
        })).ToArray();
        var taken = new List<IPendingCommand>[4];
        var readers = Enumerable.Range(0, taken.Length).Select(reader => Task.Run(async () =>
        {
            taken[reader] = [];
            while (await queue.TakeAsync() is { } batch)
            {
                taken[reader].AddRange(batch.Commands);
                taken[reader].AddRange(batch.TooLate);
                queue.Release(batch);
            }
        })).ToArray();

        await Task.WhenAll(writers);
        queue.Close();
        await Task.WhenAll(readers);

        taken.Sum(list => list.Count).ShouldBe(Writers * Each);
        taken.SelectMany(list => list).Distinct().Count().ShouldBe(Writers * Each);
        queue.Waiting.ShouldBe(0);
    }

    private async Task<TakenBatch> TakeOfEachAsync(int firstShow)
    {
        for (var show = firstShow; show < firstShow + Limits.BatchCommandsMax; show++)
        {
            Enqueue(show, count: 1);
        }

        return await TakeAsync();
    }

    private async Task<TakenBatch> TakeOneAsync(long show)
    {
        Enqueue(show, count: 1);
        return await TakeAsync();
    }

    private static PendingCommand<BookOutcome> Book(long show) => new(new BookingCommand.Book(
        BookingId.Random(new ShowId(show)), TestEngine.Buyer,
        new ShowTerms(new ShowId(show), new OrganizationId(1), 100, 60, null, true), null, [1], Fingerprint: null));

    private static long ShowOf(IPendingCommand pending) => pending.Command.ShowId.Value;

    private PendingCommand<BookOutcome>[] Enqueue(long show, int count)
    {
        var commands = Enumerable.Range(0, count).Select(_ => Book(show)).ToArray();
        Array.ForEach(commands, pending => _queue.TryEnqueue(pending).ShouldBeTrue());
        return commands;
    }

    private async Task<TakenBatch> TakeAsync() => (await _queue.TakeAsync()).ShouldNotBeNull();
}
