namespace Usher.SystemTests.Faults;

/// <summary>The proof can fail: each lie that a broken server could tell is found.</summary>
public sealed class SettlementTests
{
    private static readonly DateTime Noon = new(2030, 1, 1, 12, 0, 0, DateTimeKind.Utc);

    private readonly Guid _id = Guid.NewGuid();
    private readonly Purchase _purchase = new("asha@example.com", 7, [5, 6], "a-key");

    [Fact]
    public void What_was_told_and_is_stored_is_no_violation()
    {
        Told(Verb.Book, 201, "PENDING");
        Told(Verb.Confirm, null, null);
        Told(Verb.Confirm, 200, "CONFIRMED");

        Violations(Stored("CONFIRMED")).ShouldBeEmpty();
    }

    [Fact]
    public void A_lost_booking_is_found()
    {
        Told(Verb.Book, 201, "PENDING");

        Violations().ShouldHaveSingleItem().ShouldStartWith("an acknowledged booking is lost");
        Settlement.CountLost([_purchase], []).ShouldBe(1);
    }

    [Fact]
    public void A_booking_with_other_seats_is_found()
    {
        Told(Verb.Book, 201, "PENDING");
        var stored = Stored("PENDING") with { Seats = [5, 7] };

        Violations(stored).ShouldHaveSingleItem().ShouldStartWith("it is stored with other seats");
        Settlement.CountLost([_purchase], [stored]).ShouldBe(1);
    }

    [Fact]
    public void A_refused_booking_that_exists_is_found()
    {
        Told(Verb.Book, null, null);
        _purchase.Note(new Reply(Verb.Book) { Status = 409, Reason = "SEATS_TAKEN" });

        Violations(Stored("PENDING")).ShouldHaveSingleItem().ShouldStartWith("a refused booking exists");
    }

    [Fact]
    public void An_unanswered_booking_may_exist_or_not_but_only_once()
    {
        Told(Verb.Book, null, null);

        Violations().ShouldBeEmpty();
        Violations(Stored("PENDING")).ShouldBeEmpty();
        Violations(Stored("FAILED", "EXPIRED"), Stored("PENDING") with { Id = Guid.NewGuid() })
            .ShouldContain(violation => violation.StartsWith("2 bookings for one purchase"));
    }

    [Fact]
    public void A_booking_that_was_not_taken_must_not_exist_unless_a_try_before_was_left_open()
    {
        _purchase.Note(new Reply(Verb.Book) { Status = 503, HasRetryAfter = true, Text = "/problems/overloaded" });
        Violations(Stored("PENDING")).ShouldHaveSingleItem().ShouldStartWith("a refused booking exists");

        _purchase.Note(new Reply(Verb.Book) { Status = 503, HasRetryAfter = true, Text = "/problems/unavailable" });
        _purchase.Note(new Reply(Verb.Book) { Status = 503, HasRetryAfter = true, Text = "/problems/overloaded" });
        Violations(Stored("PENDING")).ShouldBeEmpty();
    }

    [Fact]
    public void A_sale_that_came_undone_is_found()
    {
        Told(Verb.Book, 201, "PENDING");
        Told(Verb.Confirm, 200, "CONFIRMED");

        Violations(Stored("FAILED", "EXPIRED")).ShouldHaveSingleItem().ShouldContain("can only be CONFIRMED");
        Violations(Stored("PENDING")).ShouldHaveSingleItem().ShouldContain("can only be CONFIRMED");
    }

    [Fact]
    public void A_hold_that_ended_before_its_time_is_found()
    {
        Told(Verb.Book, 201, "PENDING");

        Violations(Stored("FAILED", "EXPIRED") with { FailedAt = Noon.AddSeconds(1) })
            .ShouldHaveSingleItem().ShouldStartWith("it expired before its time");
    }

    [Fact]
    public void A_change_of_mind_is_found()
    {
        Told(Verb.Book, 201, "PENDING");
        Told(Verb.Confirm, 200, "CONFIRMED");
        Told(Verb.Look, 200, "PENDING");

        Violations(Stored("CONFIRMED")).ShouldContain(violation => violation.StartsWith("a booking that was settled"));
    }

    [Fact]
    public void An_answer_that_nobody_was_promised_is_found()
    {
        _purchase.Note(new Reply(Verb.Book) { Status = 500 });
        _purchase.Note(new Reply(Verb.Book) { Status = 503 });

        Violations().Count.ShouldBe(2);
    }

    [Fact]
    public void A_seat_with_two_owners_is_found_even_if_both_have_let_go_of_it()
    {
        var first = Stored("FAILED", "CANCELLED") with { FailedAt = Noon.AddSeconds(2) };
        var second = first with { Id = Guid.NewGuid(), CreatedAt = Noon.AddSeconds(1), FailedAt = Noon.AddSeconds(3) };

        Settlement.DoubleOwners([second, first]).Count().ShouldBe(first.Seats.Length);
        Settlement.DoubleOwners([first, second with { CreatedAt = Noon.AddSeconds(2) }]).ShouldBeEmpty();
    }

    [Fact]
    public void A_booking_that_nobody_asked_for_is_found() =>
        Settlement.Violations([], [Stored("PENDING")]).ShouldHaveSingleItem().ShouldStartWith("nobody asked for");

    private List<string> Violations(params StoredBooking[] stored) => Settlement.Violations([_purchase], stored);

    private void Told(Verb verb, int? status, string? bookingStatus) => _purchase.Note(new Reply(verb)
    {
        Status = status,
        Booking = bookingStatus is null
            ? null
            : new BookingSeen(_id, _purchase.Seats, bookingStatus, Noon, Noon.AddSeconds(2)),
    });

    private StoredBooking Stored(string status, string? reason = null) => new(
        _id, _purchase.ShowId, _purchase.Email, _purchase.Seats, status, reason, Noon, Noon.AddSeconds(2),
        status == "FAILED" ? Noon.AddSeconds(2) : null);
}
