using Usher.Engine.Batching;
using Usher.Engine.Bookings;
using Usher.Engine.Shows;
using Usher.Tests.Support;

namespace Usher.Tests.Batching;

public sealed class CommandQueueTests
{
    private static readonly QueueLimits Limits = new(
        CommandsMax: 100, WaitMillisecondsMax: 700, BatchCommandsMax: 10, RetrySecondsMax: 30);

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

    // As when the database hangs: the loop that has the show does not come back.
    [Fact]
    public async Task Who_has_waited_too_long_is_answered_though_no_loop_is_free()
    {
        Enqueue(show: 1, count: 1);
        var taken = await TakeAsync();
        var waiting = Enqueue(show: 1, count: 2).Append(Enqueue(show: 2, count: 1).Single()).ToArray();
        _time.Advance(TimeSpan.FromMilliseconds(Limits.WaitMillisecondsMax + 1));
        var young = Enqueue(show: 3, count: 1).Single();

        _queue.TurnAwayStale();

        waiting.ShouldAllBe(pending => pending.Task.IsCompleted && pending.Task.Result is BookingOutcome.Overloaded);
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
    public async Task A_wish_that_waited_too_long_is_given_up_but_a_change_is_not()
    {
        var wish = Enqueue(show: 1, count: 1).Single();
        var change = new PendingCommand(new BookingCommand.Confirm(BookingId.Random(1), Email: null));
        _queue.TryEnqueue(change).ShouldBeTrue();
        _time.Advance(TimeSpan.FromMilliseconds(Limits.WaitMillisecondsMax + 1));

        var batch = await TakeAsync();

        batch.TooLate.ShouldBe([wish]);
        batch.Commands.ShouldBe([change]);
        _queue.Waiting.ShouldBe(0);
    }

    [Fact]
    public void A_line_whose_first_has_waited_too_long_takes_no_more_wishes_and_other_lines_do()
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
        var enqueued = new PendingCommand[Writers][];
        var writers = Enumerable.Range(0, Writers).Select(writer => Task.Run(() =>
        {
            enqueued[writer] = [.. Enumerable.Range(0, Each).Select(_ => Book(show: writer / 2 + 1))];
            Array.ForEach(enqueued[writer], pending => queue.TryEnqueue(pending).ShouldBeTrue());
        })).ToArray();
        var taken = new List<PendingCommand>[2];
        var readers = Enumerable.Range(0, 2).Select(reader => Task.Run(async () =>
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

    private static PendingCommand Book(long show) => new(new BookingCommand.Book(
        BookingId.Random(show), new ShowTerms(show, 1, 100, 60, null, true), null, [1], Fingerprint: null));

    private static long ShowOf(PendingCommand pending) => pending.Command.Id.ShowId;

    private PendingCommand[] Enqueue(long show, int count)
    {
        var commands = Enumerable.Range(0, count).Select(_ => Book(show)).ToArray();
        Array.ForEach(commands, pending => _queue.TryEnqueue(pending).ShouldBeTrue());
        return commands;
    }

    private async Task<TakenBatch> TakeAsync() => (await _queue.TakeAsync()).ShouldNotBeNull();
}
