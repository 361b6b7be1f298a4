using Usher.Engine.Bookings;
using Usher.Engine.Database;
using Usher.Engine.Selling;
using Usher.Testing;

namespace Usher.Tests.Bookings;

public sealed class BookingEngineTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Seats_are_held_together_until_the_hold_ends()
    {
        await using var engine = new TestEngine(database.DataSources, TestClock.AtOpening());
        var show = await TestEngine.CreateShowAsync(database.DataSources);

        var booking = await engine.HoldAsync(show, 5, 6);

        booking.Status.ShouldBe(BookingStatus.Pending);
        booking.ExpiresAt.ShouldBe(engine.Clock.Now!.Value + Hold);
        (await engine.ReadAsync(booking.Id)).SeatNumbers.ShouldBe([5, 6]);
        (await engine.OwnersAsync(show)).ShouldBe([new(5, booking.Id), new(6, booking.Id)]);
    }

    [Fact]
    public async Task A_refusal_names_the_taken_seats_and_writes_nothing()
    {
        await using var engine = new TestEngine(database.DataSources, TestClock.AtOpening());
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var first = await engine.HoldAsync(show, 5, 6);

        var outcome = await engine.BookAsync(show, 4, 5, 6, 7);

        outcome.ShouldBeOfType<BookOutcome.SeatsTaken>().SeatNumbers.ShouldBe([5, 6]);
        (await engine.OwnersAsync(show)).Values.ShouldAllBe(owner => owner == first.Id);
        (await CountAsync("select count(*) from bookings where show_id = $1", show)).ShouldBe(1);
    }

    [Fact]
    public async Task A_confirmed_booking_keeps_its_seats_for_good()
    {
        await using var engine = new TestEngine(database.DataSources, TestClock.AtOpening());
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var booking = await engine.HoldAsync(show, 1);

        (await engine.ConfirmAsync(booking.Id)).ShouldBeOfType<ConfirmOutcome.Confirmed>();
        engine.Clock.Advance(10 * Hold);

        (await engine.BookAsync(show, 1)).ShouldBeOfType<BookOutcome.SeatsTaken>();
        (await engine.ExpireAsync(booking.Id)).ShouldBeOfType<ExpireOutcome.Refused>()
            .Reason.ShouldBe(RefusalReason.AlreadyConfirmed);
        (await engine.ConfirmAsync(booking.Id)).ShouldBeOfType<ConfirmOutcome.ConfirmedBefore>();
    }

    [Fact]
    public async Task A_lapsed_hold_goes_to_the_next_buyer_without_waiting_for_the_sweep()
    {
        await using var engine = new TestEngine(database.DataSources, TestClock.AtOpening());
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var late = await engine.HoldAsync(show, 1, 2, 3);
        engine.Clock.Advance(Hold);

        var next = await engine.HoldAsync(show, 2, 4);

        var lapsed = await engine.ReadAsync(late.Id);
        (lapsed.Status, lapsed.Reason).ShouldBe((BookingStatus.Failed, FailureReason.Expired));
        (await engine.OwnersAsync(show)).ShouldBe([new(2, next.Id), new(4, next.Id)]);
        (await engine.ConfirmAsync(late.Id)).ShouldBeOfType<ConfirmOutcome.Refused>()
            .Reason.ShouldBe(RefusalReason.Expired);
    }

    [Fact]
    public async Task A_refused_takeover_leaves_the_lapsed_hold_alone()
    {
        await using var engine = new TestEngine(database.DataSources, TestClock.AtOpening());
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var late = await engine.HoldAsync(show, 1, 2);
        engine.Clock.Advance(Hold / 2);
        await engine.HoldAsync(show, 3);
        engine.Clock.Advance(Hold / 2);

        (await engine.BookAsync(show, 2, 3)).ShouldBeOfType<BookOutcome.SeatsTaken>().SeatNumbers.ShouldBe([3]);

        (await engine.ConfirmAsync(late.Id)).ShouldBeOfType<ConfirmOutcome.Confirmed>();
    }

    [Fact]
    public async Task A_confirmation_a_moment_late_succeeds_while_the_seats_are_still_its_own()
    {
        await using var engine = new TestEngine(database.DataSources, TestClock.AtOpening());
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var booking = await engine.HoldAsync(show, 1);
        engine.Clock.Advance(Hold + TimeSpan.FromMilliseconds(1));

        (await engine.ConfirmAsync(booking.Id)).ShouldBeOfType<ConfirmOutcome.Confirmed>();
    }

    [Fact]
    public async Task The_sweep_frees_a_hold_only_once_it_has_ended()
    {
        await using var engine = new TestEngine(database.DataSources, TestClock.AtOpening());
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var booking = await engine.HoldAsync(show, 1);

        (await engine.ExpireAsync(booking.Id)).ShouldBeOfType<ExpireOutcome.Refused>()
            .Reason.ShouldBe(RefusalReason.NotExpired);
        engine.Clock.Advance(Hold);
        (await engine.Queries.FindDueAsync(100, CancellationToken.None)).ShouldContain(booking.Id);
        (await engine.ExpireAsync(booking.Id)).ShouldBeOfType<ExpireOutcome.Expired>();

        (await engine.OwnersAsync(show)).ShouldBeEmpty();
        (await engine.HoldAsync(show, 1)).Status.ShouldBe(BookingStatus.Pending);
    }

    [Fact]
    public async Task A_hold_is_extended_once_by_its_own_length()
    {
        await using var engine = new TestEngine(database.DataSources, TestClock.AtOpening());
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var booking = await engine.HoldAsync(show, 1);

        var extended = (await engine.ExtendAsync(booking.Id)).ShouldBeOfType<ExtendOutcome.Extended>().Booking;

        extended.ExpiresAt.ShouldBe(booking.ExpiresAt + Hold);
        (await engine.ExtendAsync(booking.Id)).ShouldBeOfType<ExtendOutcome.Refused>()
            .Reason.ShouldBe(RefusalReason.AlreadyExtended);
        engine.Clock.Advance(1.5 * Hold);
        (await engine.BookAsync(show, 1)).ShouldBeOfType<BookOutcome.SeatsTaken>();
    }

    [Fact]
    public async Task A_show_may_forbid_extensions()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources, extensions: false);
        var booking = await engine.HoldAsync(show, 1);

        (await engine.ExtendAsync(booking.Id)).ShouldBeOfType<ExtendOutcome.Refused>()
            .Reason.ShouldBe(RefusalReason.ExtensionForbidden);
    }

    [Fact]
    public async Task A_cancelled_hold_frees_its_seats_at_once_and_stays_cancelled()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var booking = await engine.HoldAsync(show, 1, 2);

        (await engine.CancelAsync(booking.Id)).ShouldBeOfType<CancelOutcome.Cancelled>();
        (await engine.CancelAsync(booking.Id)).ShouldBeOfType<CancelOutcome.Cancelled>();

        (await engine.OwnersAsync(show)).ShouldBeEmpty();
        (await engine.ConfirmAsync(booking.Id)).ShouldBeOfType<ConfirmOutcome.Refused>()
            .Reason.ShouldBe(RefusalReason.Cancelled);
        (await CountAsync("select count(*) from booking_events where show_id = $1", show)).ShouldBe(2);
    }

    [Fact]
    public async Task A_repeated_key_gives_the_same_booking_and_the_same_answer_whatever_became_of_it()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var first = (await engine.BookAsync("key", show, 1, 2)).ShouldBeOfType<BookOutcome.Held>().Booking;

        var again = (await engine.BookAsync("key", show, 1, 2)).ShouldBeOfType<BookOutcome.Held>().Booking;
        await engine.ExtendAsync(first.Id);
        await engine.ConfirmAsync(first.Id);
        var later = (await engine.BookAsync("key", show, 1, 2)).ShouldBeOfType<BookOutcome.Held>().Booking;

        again.ToString().ShouldBe(first.ToString());
        later.ToString().ShouldBe(first.ToString());
        (await engine.BookAsync("key", show, 3)).ShouldBeOfType<BookOutcome.KeyReused>();
    }

    [Fact]
    public async Task A_refused_key_may_try_again()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var rival = await engine.HoldAsync(show, 1);
        (await engine.BookAsync("key", show, 1)).ShouldBeOfType<BookOutcome.SeatsTaken>();
        await engine.CancelAsync(rival.Id);

        (await engine.BookAsync("key", show, 1)).ShouldBeOfType<BookOutcome.Held>();
    }

    [Fact]
    public async Task Nothing_is_sold_once_the_show_has_begun_by_the_engines_clock()
    {
        await using var engine = new TestEngine(database.DataSources, TestClock.AtOpening());
        var startsAt = engine.Clock.Now!.Value + Hold / 2;
        var show = await TestEngine.CreateShowAsync(database.DataSources, startsAt: startsAt);
        var held = await engine.HoldAsync(show, 1);
        held.ExpiresAt.ShouldBe(startsAt);
        (await engine.ExtendAsync(held.Id)).ShouldBeOfType<ExtendOutcome.Refused>()
            .Reason.ShouldBe(RefusalReason.ShowOver);
        var keyed = (await engine.BookAsync("key", show, 2)).ShouldBeOfType<BookOutcome.Held>().Booking;

        engine.Clock.Advance(Hold / 2);

        (await engine.BookAsync(show, 3)).ShouldBe(new BookOutcome.ShowOver(startsAt));
        (await engine.BookAsync(BookRequest.ForBest(show, "a@example.com", 2)))
            .ShouldBe(new BookOutcome.ShowOver(startsAt));
        (await engine.BookAsync("other key", show, 3)).ShouldBe(new BookOutcome.ShowOver(startsAt));
        (await engine.BookAsync("key", show, 2)).ShouldBeOfType<BookOutcome.Held>().Booking.Id.ShouldBe(keyed.Id);
        (await engine.ConfirmAsync(held.Id)).ShouldBeOfType<ConfirmOutcome.Confirmed>();
        (await engine.BlockAsync(show, 4)).ShouldBeOfType<BlockOutcome.Blocked>().SeatNumbers.ShouldBe([4]);
    }

    [Fact]
    public async Task Nothing_is_sold_before_the_sale_opens_by_the_engines_clock()
    {
        await using var engine = new TestEngine(database.DataSources, TestClock.AtOpening());
        var opensAt = engine.Clock.Now!.Value + Hold;
        var show = await TestEngine.CreateShowAsync(database.DataSources, salesOpenAt: opensAt);

        (await engine.BookAsync(show, 1)).ShouldBeOfType<BookOutcome.SalesNotOpen>().OpensAt.ShouldBe(opensAt);
        engine.Clock.Advance(Hold);
        (await engine.BookAsync(show, 1)).ShouldBeOfType<BookOutcome.Held>();
    }

    [Fact]
    public async Task Shows_seats_and_bookings_that_do_not_exist_are_said_so()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources, seats: 20);

        (await engine.BookAsync(new ShowId(BookingId.ShowIdMax), 1)).ShouldBeOfType<BookOutcome.ShowNotFound>();
        (await engine.BookAsync(show, 20, 21)).ShouldBeOfType<BookOutcome.SeatsNotFound>()
            .SeatNumbers.ShouldBe([21]);
        (await engine.ConfirmAsync(BookingId.Random(show))).ShouldBeOfType<ConfirmOutcome.BookingNotFound>();
        (await engine.ExtendAsync(BookingId.Random(show))).ShouldBeOfType<ExtendOutcome.BookingNotFound>();
    }

    [Fact]
    public async Task An_e_mail_may_come_as_late_as_the_confirmation_but_not_later()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var held = await engine.BookAsync(new BookRequest(show, null, [1]));
        var id = held.ShouldBeOfType<BookOutcome.Held>().Booking.Id;

        (await engine.ConfirmAsync(id)).ShouldBeOfType<ConfirmOutcome.EmailRequired>();
        (await engine.ConfirmAsync(id, "b@example.com")).ShouldBeOfType<ConfirmOutcome.Confirmed>();
        (await engine.ReadAsync(id)).Email.ShouldBe("b@example.com");
    }

    // The terms of its show are looked up before it is in line.
    [Fact]
    public async Task A_confirmation_is_told_to_come_again_while_the_database_is_away()
    {
        await using var nowhere = Npgsql.NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Timeout=1");
        await using var engine = new TestEngine(new DataSources(nowhere, nowhere, TestKeys.Ring));

        (await engine.ConfirmAsync(BookingId.Random(new ShowId(1)), "a@example.com"))
            .ShouldBeOfType<ConfirmOutcome.Unavailable>();
    }

    [Fact]
    public async Task A_poisonous_command_fails_alone()
    {
        await using var engine = new TestEngine(
            database.DataSources, configure: options => options.Selling.BatchWorkers = 1);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        // This passes every rule and fails in the database.
        await using (var refuse = database.DataSource.CreateCommand(
            $"alter table bookings add constraint poison check (show_id <> {show} or cardinality(seat_numbers) = 1)"))
        {
            await refuse.ExecuteNonQueryAsync();
        }

        var poison = engine.BookAsync(new BookRequest(show, "a@example.com", [10, 11]));
        var others = Enumerable.Range(1, 9).Select(seat => engine.BookAsync(show, seat)).ToArray();

        await poison.ShouldThrowAsync<Npgsql.PostgresException>();
        (await Task.WhenAll(others)).ShouldAllBe(outcome => outcome is BookOutcome.Held);
        (await engine.HoldAsync(show, 10)).SeatNumbers.ShouldBe([10]);
    }

    [Fact]
    public async Task A_full_queue_says_no_and_the_commands_it_took_are_carried_out()
    {
        await using var engine = new TestEngine(database.DataSources, configure: options =>
        {
            options.Selling.QueueCommandsMax = 3;
            options.Selling.BatchCommandsMax = 1;
        });
        var show = await TestEngine.CreateShowAsync(database.DataSources, seats: 200);

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 200).Select(seat => engine.BookAsync(show, seat)));

        var held = outcomes.OfType<BookOutcome.Held>().Count();
        outcomes.OfType<BookOutcome.Overloaded>().Count().ShouldBe(200 - held);
        held.ShouldBeInRange(3, 199);
        (await engine.OwnersAsync(show)).Count.ShouldBe(held);
    }

    private async Task<long> CountAsync(string sql, ShowId show)
    {
        await using var command = database.DataSources.Primary.CreateCommand(sql);
        command.Parameters.Add(new Npgsql.NpgsqlParameter<long> { TypedValue = show.Value });
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
