using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Usher.Engine.Audit;
using Usher.Engine.Bookings;
using Usher.Engine.Seats;
using Usher.Engine.Selling;
using Usher.Testing;

namespace Usher.Tests.Bookings;

/// <summary>What the organiser's people do with seats and bookings, and what buyers see of it.</summary>
public sealed class BlockedSeatsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Free_seats_and_lapsed_ones_are_kept_back_and_the_others_named()
    {
        await using var engine = new TestEngine(database.DataSources, TestClock.AtOpening());
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var lapsed = await engine.HoldAsync(show, 1, 2);
        engine.Clock.Advance(TimeSpan.FromSeconds(60));
        await engine.HoldAsync(show, 3);
        await engine.ConfirmAsync((await engine.HoldAsync(show, 4)).Id);

        var outcome = await engine.BlockAsync(show, 2, 3, 4, 5);

        var blocked = outcome.ShouldBeOfType<BlockOutcome.Blocked>();
        (Text(blocked.SeatNumbers), Text(blocked.HeldSeats), Text(blocked.SoldSeats), Text(blocked.Before))
            .ShouldBe(("2,5", "3", "4", ""));
        (await engine.ReadAsync(lapsed.Id)).Reason.ShouldBe(FailureReason.Expired);
        (await engine.BookAsync(show, 5)).ShouldBeOfType<BookOutcome.SeatsTaken>();
        (await engine.HoldAsync(show, 1)).SeatNumbers.ShouldBe([1]);
        await AuditAsync();
    }

    [Fact]
    public async Task What_the_house_keeps_is_a_booking_of_nobody_that_costs_nothing_and_says_why()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources);

        await engine.BlockAsync(show, 7);

        var house = await engine.ReadAsync((await engine.OwnersAsync(show))[7]);
        (house.Kind, house.Status, house.Email, house.Amount, house.Note)
            .ShouldBe((BookingKind.House, BookingStatus.Confirmed, null, 0L, "Row is broken"));
        (await engine.CancelAsync(house.Id)).ShouldBeOfType<CancelOutcome.Refused>();
        await AuditAsync();
    }

    [Fact]
    public async Task Blocking_and_unblocking_twice_is_harmless_and_tells_what_was_done_before()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        await engine.HoldAsync(show, 9);
        await engine.BlockAsync(show, 1, 2);

        var again = (await engine.BlockAsync(show, 1, 2, 3)).ShouldBeOfType<BlockOutcome.Blocked>();
        (Text(again.SeatNumbers), Text(again.SoldSeats), Text(again.Before)).ShouldBe(("3", "", "1,2"));

        var freed = (await engine.UnblockAsync(show, 2, 3, 9)).ShouldBeOfType<UnblockOutcome.Unblocked>();
        (Text([.. freed.SeatNumbers.Order()]), Text(freed.NotBlocked)).ShouldBe(("2,3", "9"));
        var none = (await engine.UnblockAsync(show, 2, 3)).ShouldBeOfType<UnblockOutcome.Unblocked>();
        (Text(none.SeatNumbers), Text(none.NotBlocked)).ShouldBe(("", "2,3"));
        (await engine.OwnersAsync(show)).Keys.ShouldBe([1, 9]);
        (await engine.HoldAsync(show, 2, 3)).SeatNumbers.ShouldBe([2, 3]);
        await AuditAsync();
    }

    [Fact]
    public async Task Staff_need_not_wait_for_the_sale_to_open()
    {
        await using var engine = new TestEngine(database.DataSources, TestClock.AtOpening());
        var opening = engine.Clock.Now!.Value.AddDays(1);
        var show = await TestEngine.CreateShowAsync(database.DataSources, salesOpenAt: opening);

        (await engine.BlockAsync(show, 1)).ShouldBeOfType<BlockOutcome.Blocked>().SeatNumbers.ShouldBe([1]);
        (await engine.BlockAsync(show, 21)).ShouldBeOfType<BlockOutcome.SeatsNotFound>().SeatNumbers.ShouldBe([21]);
        (await engine.BlockAsync(new ShowId(show.Value + 1_000_000), 1)).ShouldBeOfType<BlockOutcome.ShowNotFound>();
    }

    [Fact]
    public async Task Watchers_see_a_blocked_seat_as_booked_and_a_freed_one_as_available()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        using var feed = (await engine.Maps.FollowAsync(show, CancellationToken.None)).ShouldNotBeNull();

        await engine.BlockAsync(show, 4);
        feed.TakeChanges().ShouldNotBeNull().Seats.ShouldBe([new SeatView(4, SeatStatus.Booked, 1)]);
        await engine.UnblockAsync(show, 4);
        feed.TakeChanges().ShouldNotBeNull().Seats.ShouldBe([new SeatView(4, SeatStatus.Available, 2)]);
    }

    [Fact]
    public async Task Staff_take_a_sale_back_and_say_why_and_a_buyer_cannot()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var sold = await engine.HoldAsync(show, 1, 2);
        await engine.ConfirmAsync(sold.Id);

        (await engine.CancelAsync(sold.Id)).ShouldBeOfType<CancelOutcome.Refused>()
            .Reason.ShouldBe(RefusalReason.AlreadyConfirmed);
        for (var i = 0; i < 2; i++)
        {
            var done = (await engine.CancelByStaffAsync(sold.Id, "Moved to Friday", staff: "mona@example.com"))
                .ShouldBeOfType<CancelOutcome.Cancelled>().Booking;
            (done.Status, done.Reason, done.Sequence)
                .ShouldBe((BookingStatus.Failed, FailureReason.Cancelled, 3));
        }

        (await EventAsync(sold.Id, 3)).ShouldBe("mona@example.com CONFIRMED FAILED Moved to Friday");
        (await engine.ConfirmAsync(sold.Id)).ShouldBeOfType<ConfirmOutcome.Refused>()
            .Reason.ShouldBe(RefusalReason.Cancelled);
        (await engine.HoldAsync(show, 2)).SeatNumbers.ShouldBe([2]);
        await AuditAsync();
    }

    [Fact]
    public async Task Nobody_acts_as_staff_under_the_name_of_a_buyer_or_of_the_engine()
    {
        foreach (var actor in new[] { Actors.Buyer, Actors.Sweep, Actors.Takeover, "" })
        {
            Should.Throw<ArgumentException>(() => Actor.Staff(actor, ActorRight.AdminKey));
        }

        await using var engine = new TestEngine(database.DataSources);
        await Should.ThrowAsync<ArgumentException>(() => engine.Bookings.CancelByStaffAsync(
            BookingId.Random(new ShowId(1)), new StaffNote("Moved to Friday"), TestEngine.Buyer, default));
        await Should.ThrowAsync<ArgumentException>(() => engine.BlockAsync(new ShowId(1)));
        await Should.ThrowAsync<ArgumentException>(() => engine.BlockAsync(new ShowId(1), 5, 5));
        await Should.ThrowAsync<ArgumentException>(
            () => engine.BlockAsync(new ShowId(1), [.. Enumerable.Range(1, BlockedSeats.SeatsMax + 1)]));
    }

    [Theory]
    [InlineData(nameof(Cut.BeforeCommit))]
    [InlineData(nameof(Cut.AfterCommit))]
    public async Task However_the_commit_was_lost_seats_are_blocked_and_unblocked_once(string cut)
    {
        await using var proxy = new CuttingProxy(database.ConnectionString);
        await using var engine = new TestEngine(
            proxy.DataSources, configure: options => options.Selling.BatchWorkers = 1);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        await engine.HoldAsync(show, 9);
        await engine.BlockAsync(show, 10);
        await engine.UnblockAsync(show, 10);

        proxy.Arm(Enum.Parse<Cut>(cut));
        var blocked = (await engine.BlockAsync(show, 1, 2, 9)).ShouldBeOfType<BlockOutcome.Blocked>();
        (Text(blocked.SeatNumbers), Text(blocked.HeldSeats)).ShouldBe(("1,2", "9"));
        (await engine.OwnersAsync(show)).Keys.ShouldBe([1, 2, 9]);

        proxy.Arm(Enum.Parse<Cut>(cut));
        (await engine.UnblockAsync(show, 1)).ShouldBeOfType<UnblockOutcome.Unblocked>().SeatNumbers.ShouldBe([1]);
        (await engine.OwnersAsync(show)).Keys.ShouldBe([2, 9]);
        proxy.CutsDone.ShouldBe(2);
        await AuditAsync();
    }

    [Fact]
    public async Task Rivals_and_the_house_share_a_row_without_a_seat_given_twice()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources, seats: 40);

        var requests = Enumerable.Range(1, 40).SelectMany(seat => new Task[]
        {
            engine.BookAsync(show, seat), engine.BlockAsync(show, seat, seat % 40 + 1),
            engine.UnblockAsync(show, seat),
        });
        await Task.WhenAll(requests);

        await AuditAsync();
    }

    private static string Text(ImmutableArray<int> seats) => string.Join(',', seats);

    private async Task AuditAsync()
    {
        var report = await new DatabaseAudit(
                database.DataSources, Options.Create(new SweepOptions()), Options.Create(new AuditOptions()))
            .RunAsync(starting: null, CancellationToken.None);
        // Clocks of these tests stand still, so holds outlive them.
        report.Findings.Where(finding => finding.Violations.Length > 0 && finding.Invariant.Number != "7")
            .ShouldBeEmpty();
    }

    private async Task<string?> EventAsync(BookingId id, int sequence)
    {
        var steps = await new BookingHistory(database.DataSources).FindAsync(id, CancellationToken.None);
        return steps.Where(step => step.Sequence == sequence)
            .Select(step => string.Join(
                ' ', new[] { step.Actor, step.From.ToText(), step.To.ToText(), step.Detail }.OfType<string>()))
            .SingleOrDefault();
    }
}
