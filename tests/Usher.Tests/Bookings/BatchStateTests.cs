using System.Collections.Immutable;
using Usher.Engine.Bookings;
using Usher.Engine.Seats;
using Usher.Engine.Selling.Rules;

namespace Usher.Tests.Bookings;

/// <summary>What a transaction is told to write.</summary>
public sealed class BatchStateTests
{
    private readonly BatchState _state = new(Till.Opening);

    [Fact]
    public void New_bookings_are_inserted_in_the_order_of_their_ids_and_the_others_updated()
    {
        var known = Booking("asha", 1);
        _state.Load(known);
        Booking[] made = [.. Enumerable.Range(0, 20).Select(i => Booking($"buyer-{i}", 1))];
        foreach (var booking in made)
        {
            _state.Record(booking, from: null, Actors.Buyer);
        }

        _state.Record(known with { Sequence = 2 }, BookingStatus.Pending, Actors.Buyer, "extended");

        _state.Inserted.ShouldBe(made.OrderBy(booking => booking.Id.Value));
        _state.Updated.ShouldHaveSingleItem().Sequence.ShouldBe(2);
        _state.FindBooking(known.Id)!.Sequence.ShouldBe(2);
        _state.Events.Count.ShouldBe(21);
        (_state.IsLoaded(known.Id), _state.IsLoaded(made[0].Id)).ShouldBe((true, false));
    }

    [Fact]
    public void A_seat_is_written_only_if_it_changed()
    {
        var (one, other) = (Seat(1), Seat(2));
        _state.Load(one);
        _state.Load(other);
        _state.HasChanges.ShouldBeFalse();

        other.Give(Till.IdOf("asha"), Till.Opening);

        _state.ChangedSeats.ShouldBe([other]);
        _state.Seats.ShouldBe([one, other], ignoreOrder: true);
        _state.FindSeat(new ShowId(7), 2).ShouldBe(other);
        _state.FindSeat(new ShowId(8), 2).ShouldBeNull();
    }

    [Fact]
    public void It_is_whole_while_every_seat_of_every_booking_is_locked()
    {
        _state.IsWhole.ShouldBeTrue();
        _state.Load(Seat(1));
        _state.Load(Booking("asha", 1));
        _state.IsWhole.ShouldBeTrue();
        _state.Load(Booking("ben", 1, 2));
        _state.IsWhole.ShouldBeFalse();
        _state.Load(Seat(2));
        _state.IsWhole.ShouldBeTrue();
    }

    [Fact]
    public void Its_mark_goes_with_the_first_event_and_is_nobody_elses()
    {
        _state.Record(Booking("asha", 1) with { Sequence = 4 }, BookingStatus.Pending, Actors.Buyer);
        _state.Record(Booking("ben", 1), from: null, Actors.Buyer);
        var other = new BatchState(Till.Opening);
        other.Record(Booking("asha", 1) with { Sequence = 4 }, BookingStatus.Pending, Actors.Buyer);

        (_state.Mark.BookingId, _state.Mark.Sequence).ShouldBe((Till.IdOf("asha"), 4));
        _state.HasChanges.ShouldBeTrue();
        _state.Mark.ShouldBe(_state.Mark);
        _state.Mark.ShouldNotBe(other.Mark);
    }

    private static SeatRow Seat(int number) =>
        new(new SeatKey(ModelDatabase.Show.Id, number), version: 0, owner: null, heldUntil: null);

    private static Booking Booking(string buyer, params ImmutableArray<int> seats) => new()
    {
        Id = Till.IdOf(buyer),
        OrganizationId = new OrganizationId(1),
        SeatNumbers = seats,
        Status = BookingStatus.Pending,
        HoldSeconds = 60,
        CreatedAt = Till.Opening,
        ExpiresAt = Till.Opening.AddSeconds(60),
        Sequence = 1,
    };
}
