namespace Usher.SystemTests.Simulation;

/// <summary>What a process may refuse from memory, and nothing more. The seat map may be up to 10 s old.</summary>
public sealed class ReplySearchTests
{
    private const double MapSecondsMax = 10;

    private static readonly PlannedShow Terms = new(Seats: 2, HoldSeconds: 60, ExtensionAllowed: true, OpensAt: null);

    private static readonly Move Held = Request(1, process: 0, seat: 1);

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void A_seat_that_another_process_freed_may_be_refused_from_memory(double secondsLater) =>
        IsExplained(FreedBy(process: 1), Request(3, process: 0, seat: 1), 20 + secondsLater).ShouldBeTrue();

    [Theory]
    [InlineData(10)]
    [InlineData(30)]
    public void But_not_for_longer_than_the_map_may_be_old(double secondsLater) =>
        IsExplained(FreedBy(process: 1), Request(3, process: 0, seat: 1), 20 + secondsLater).ShouldBeFalse();

    [Fact]
    public void Nor_by_the_process_that_freed_it() =>
        IsExplained(FreedBy(process: 0), Request(3, process: 0, seat: 1), 21).ShouldBeFalse();

    [Fact]
    public void Unless_nobody_could_tell_that_process_whether_it_did() =>
        IsExplained(FreedBy(process: 0, Replies.Unavailable), Request(3, process: 0, seat: 1), 21).ShouldBeTrue();

    [Fact]
    public void With_a_key_too() =>
        IsExplained(FreedBy(process: 1), Request(3, process: 0, seat: 1) with { HasKey = true }, 21).ShouldBeTrue();

    [Fact]
    public void But_not_where_the_key_has_a_booking() =>
        IsExplained(FreedBy(process: 1), Request(1, process: 0, seat: 1) with { HasKey = true }, 21).ShouldBeFalse();

    [Fact]
    public void Nor_a_seat_that_was_never_taken() =>
        IsExplained(FreedBy(process: 1), Request(3, process: 0, seat: 2), 21, Replies.Taken([2])).ShouldBeFalse();

    [Fact]
    public void Nor_a_hold_that_is_over_by_now() =>
        IsExplained(FreedBy(process: 1, at: 59), Request(3, process: 0, seat: 1), 60).ShouldBeFalse();

    [Fact]
    public void Nor_without_maps() =>
        IsExplained(FreedBy(process: 1), Request(3, process: 0, seat: 1), 21, mapSecondsMax: 0).ShouldBeFalse();

    [Fact]
    public void A_refusal_may_name_only_the_seats_that_a_map_knows_to_be_taken()
    {
        var request = Request(3, process: 0, seat: 1) with { Seats = [1, 2] };
        var taken = Play(Play(new ModelShow(Terms), Held, 0), Request(2, process: 1, seat: 2), 20);

        IsExplained(taken, request, 21, Replies.Taken([1])).ShouldBeTrue();
        IsExplained(taken, request, 31, Replies.Taken([1])).ShouldBeFalse();
        IsExplained(taken, request, 31, Replies.Taken([1, 2])).ShouldBeTrue();
    }

    [Fact]
    public void Within_a_process_answers_come_in_order_of_arrival()
    {
        var show = new ModelShow(Terms);
        var (first, second) = (Request(1, process: 0, seat: 1), Request(2, process: 0, seat: 1));
        var held = Replies.Held(Play(show, second, 0).Bookings[2], Terms);
        var stored = Play(show, second, 0).Describe();

        new ReplySearch([new(first, Replies.Taken([1])), new(second, held)], 0, 0, stored).Find(show).ShouldBeNull();
        new ReplySearch([new(second, held), new(first, Replies.Taken([1]))], 0, 0, stored).Find(show).ShouldNotBeNull();
    }

    [Fact]
    public void Strangers_of_two_processes_need_not_come_in_order_of_arrival()
    {
        var show = new ModelShow(Terms);
        var early = Request(1, process: 1, seat: 1);
        var first = Request(3, process: 0, seat: 2) with { HasKey = true };
        var sameKey = new Move(4, Process: 1, Show: 0, MoveKind.Book, Booking: 3) { Seats = [1], HasKey = true };
        var extend = new Move(6, Process: 0, Show: 0, MoveKind.Extend, Booking: 1);
        var after = Play(Play(show, early, 0), first, 0);
        var (held, second) = (after.Bookings[1], after.Bookings[3]);

        new ReplySearch(
            [
                new(early, Replies.Held(held, Terms)), new(first, Replies.Held(second, Terms)),
                new(sameKey, Replies.Taken([1])), new(extend, Replies.NoBooking),
            ],
            0, 0, after.Describe()).Find(show).ShouldNotBeNull();
        new ReplySearch(
            [new(early with { Process = 0 }, Replies.Held(held, Terms)), new(extend, Replies.NoBooking)],
            0, 0, Play(show, early, 0).Describe()).Find(show).ShouldBeNull();
    }

    [Fact]
    public void What_is_asked_of_a_booking_may_come_before_it_where_what_a_client_holds_is_counted_meanwhile()
    {
        var show = new ModelShow(Terms);
        var book = Request(1, process: 0, seat: 1);
        var extend = new Move(2, Process: 0, Show: 0, MoveKind.Extend, Booking: 1);
        var after = Play(show, book, 0);
        Played[] moves = [new(book, Replies.Held(after.Bookings[1], Terms)), new(extend, Replies.NoBooking)];

        new ReplySearch(moves, 0, 0, after.Describe()) { HeldSeatsMax = 2 }.Find(show).ShouldNotBeNull();
        new ReplySearch(moves, 0, 0, after.Describe()).Find(show).ShouldBeNull();
    }

    private static Move Request(int number, int process, int seat) =>
        new(number, process, Show: 0, MoveKind.Book, number) { Seats = [seat], HasEmail = true };

    private static ModelShow FreedBy(int process, string? reply = null, double at = 20)
    {
        var held = Play(new ModelShow(Terms), Held, 0);
        return Play(held, new Move(2, process, Show: 0, MoveKind.Cancel, Booking: 1), at, reply);
    }

    // Carried out for certain, whatever was heard of it: that is what is stored.
    private static ModelShow Play(ModelShow show, Move move, double at, string? reply = null)
    {
        var (after, answer) = show.Play(move, at);
        return new ReplySearch([new(move, reply ?? answer)], at, MapSecondsMax, after.Describe())
            .Find(show).ShouldNotBeNull();
    }

    private static bool IsExplained(
        ModelShow show, Move move, double now, string? reply = null, double mapSecondsMax = MapSecondsMax) =>
        new ReplySearch([new(move, reply ?? Replies.Taken(move.Seats))], now, mapSecondsMax, show.Describe())
            .Find(show) is not null;
}
