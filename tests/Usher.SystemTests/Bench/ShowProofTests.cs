using Usher.Bench.Http;
using Usher.Bench.Proof;

namespace Usher.SystemTests.Bench;

/// <summary>A true story of one show, and each lie that could be told about it.</summary>
public sealed class ShowProofTests
{
    private static readonly Guid First = Guid.Parse("00000000-0780-8000-8000-000000000001");
    private static readonly Guid Second = Guid.Parse("00000000-0780-8000-8000-000000000002");

    // Seats 1 and 2 held by the first booking, 3 and 4 sold to the second, 5 and 6 free.
    private readonly ShowLedger said = new(7, totalSeats: 6);
    private readonly AcknowledgedBooking held;
    private readonly Dictionary<int, StoredSeat> seats = Enumerable.Range(1, 6)
        .ToDictionary(number => number, number => new StoredSeat(number, SeatStatus.Available));

    private readonly Dictionary<Guid, StoredBooking> bookings = new()
    {
        [First] = new StoredBooking(First, [2, 1], "PENDING", null),
        [Second] = new StoredBooking(Second, [3, 4], "CONFIRMED", null),
    };

    private bool knowsOwners;

    public ShowProofTests()
    {
        held = said.Acknowledge(First, [1, 2], sentAt: 100);
        said.Acknowledge(Second, [3, 4], sentAt: 110).State = BookingState.Confirmed;
        said.Refuse([1, 3], repliedAt: 200);
        Store(SeatStatus.Held, First, 1, 2);
        Store(SeatStatus.Booked, Second, 3, 4);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_true_story_has_no_discrepancy(bool owners)
    {
        knowsOwners = owners;
        Compare().ShouldBeEmpty();
    }

    [Fact]
    public void A_double_sale_is_named_by_seat_and_both_bookings()
    {
        var third = Guid.NewGuid();
        said.Acknowledge(third, [2, 5], sentAt: 150);
        bookings[third] = new StoredBooking(third, [2, 5], "PENDING", null);
        Store(SeatStatus.Held, third, 5);
        var found = Compare().ShouldHaveSingleItem();
        found.ToString().ShouldBe(
            $"SoldTwice: show 7 seat 2 booking {third}: was also acknowledged to booking {First}");
    }

    [Fact]
    public void A_seat_of_a_failed_booking_may_be_sold_again()
    {
        var third = Guid.NewGuid();
        held.State = BookingState.Failed;
        bookings[First] = bookings[First] with { Status = "FAILED", Reason = "EXPIRED" };
        said.Acknowledge(third, [1, 2], sentAt: 150);
        bookings[third] = new StoredBooking(third, [1, 2], "PENDING", null);
        Compare().ShouldBeEmpty();
    }

    [Fact]
    public void A_lost_booking_is_named()
    {
        bookings.Remove(First);
        ShouldFind(DiscrepancyKind.BookingLost, 1, First);
    }

    [Fact]
    public void A_booking_with_other_seats_is_named()
    {
        bookings[First] = bookings[First] with { SeatNumbers = [1, 5] };
        ShouldFind(DiscrepancyKind.BookingLost, 1, First);
    }

    [Fact]
    public void A_phantom_seat_is_named()
    {
        Store(SeatStatus.Held, Guid.NewGuid(), 6);
        ShouldFind(DiscrepancyKind.SeatTakenByNobody, 6);
    }

    [Fact]
    public void A_seat_that_an_unanswered_request_explains_is_no_phantom()
    {
        said.LeaveUnanswered([5, 6], sentAt: 120);
        said.Refuse([6], repliedAt: 130);
        Store(SeatStatus.Held, Guid.NewGuid(), 5, 6);
        Compare().ShouldBeEmpty();
    }

    [Fact]
    public void A_state_that_went_back_is_named()
    {
        bookings[Second] = bookings[Second] with { Status = "PENDING" };
        ShouldFind(DiscrepancyKind.StateDiffers, 3, Second);
    }

    [Fact]
    public void A_confirmation_without_a_reply_may_have_happened_or_not()
    {
        held.MayBeConfirmed = true;
        Compare().ShouldBeEmpty();
        bookings[First] = bookings[First] with { Status = "CONFIRMED" };
        Store(SeatStatus.Booked, First, 1, 2);
        Compare().ShouldBeEmpty();
        bookings[First] = bookings[First] with { Status = "FAILED", Reason = "EXPIRED" };
        ShouldFind(DiscrepancyKind.StateDiffers, 1, First);
    }

    [Theory]
    [InlineData(nameof(SeatStatus.Available))]
    [InlineData(nameof(SeatStatus.Booked))]
    public void A_held_seat_that_is_shown_otherwise_is_named(string shown)
    {
        seats[2] = seats[2] with { Status = Enum.Parse<SeatStatus>(shown) };
        ShouldFind(DiscrepancyKind.SeatLost, 2, First);
    }

    [Fact]
    public void A_seat_owned_by_another_booking_is_named_where_owners_are_known()
    {
        seats[2] = seats[2] with { Owner = Second };
        Compare().ShouldBeEmpty();
        knowsOwners = true;
        ShouldFind(DiscrepancyKind.SeatLost, 2, First);
    }

    [Fact]
    public void A_refusal_of_a_seat_that_nobody_got_is_named()
    {
        said.Refuse([6], repliedAt: 300);
        ShouldFind(DiscrepancyKind.RefusedWhileFree, 6);
    }

    [Fact]
    public void A_refusal_before_anybody_asked_for_the_seat_is_named()
    {
        said.Refuse([3], repliedAt: 105);
        said.Refuse([3], repliedAt: 300);
        ShouldFind(DiscrepancyKind.RefusedWhileFree, 3);
    }

    [Fact]
    public void A_seat_map_with_a_seat_too_few_or_too_many_is_named()
    {
        seats.Remove(5);
        seats[7] = new StoredSeat(7, SeatStatus.Available);
        Compare().Select(found => (found.Kind, found.SeatNumber)).ShouldBe(
            [(DiscrepancyKind.SeatMapWrong, 7), (DiscrepancyKind.SeatMapWrong, 5)]);
    }

    [Fact]
    public void A_reply_that_contradicts_its_request_stays_on_record()
    {
        said.FindOdd("a 201 without a booking document", 5);
        ShouldFind(DiscrepancyKind.OddReply, 5);
    }

    private void Store(SeatStatus status, Guid owner, params int[] numbers)
    {
        foreach (var number in numbers)
        {
            seats[number] = new StoredSeat(number, status, owner);
        }
    }

    private IReadOnlyList<Discrepancy> Compare() =>
        ShowProof.Compare(said, new StoredShow([.. seats.Values], bookings, knowsOwners));

    private void ShouldFind(DiscrepancyKind kind, int seat, Guid? booking = null)
    {
        var found = Compare().ShouldHaveSingleItem();
        found.Kind.ShouldBe(kind);
        found.ShowId.ShouldBe(7);
        found.SeatNumber.ShouldBe(seat);
        if (booking is not null)
        {
            found.BookingId.ShouldBe(booking);
        }
    }
}
