using Usher.Engine.Bookings;
using Usher.Engine.Selling;

namespace Usher.Tests.Bookings;

/// <summary>What becomes of seats that the organiser blocks, decision by decision.</summary>
public sealed class BlockRulesTests
{
    private readonly Till _till = new();

    [Fact]
    public void Free_seats_are_kept_back_and_those_of_buyers_are_named()
    {
        _till.Book("asha", 3);
        _till.Book("ben", 4);
        _till.Confirm("ben");

        var blocked = _till.Block(2, 3, 4, 5).ShouldBeOfType<BlockOutcome.Blocked>();

        blocked.SeatNumbers.ShouldBe([2, 5]);
        blocked.HeldSeats.ShouldBe([3]);
        blocked.SoldSeats.ShouldBe([4]);
        _till.Database.Bookings.Count.ShouldBe(4);
        _till.Database.Seats[3].Owner.ShouldBe(Till.IdOf("asha"));
    }

    [Fact]
    public void What_is_kept_back_is_a_sale_to_nobody_with_a_reason()
    {
        _till.Seconds = 5;

        _till.Block(2);

        var house = _till["house-2"];
        (house.Kind, house.Status, house.Email, house.Amount, house.Note, house.OrganizationId)
            .ShouldBe((BookingKind.House, BookingStatus.Confirmed, null, 0, "Row is broken", new OrganizationId(1)));
        (house.CreatedAt, house.ExpiresAt, house.ConfirmedAt, house.HoldSeconds, house.Sequence)
            .ShouldBe((_till.Now, _till.Now, _till.Now, 60, 1));
        house.SeatNumbers.ShouldBe([2]);
        _till.Database.Seats[2].ShouldBe(new ModelDatabase.SeatImage(1, house.Id, null));
        _till.LatestEvent.ShouldBe(
            new BookingEvent(house.Id, 1, Actors.Desk, null, BookingStatus.Confirmed, "Row is broken"));
    }

    [Fact]
    public void One_seat_that_does_not_exist_and_nothing_is_kept_back()
    {
        var missing = _till.Block(1, 9, 10).ShouldBeOfType<BlockOutcome.SeatsNotFound>();

        missing.SeatNumbers.ShouldBe([9, 10]);
        missing.TotalSeats.ShouldBe(8);
        _till.Database.Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_lapsed_hold_ends_as_a_whole_for_the_house_too()
    {
        _till.Book("asha", 1, 2);
        _till.Seconds = 60;

        _till.Block(2).ShouldBeOfType<BlockOutcome.Blocked>().SeatNumbers.ShouldBe([2]);

        _till["asha"].Reason.ShouldBe(FailureReason.Expired);
        _till.Database.Seats[1].Owner.ShouldBeNull();
    }

    [Fact]
    public void What_is_given_back_is_for_sale_again()
    {
        _till.Block(1, 2);

        var unblocked = _till.Unblock("house-1", "house-2").ShouldBeOfType<UnblockOutcome.Unblocked>();

        unblocked.SeatNumbers.ShouldBe([1, 2]);
        unblocked.NotBlocked.ShouldBeEmpty();
        (_till["house-1"].Status, _till["house-1"].Reason).ShouldBe((BookingStatus.Failed, FailureReason.Cancelled));
        _till.LatestEvent.ShouldBe(new BookingEvent(
            Till.IdOf("house-2"), 2, Actors.Desk, BookingStatus.Confirmed, BookingStatus.Failed, "Row is mended"));
        _till.Book("asha", 1, 2).ShouldBeOfType<BookOutcome.Held>();
    }

    [Fact]
    public void Giving_back_twice_says_the_same_and_changes_nothing_more()
    {
        _till.Block(1);
        _till.Unblock("house-1");

        _till.Unblock("house-1").ShouldBeOfType<UnblockOutcome.Unblocked>().SeatNumbers.ShouldBe([1]);

        _till.Database.Events.Count.ShouldBe(2);
    }

    [Fact]
    public void Nobody_gives_back_what_a_buyer_has()
    {
        _till.Book("asha", 1);
        _till.Confirm("asha");

        _till.Unblock("asha", "ben").ShouldBeOfType<UnblockOutcome.Unblocked>().SeatNumbers.ShouldBeEmpty();

        _till["asha"].Status.ShouldBe(BookingStatus.Confirmed);
    }
}
