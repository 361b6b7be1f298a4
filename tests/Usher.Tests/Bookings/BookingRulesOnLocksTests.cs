using System.Collections.Immutable;
using Usher.Engine.Bookings;
using Usher.Engine.Seats;
using Usher.Engine.Selling;
using Usher.Engine.Selling.Rules;
using Usher.Testing;

namespace Usher.Tests.Bookings;

/// <summary>What the rules make of rows that no single process could have brought about.</summary>
public sealed class BookingRulesOnLocksTests
{
    private static readonly Actor Buyer = TestEngine.Buyer;
    private static readonly BookingId Mine = Till.IdOf("asha");
    private static readonly BookingId Other = Till.IdOf("ben");

    [Theory]
    [InlineData(BookingStatus.Queued, null, RefusalReason.StillQueued)]
    [InlineData(BookingStatus.Failed, FailureReason.SeatsTaken, RefusalReason.SeatsTaken)]
    [InlineData(BookingStatus.Failed, FailureReason.PaymentFailed, RefusalReason.PaymentFailed)]
    [InlineData(BookingStatus.Failed, FailureReason.Expired, RefusalReason.Expired)]
    [InlineData(BookingStatus.Failed, FailureReason.Cancelled, RefusalReason.Cancelled)]
    [InlineData(BookingStatus.Confirmed, null, RefusalReason.AlreadyConfirmed)]
    public void Whoever_changes_what_is_not_pending_is_told_why(
        BookingStatus status, FailureReason? reason, RefusalReason told)
    {
        var booking = Booking(Mine, 1) with { Status = status, Reason = reason };
        var refused = (booking, told);

        Decide(booking, new BookingCommand.Extend(Mine, Buyer, Allowed: true)).Refusal().ShouldBe(refused);
        if (status != BookingStatus.Confirmed)
        {
            Decide(booking, new BookingCommand.Confirm(Mine, Buyer, null)).Refusal().ShouldBe(refused);
        }

        if (reason is not FailureReason.Expired)
        {
            Decide(booking, new BookingCommand.Expire(Mine, Actor.Sweep)).Refusal().ShouldBe(refused);
        }

        if (reason is not FailureReason.Cancelled)
        {
            Decide(booking, new BookingCommand.Cancel(Mine, Buyer)).Refusal().ShouldBe(refused);
        }
    }

    [Fact]
    public void Ownership_decides_whether_a_hold_is_still_there()
    {
        var booking = Booking(Mine, 1, 2);
        var refused = (booking, RefusalReason.SeatsTaken);

        Decide(booking, new BookingCommand.Confirm(Mine, Buyer, null), Seat(1, Mine), Seat(2, Other))
            .Refusal().ShouldBe(refused);
        Decide(booking, new BookingCommand.Extend(Mine, Buyer, Allowed: true), Seat(1, Mine), Seat(2, null))
            .Refusal().ShouldBe(refused);
        Decide(booking, new BookingCommand.Confirm(Mine, Buyer, null), Seat(1, Mine)).Refusal().ShouldBe(refused);
    }

    [Fact]
    public void Whoever_ends_takes_no_seat_from_its_new_owner()
    {
        var (mine, others) = (Seat(1, Mine), Seat(2, Other));

        Decide(Booking(Mine, 1, 2), new BookingCommand.Cancel(Mine, Buyer), mine, others)
            .ShouldBeOfType<CancelOutcome.Cancelled>();

        (mine.Owner, mine.IsChanged, others.Owner, others.IsChanged).ShouldBe((null, true, Other, false));
    }

    [Fact]
    public void A_lapsed_hold_is_not_taken_over_unless_all_of_its_seats_are_locked()
    {
        var lapsed = Booking(Other, 1, 2);
        var request = new BookingCommand.Book(Mine, Buyer, ModelDatabase.Show, "a@example.com", [1], Fingerprint: null);

        Decide(lapsed, request, Seat(1, Other)).ShouldBeOfType<BookOutcome.SeatsTaken>();
        Decide(lapsed with { Status = BookingStatus.Confirmed }, request, Seat(1, Other), Seat(2, Other))
            .ShouldBeOfType<BookOutcome.SeatsTaken>();
        Decide(lapsed, request, Seat(1, Other), Seat(2, Other)).ShouldBeOfType<BookOutcome.Held>();
    }

    [Fact]
    public void A_lapsed_hold_of_a_booking_that_is_not_there_is_not_taken_over() => Decide(
        Booking(Till.IdOf("chen"), 5),
        new BookingCommand.Book(Mine, Buyer, ModelDatabase.Show, "a@example.com", [1], Fingerprint: null),
        Seat(1, Other))
        .ShouldBeOfType<BookOutcome.SeatsTaken>();

    // A minute after the opening, when what was held at the opening has lapsed.
    private static CommandOutcome Decide(Booking booking, BookingCommand command, params SeatRow[] seats)
    {
        var state = new BatchState(Till.Opening.AddSeconds(60));
        state.Load(booking);
        foreach (var seat in seats)
        {
            state.Load(seat);
        }

        return BookingRules.Decide(state, command);
    }

    private static SeatRow Seat(int number, BookingId? owner) => new(
        new SeatKey(ModelDatabase.Show.Id, number), version: 1, owner,
        owner is null ? null : Till.Opening.AddSeconds(60));

    private static Booking Booking(BookingId id, params ImmutableArray<int> seats) => new()
    {
        Id = id,
        OrganizationId = new OrganizationId(1),
        Email = "a@example.com",
        SeatNumbers = seats,
        Status = BookingStatus.Pending,
        HoldSeconds = 60,
        CreatedAt = Till.Opening,
        ExpiresAt = Till.Opening.AddSeconds(60),
        Sequence = 1,
    };
}
