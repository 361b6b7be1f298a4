using System.Text;
using Usher.Engine.Bookings;
using Usher.Engine.Idempotency;
using Usher.Engine.Selling;
using Usher.Testing;

namespace Usher.Tests.Bookings;

/// <summary>The line to the database breaks at the worst moments: what is answered is what is stored.</summary>
public sealed class LostConnections(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Theory]
    [InlineData(nameof(Cut.BeforeCommit))]
    [InlineData(nameof(Cut.AfterCommit))]
    public async Task A_booking_is_held_once_however_the_commit_was_lost(string cut)
    {
        await using var proxy = new CuttingProxy(database.ConnectionString);
        await using var engine = await WarmAsync(proxy);
        var show = await TestEngine.CreateShowAsync(database.DataSources);

        proxy.Arm(Enum.Parse<Cut>(cut));
        var booking = await engine.HoldAsync(show, 1, 2);

        proxy.CutsDone.ShouldBe(1);
        (await engine.OwnersAsync(show)).ShouldBe([new(1, booking.Id), new(2, booking.Id)]);
        (await CountBookingsAsync(show)).ShouldBe(1);
    }

    [Theory]
    [InlineData(nameof(Cut.BeforeCommit))]
    [InlineData(nameof(Cut.AfterCommit))]
    public async Task Seats_that_were_chosen_are_held_once_however_the_commit_was_lost(string cut)
    {
        await using var proxy = new CuttingProxy(database.ConnectionString);
        await using var engine = await WarmAsync(proxy);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var request = BookRequest.ForBest(show, "a@example.com", seatCount: 2);
        var first = (BookOutcome.Held)await engine.BookAsync(request);

        proxy.Arm(Enum.Parse<Cut>(cut));
        var second = (BookOutcome.Held)await engine.BookAsync(request);

        proxy.CutsDone.ShouldBe(1);
        first.Booking.SeatNumbers.ShouldBe([1, 2]);
        second.Booking.SeatNumbers.ShouldBe([3, 4]);
        (await engine.OwnersAsync(show)).Keys.ShouldBe([1, 2, 3, 4]);
        (await CountBookingsAsync(show)).ShouldBe(2);
    }

    [Theory]
    [InlineData(nameof(Cut.BeforeCommit))]
    [InlineData(nameof(Cut.AfterCommit))]
    public async Task A_change_is_made_once_however_the_commit_was_lost(string cut)
    {
        await using var proxy = new CuttingProxy(database.ConnectionString);
        await using var engine = await WarmAsync(proxy);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var booking = await engine.HoldAsync(show, 1);

        proxy.Arm(Enum.Parse<Cut>(cut));
        (await engine.ExtendAsync(booking.Id)).ShouldBeOfType<ExtendOutcome.Extended>();
        proxy.Arm(Enum.Parse<Cut>(cut));
        (await engine.ConfirmAsync(booking.Id)).ShouldBeOfType<ConfirmOutcome.Confirmed>();
        var other = await engine.HoldAsync(show, 2);
        proxy.Arm(Enum.Parse<Cut>(cut));
        (await engine.CancelAsync(other.Id)).ShouldBeOfType<CancelOutcome.Cancelled>();

        proxy.CutsDone.ShouldBe(3);
        var stored = await engine.ReadAsync(booking.Id);
        (stored.Status, stored.Sequence, stored.IsExtended).ShouldBe((BookingStatus.Confirmed, 3, true));
        (await engine.ReadAsync(other.Id)).Sequence.ShouldBe(2);
    }

    [Theory]
    [InlineData(nameof(Cut.BeforeCommit))]
    [InlineData(nameof(Cut.AfterCommit))]
    public async Task A_repeatable_command_has_one_effect_and_one_answer_however_the_commit_was_lost(string cut)
    {
        await using var proxy = new CuttingProxy(database.ConnectionString);
        await using var engine = await WarmAsync(proxy);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        // The key's secret is read once, on a connection that is not to be cut.
        (await BlockAsync(engine, show, $"first {show}", 1)).ShouldBe("1");

        proxy.Arm(Enum.Parse<Cut>(cut));
        (await BlockAsync(engine, show, $"some {show}", 1, 2)).ShouldBe("2");
        proxy.Arm(Enum.Parse<Cut>(cut));
        (await BlockAsync(engine, show, $"none {show}", 1, 2)).ShouldBe("");

        proxy.CutsDone.ShouldBe(2);
        await engine.UnblockAsync(show, 2);
        (await BlockAsync(engine, show, $"some {show}", 1, 2)).ShouldBe("2");
        (await engine.OwnersAsync(show)).Keys.ShouldBe([1]);
    }

    [Fact]
    public async Task An_extension_whose_commit_was_lost_is_answered_as_done_and_a_refused_one_as_refused()
    {
        await using var proxy = new CuttingProxy(database.ConnectionString);
        await using var engine = await WarmAsync(proxy);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var extended = await engine.HoldAsync(show, 1);
        await engine.ExtendAsync(extended.Id);
        var fresh = await engine.HoldAsync(show, 2);

        proxy.Arm(Cut.AfterCommit);
        Task<ExtendOutcome> again, first;
        Task<ConfirmOutcome> confirmed;
        using (engine.PauseTaking())
        {
            again = engine.ExtendAsync(extended.Id);
            first = engine.ExtendAsync(fresh.Id);
            confirmed = engine.ConfirmAsync(fresh.Id);
        }

        (await again).ShouldBeOfType<ExtendOutcome.Refused>().Reason.ShouldBe(RefusalReason.AlreadyExtended);
        (await first).ShouldBeOfType<ExtendOutcome.Extended>().Booking.Status.ShouldBe(BookingStatus.Pending);
        (await confirmed).ShouldBeOfType<ConfirmOutcome.Confirmed>().Booking.Status.ShouldBe(BookingStatus.Confirmed);
        proxy.CutsDone.ShouldBe(1);
    }

    [Fact]
    public async Task An_extension_that_was_not_committed_is_refused_when_somebody_else_has_extended_meanwhile()
    {
        await using var proxy = new CuttingProxy(database.ConnectionString);
        await using var engine = await WarmAsync(proxy);
        await using var other = new TestEngine(database.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var booking = await engine.HoldAsync(show, 1);
        ExtendOutcome? others = null;
        var isLost = false;
        proxy.AtPoint = async (point, _) =>
        {
            if (point == LinePoint.Commit && !isLost)
            {
                isLost = true;
                return new LineVerdict(LineAction.Cut);
            }

            if (point == LinePoint.Lock && isLost)
            {
                others ??= await other.ExtendAsync(booking.Id);
            }

            return LineVerdict.Pass;
        };

        var own = await engine.ExtendAsync(booking.Id);

        others.ShouldBeOfType<ExtendOutcome.Extended>();
        own.ShouldBeOfType<ExtendOutcome.Refused>().Reason.ShouldBe(RefusalReason.AlreadyExtended);
        (await engine.ReadAsync(booking.Id)).Sequence.ShouldBe(2);
    }

    [Fact]
    public async Task A_change_whose_commit_was_lost_is_answered_as_it_was_made_whatever_came_after_it()
    {
        await using var proxy = new CuttingProxy(database.ConnectionString);
        await using var engine = await WarmAsync(proxy);
        await using var other = new TestEngine(database.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var booking = await engine.HoldAsync(show, 1);
        CancelOutcome? others = null;
        proxy.AtPoint = async (point, _) =>
        {
            if (point == LinePoint.Committed && others is null)
            {
                others = await other.CancelAsync(booking.Id);
                return new LineVerdict(LineAction.Cut);
            }

            return LineVerdict.Pass;
        };

        var own = await engine.ExtendAsync(booking.Id);

        others.ShouldBeOfType<CancelOutcome.Cancelled>();
        own.ShouldBeOfType<ExtendOutcome.Extended>().Booking.Status.ShouldBe(BookingStatus.Pending);
    }

    [Fact]
    public async Task A_seat_freed_by_a_lost_commit_is_free_in_memory_too()
    {
        await using var proxy = new CuttingProxy(database.ConnectionString);
        await using var engine = await WarmAsync(proxy);
        var show = await TestEngine.CreateShowAsync(database.DataSources, seats: 2);
        var booking = await engine.HoldAsync(show, 1);
        (await engine.Maps.FindAsync(show, CancellationToken.None)).ShouldNotBeNull();

        proxy.Arm(Cut.AfterCommit);
        (await engine.CancelAsync(booking.Id)).ShouldBeOfType<CancelOutcome.Cancelled>();

        proxy.CutsDone.ShouldBe(1);
        (await engine.BookAsync(show, 1)).ShouldBeOfType<BookOutcome.Held>();
    }

    [Fact]
    public async Task A_line_that_breaks_while_its_transaction_is_undone_does_not_end_the_lane()
    {
        await using var proxy = new CuttingProxy(database.ConnectionString);
        await using var engine = await WarmAsync(proxy, workers: 1);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var refusals = 1;
        proxy.AtPoint = (point, _) => new ValueTask<LineVerdict>(
            point == LinePoint.Lock && refusals-- > 0
                ? new LineVerdict(LineAction.Refuse, SqlState: Npgsql.PostgresErrorCodes.DeadlockDetected)
                : LineVerdict.Pass);

        var first = engine.HoldAsync(show, 1).WaitAsync(TimeSpan.FromSeconds(30));

        (await first).SeatNumbers.ShouldBe([1]);
        (await engine.HoldAsync(show, 2)).SeatNumbers.ShouldBe([2]);
    }

    [Fact]
    public async Task A_refusal_after_a_lost_commit_is_still_a_refusal()
    {
        await using var proxy = new CuttingProxy(database.ConnectionString);
        await using var engine = await WarmAsync(proxy, workers: 1);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        await engine.HoldAsync(show, 1);

        proxy.Arm(Cut.AfterCommit);
        var outcomes = await Task.WhenAll(engine.BookAsync(show, 1), engine.BookAsync(show, 2));

        outcomes[0].ShouldBeOfType<BookOutcome.SeatsTaken>();
        outcomes[1].ShouldBeOfType<BookOutcome.Held>();
    }

    [Fact]
    public async Task While_the_database_is_away_the_answer_says_so_and_afterwards_all_is_well_again()
    {
        await using var proxy = new CuttingProxy(database.ConnectionString);
        await using var engine = await WarmAsync(proxy);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var held = await engine.HoldAsync(show, 1);

        proxy.SetDown(true);
        var away = (await engine.ConfirmAsync(held.Id)).ShouldBeOfType<ConfirmOutcome.Unavailable>();
        away.RetryAfter.ShouldBeGreaterThan(TimeSpan.Zero);
        proxy.SetDown(false);

        (await engine.ConfirmAsync(held.Id)).ShouldBeOfType<ConfirmOutcome.Confirmed>();
    }

    [Fact]
    public async Task Holds_outlive_the_process_that_made_them()
    {
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var clock = TestClock.AtOpening();
        await using var before = new TestEngine(database.DataSources, clock);
        var confirmed = await before.HoldAsync(show, 1);
        var lapsing = await before.HoldAsync(show, 2);
        var key = (await before.BookAsync("key", show, 3)).ShouldBeOfType<BookOutcome.Held>().Booking;
        await before.DisposeAsync();

        await using var after = new TestEngine(database.DataSources, clock);

        (await after.BookAsync(show, 1)).ShouldBeOfType<BookOutcome.SeatsTaken>();
        (await after.ConfirmAsync(confirmed.Id)).ShouldBeOfType<ConfirmOutcome.Confirmed>();
        (await after.BookAsync("key", show, 3)).ShouldBeOfType<BookOutcome.Held>().Booking.Id.ShouldBe(key.Id);
        clock.Advance(TimeSpan.FromSeconds(60));
        (await after.Queries.FindDueAsync(1000, CancellationToken.None)).ShouldContain(lapsing.Id);
        (await after.HoldAsync(show, 2)).SeatNumbers.ShouldBe([2]);
    }

    [Fact]
    public async Task Stopping_carries_out_what_was_taken_and_takes_no_more()
    {
        var show = await TestEngine.CreateShowAsync(database.DataSources, seats: 100);
        var engine = new TestEngine(database.DataSources);
        await engine.HoldAsync(show, 100);
        var taken = Enumerable.Range(1, 99).Select(seat => engine.BookAsync(show, seat)).ToArray();

        await engine.DisposeAsync();

        (await Task.WhenAll(taken)).ShouldAllBe(outcome => outcome is BookOutcome.Held);
        (await engine.BookAsync(show, 1)).ShouldBeOfType<BookOutcome.Overloaded>();
    }

    // The first commands prepare their statements; after them a batch is two round trips, which the cuts rely on.
    private async Task<TestEngine> WarmAsync(CuttingProxy proxy, int workers = 1)
    {
        var engine = new TestEngine(proxy.DataSources, configure: options => options.Selling.BatchWorkers = workers);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var booking = await engine.HoldAsync(show, 1);
        await engine.ExtendAsync(booking.Id);
        await engine.ConfirmAsync(booking.Id);
        return engine;
    }

    private async Task<long> CountBookingsAsync(ShowId show)
    {
        await using var command = database.DataSource.CreateCommand(
            "select count(*) from bookings where show_id = $1");
        command.Parameters.Add(new Npgsql.NpgsqlParameter<long> { TypedValue = show.Value });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<string> BlockAsync(TestEngine engine, ShowId show, string key, params int[] seats)
    {
        var outcome = await engine.Bookings.RepeatAsync(
            new StaffCommand.Block(show, [.. seats], new StaffNote(text: null)),
            new RepeatableRequest(key, Encoding.UTF8.GetBytes(string.Join(' ', seats))),
            decided => decided is BlockOutcome.Blocked { SeatNumbers: var blocked }
                ? new WriteReply(200, null, Encoding.UTF8.GetBytes(string.Join(' ', blocked)))
                : null,
            TestEngine.Desk, CancellationToken.None);
        return Encoding.UTF8.GetString(
            outcome.ShouldBeOfType<RepeatableOutcome.Answered>().Reply.Body.Span);
    }
}
