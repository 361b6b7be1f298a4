using Microsoft.Extensions.Options;
using Usher.Engine.Audit;
using Usher.Engine.Bookings;
using Usher.Engine.Database;
using Usher.Engine.Selling;
using Usher.Testing;

namespace Usher.Tests.Bookings;

/// <summary>Two processes on one database, each with its own engine, want what only one can have.</summary>
public sealed class BookingRaces(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const int Rounds = 40;

    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(60);

    [Fact]
    public Task Two_buyers_want_one_seat_and_exactly_one_gets_it() => RaceAsync(async (one, two, show) =>
    {
        var outcomes = await Task.WhenAll(one.BookAsync(show, 1, 2), two.BookAsync(show, 2, 3));

        outcomes.OfType<BookOutcome.Held>().Count().ShouldBe(1);
        outcomes.OfType<BookOutcome.SeatsTaken>().Single().SeatNumbers.ShouldBe([2]);
    });

    [Fact]
    public Task Many_buyers_with_overlapping_seats_in_opposite_orders_neither_deadlock_nor_share() =>
        RaceAsync(async (one, two, show) =>
        {
            var requests = Enumerable.Range(0, 20).Select(i => i % 2 == 0
                ? one.BookAsync(show, i % 7 + 1, i % 5 + 8, i % 3 + 13)
                : two.BookAsync(show, i % 3 + 13, i % 5 + 8, i % 7 + 1));

            var outcomes = await Task.WhenAll(requests);

            var held = outcomes.OfType<BookOutcome.Held>().Select(outcome => outcome.Booking).ToArray();
            held.ShouldNotBeEmpty();
            held.SelectMany(booking => booking.SeatNumbers).ShouldBeUnique();
            outcomes.ShouldAllBe(outcome => outcome is BookOutcome.Held || outcome is BookOutcome.SeatsTaken);
        });

    [Fact]
    public Task Confirm_against_expiry_ends_in_one_of_the_two() => RaceAsync(async (one, two, show) =>
    {
        var booking = await one.HoldAsync(show, 1, 2);
        one.Clock.Advance(Hold);

        var confirm = one.ConfirmAsync(booking.Id);
        var expire = two.ExpireAsync(booking.Id);

        (await confirm is ConfirmOutcome.Confirmed ^ await expire is ExpireOutcome.Expired).ShouldBeTrue();
        var status = (await one.ReadAsync(booking.Id)).Status;
        status.ShouldBe(await confirm is ConfirmOutcome.Confirmed ? BookingStatus.Confirmed : BookingStatus.Failed);
    });

    [Fact]
    public Task Cancel_against_confirm_ends_in_one_of_the_two() => RaceAsync(async (one, two, show) =>
    {
        var booking = await one.HoldAsync(show, 1, 2);

        var cancel = one.CancelAsync(booking.Id);
        var confirm = two.ConfirmAsync(booking.Id);

        (await confirm is ConfirmOutcome.Confirmed ^ await cancel is CancelOutcome.Cancelled).ShouldBeTrue();
        (await one.OwnersAsync(show)).Count.ShouldBe(await confirm is ConfirmOutcome.Confirmed ? 2 : 0);
    });

    [Fact]
    public Task Takeover_against_confirm_leaves_the_seat_with_one_of_the_two() => RaceAsync(async (one, two, show) =>
    {
        var late = await one.HoldAsync(show, 1, 2);
        one.Clock.Advance(Hold);

        var takeover = two.BookAsync(show, 2, 3);
        var confirm = one.ConfirmAsync(late.Id);

        (await takeover is BookOutcome.Held ^ await confirm is ConfirmOutcome.Confirmed).ShouldBeTrue();
        var owner = await takeover is BookOutcome.Held(var next) ? next.Id : late.Id;
        (await one.OwnersAsync(show))[2].ShouldBe(owner);
    });

    [Fact]
    public Task Two_takeovers_of_one_lapsed_booking_may_both_succeed_on_different_seats() =>
        RaceAsync(async (one, two, show) =>
        {
            await one.HoldAsync(show, 1, 2, 3);
            one.Clock.Advance(Hold);

            var outcomes = await Task.WhenAll(one.BookAsync(show, 1, 5), two.BookAsync(show, 3, 4));

            outcomes.ShouldAllBe(outcome => outcome is BookOutcome.Held);
            (await one.OwnersAsync(show)).Keys.ShouldBe([1, 3, 4, 5]);
        });

    [Fact]
    public Task The_same_key_at_once_is_one_booking_with_one_answer() => RaceAsync(async (one, two, show) =>
    {
        var outcomes = await Task.WhenAll(
            one.BookAsync("key", show, 1, 2), two.BookAsync("key", show, 1, 2), one.BookAsync("key", show, 1, 2));

        var bookings = outcomes.Select(outcome => outcome.ShouldBeOfType<BookOutcome.Held>().Booking);
        bookings.Select(booking => booking.ToString()).Distinct().ShouldHaveSingleItem();
        (await one.OwnersAsync(show)).Keys.ShouldBe([1, 2]);
    });

    [Fact]
    public Task The_same_key_at_once_with_different_seats_is_one_booking_and_one_refusal() =>
        RaceAsync(async (one, two, show) =>
        {
            var outcomes = await Task.WhenAll(one.BookAsync("key", show, 1, 2), two.BookAsync("key", show, 3, 4));

            outcomes.OfType<BookOutcome.Held>().Count().ShouldBe(1);
            outcomes.OfType<BookOutcome.KeyReused>().Count().ShouldBe(1);
            (await one.OwnersAsync(show)).Count.ShouldBe(2);
        });

    [Fact]
    public async Task A_booking_that_appears_while_its_seats_are_waited_for_is_cancelled_with_all_of_them()
    {
        await using var proxy = new CuttingProxy(database.ConnectionString);
        await using var one = new TestEngine(proxy.DataSources);
        await using var two = new TestEngine(
            database.DataSources, configure: options => options.Selling.BatchWorkers = 1);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var known = (await one.BookAsync("known", show, 1)).ShouldBeOfType<BookOutcome.Held>().Booking;
        await two.BookAsync("known", show, 1);
        var (locked, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        proxy.AtPoint = async (point, _) =>
        {
            if (point == LinePoint.Commit)
            {
                locked.TrySetResult();
                await goOn.Task;
            }

            return LineVerdict.Pass;
        };

        var booked = one.BookAsync("key", show, 2, 3);
        await locked.Task;
        var id = BookingId.FromKey(await SecretAsync(), known.OrganizationId, show, "key");
        Task<BookOutcome> other;
        Task<CancelOutcome> cancelled;
        using (two.PauseTaking())
        {
            other = two.BookAsync("key", show, 2);
            cancelled = two.CancelAsync(id);
        }

        await UntilSomebodyWaitsForALockAsync();
        goOn.SetResult();

        (await booked).ShouldBeOfType<BookOutcome.Held>();
        (await other).ShouldBeOfType<BookOutcome.KeyReused>();
        (await cancelled).ShouldBeOfType<CancelOutcome.Cancelled>();
        (await one.OwnersAsync(show)).Keys.ShouldBe([1]);
    }

    [Fact]
    public Task Extend_against_takeover_ends_in_one_of_the_two() => RaceAsync(async (one, two, show) =>
    {
        var booking = await one.HoldAsync(show, 1);
        one.Clock.Advance(Hold);

        var extend = one.ExtendAsync(booking.Id);
        var takeover = two.BookAsync(show, 1);

        (await extend is ExtendOutcome.Extended ^ await takeover is BookOutcome.Held).ShouldBeTrue();
    });

    private async Task<byte[]> SecretAsync() => await new SharedSecret(
        database.DataSources, PersonNumbers.SecretName, PersonNumbers.MakeSecret).GetAsync(CancellationToken.None);

    private async Task UntilSomebodyWaitsForALockAsync()
    {
        await using var command = database.DataSource.CreateCommand(
            """
            select exists (select from pg_stat_activity
                           where datname = current_database() and wait_event_type = 'Lock')
            """);
        while (await command.ExecuteScalarAsync() is false)
        {
            await Task.Delay(5);
        }
    }

    private async Task RaceAsync(Func<TestEngine, TestEngine, ShowId, Task> race)
    {
        var clock = TestClock.AtOpening();
        await using var one = new TestEngine(database.DataSources, clock);
        await using var two = new TestEngine(database.DataSources, clock);
        for (var round = 0; round < Rounds; round++)
        {
            await race(one, two, await TestEngine.CreateShowAsync(database.DataSources));
        }

        var audit = new DatabaseAudit(
            database.DataSources, Options.Create(new SweepOptions()), Options.Create(new AuditOptions()));
        (await audit.RunAsync(starting: null, CancellationToken.None)).Findings
            .SelectMany(finding => finding.Violations).ShouldBeEmpty();
    }
}
