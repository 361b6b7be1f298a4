using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Seats;
using Usher.Engine.Selling;
using Usher.Engine.Selling.Rules;
using Usher.Testing;

namespace Usher.Tests.Bookings;

/// <summary>What is locked before anything is decided.</summary>
public sealed class LockSetTests
{
    private readonly Till _till = new();

    [Fact]
    public void Seats_are_locked_once_each_in_the_order_of_shows_and_numbers()
    {
        var elsewhere = ModelDatabase.Show with { Id = new ShowId(6) };
        var locks = new LockSet(
        [
            _till.Request("asha", 5, 2), _till.Request("ben", 2, 3),
            new BookingCommand.Book(
                BookingId.Random(new ShowId(6)), TestEngine.Buyer, elsewhere, null, [8], Fingerprint: null),
            new BookingCommand.Block(ModelDatabase.Show, [1], [Till.IdOf("house-1")], TestEngine.Desk, null),
        ]);

        locks.SeatsInOrder().ShouldBe(
        [
            Seat(6, 8), Seat(7, 1), Seat(7, 2), Seat(7, 3), Seat(7, 5),
        ]);
    }

    [Fact]
    public void A_request_locks_a_booking_only_where_its_key_may_have_made_one()
    {
        new LockSet([_till.Request("asha", 1)]).Bookings.ShouldBe([Till.IdOf("asha")]);
        new LockSet([_till.Request("asha", 1) with { Fingerprint = null }]).Bookings.ShouldBeEmpty();
    }

    [Fact]
    public void Whoever_changes_bookings_locks_them_all()
    {
        var locks = new LockSet(
        [
            new BookingCommand.Confirm(Till.IdOf("asha"), TestEngine.Buyer, null),
            new BookingCommand.Unblock([Till.IdOf("house-1"), Till.IdOf("house-2")], TestEngine.Desk, null),
        ]);

        locks.Bookings.ShouldBe(
            [Till.IdOf("asha"), Till.IdOf("house-1"), Till.IdOf("house-2")], ignoreOrder: true);
        locks.SeatsInOrder().ShouldBeEmpty();
    }

    [Fact]
    public void Where_nobody_may_be_left_alone_the_seats_beside_are_locked_too()
    {
        var plan = BlockPlan.Create("Hall", 2, 8, [], "Stalls");
        var strict = new Till(ModelDatabase.Show with { TotalSeats = 16, NoOrphans = true }, plan);
        var loose = new Till(ModelDatabase.Show with { TotalSeats = 16 }, plan);

        Numbers(new LockSet([strict.Request("asha", 4)])).ShouldBe([2, 3, 4, 5, 6]);
        Numbers(new LockSet([loose.Request("asha", 4)])).ShouldBe([4]);
        Numbers(new LockSet([strict.Request("asha")])).ShouldBeEmpty();
    }

    [Fact]
    public void The_owners_of_lapsed_seats_are_added_once()
    {
        var locks = new LockSet([_till.Request("asha", 1, 2) with { Fingerprint = null }]);
        var state = new BatchState(Till.Opening.AddSeconds(60));
        state.Load(Seat(1, "ben", heldSeconds: 60));
        state.Load(Seat(2, "chen", heldSeconds: 61));

        locks.Widen(state).ShouldBeTrue();
        locks.Bookings.ShouldBe([Till.IdOf("ben")]);
        locks.Widen(state).ShouldBeFalse();
    }

    [Fact]
    public void The_owner_of_a_lapsed_seat_that_nobody_wants_is_left_alone()
    {
        var plan = BlockPlan.Create("Hall", 2, 8, [], "Stalls");
        var strict = new Till(ModelDatabase.Show with { TotalSeats = 16, NoOrphans = true }, plan);
        var locks = new LockSet([strict.Request("asha", 4) with { Fingerprint = null }]);
        var state = new BatchState(Till.Opening.AddSeconds(60));
        state.Load(Seat(5, "ben", heldSeconds: 60));

        locks.Widen(state).ShouldBeFalse();
        locks.Bookings.ShouldBeEmpty();
    }

    private static IEnumerable<int> Numbers(LockSet locks) => locks.SeatsInOrder().Select(key => key.SeatNumber);

    private static SeatRow Seat(int number, string owner, int heldSeconds) => new(
        new SeatKey(ModelDatabase.Show.Id, number), version: 1, Till.IdOf(owner),
        Till.Opening.AddSeconds(heldSeconds));

    private static SeatKey Seat(long show, int number) => new(new ShowId(show), number);
}
