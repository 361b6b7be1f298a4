using Usher.Engine.Bookings;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Selling;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.Tests.Bookings;

/// <summary>Who gets a seat, decision by decision.</summary>
public sealed class BookingRulesTests
{
    private readonly Till _till = new();

    [Fact]
    public void A_hold_has_the_terms_of_its_show()
    {
        var terms = ModelDatabase.Show with
        {
            OrganizationId = new OrganizationId(3),
            HoldSeconds = 90,
            Prices = PriceList.Of("GBP", [new Price("Stalls", 450)], BlockPlan.Create("Hall", 1, 8, [], "Stalls")),
        };
        var till = new Till(terms) { Seconds = 5 };

        till.Do(till.Request("asha", 4, 2) with { Amount = 900, Fingerprint = 17 });

        var booking = till["asha"];
        (booking.OrganizationId, booking.Kind, booking.Status, booking.Email, booking.RequestFingerprint)
            .ShouldBe((new OrganizationId(3), BookingKind.Sale, BookingStatus.Pending, "asha@example.com", 17));
        (booking.HoldSeconds, booking.CreatedAt, booking.ExpiresAt, booking.ConfirmedAt)
            .ShouldBe((90, Till.Opening.AddSeconds(5), Till.Opening.AddSeconds(95), null));
        (booking.Amount, booking.Currency, booking.Sequence).ShouldBe((900, "GBP", 1));
        booking.SeatNumbers.ShouldBe([4, 2]);
        till.LatestEvent.ShouldBe(
            new BookingEvent(booking.Id, 1, Actors.Buyer, null, BookingStatus.Pending, null));
        till.Database.Seats[4].ShouldBe(new ModelDatabase.SeatImage(1, booking.Id, booking.ExpiresAt));
        till.Database.Seats[3].Owner.ShouldBeNull();
    }

    [Fact]
    public void All_taken_seats_are_named_and_those_that_do_not_exist_before_them()
    {
        _till.Book("asha", 1, 3);

        _till.Book("ben", 1, 2, 3).ShouldBeOfType<BookOutcome.SeatsTaken>().SeatNumbers.ShouldBe([1, 3]);
        var missing = _till.Book("ben", 1, 9, 2, 10).ShouldBeOfType<BookOutcome.SeatsNotFound>();
        missing.SeatNumbers.ShouldBe([9, 10]);
        missing.TotalSeats.ShouldBe(8);
        _till.Database.Seats[2].Owner.ShouldBeNull();
    }

    [Fact]
    public void A_repeated_key_is_answered_with_the_booking_as_it_was_made()
    {
        _till.Book("asha", 1);
        _till.Cancel("asha");

        var again = _till.Book("asha", 1).ShouldBeOfType<BookOutcome.Held>().Booking;

        (again.Status, again.Reason, again.Sequence).ShouldBe((BookingStatus.Pending, null, 1));
        _till.Do(_till.Request("asha", 1) with { Fingerprint = 2 }).ShouldBeOfType<BookOutcome.KeyReused>();
        _till.Database.Events.Count.ShouldBe(2);
    }

    [Fact]
    public void A_refusal_by_the_terms_stands_unless_the_key_has_a_booking()
    {
        var refusal = new BookOutcome.TooManySeats(4);

        _till.Do(_till.Request("asha", 1) with { Refusal = refusal }).ShouldBe(refusal);
        _till.Book("asha", 1);
        _till.Do(_till.Request("asha", 1) with { Refusal = refusal }).ShouldBeOfType<BookOutcome.Held>();
    }

    [Fact]
    public void Nobody_books_before_the_sale_opens_and_anybody_from_that_moment_on()
    {
        var till = new Till(ModelDatabase.Show with { SalesOpenAt = Till.Opening }) { Seconds = -1 };

        till.Book("asha", 1).ShouldBe(new BookOutcome.SalesNotOpen(Till.Opening));
        till.Seconds = 0;
        till.Book("asha", 1).ShouldBeOfType<BookOutcome.Held>();
    }

    [Fact]
    public void A_hold_ends_when_its_show_begins_and_nobody_gets_one_from_then_on()
    {
        var till = new Till(ModelDatabase.Show with { StartsAt = Till.Opening.AddSeconds(90) }) { Seconds = 50 };
        till.Book("asha", 1);
        (till["asha"].ExpiresAt, till["asha"].HoldSeconds).ShouldBe((Till.Opening.AddSeconds(90), 40));
        till.Database.Seats[1].HeldUntil.ShouldBe(Till.Opening.AddSeconds(90));
        till.Seconds = 89;
        till.Book("ben", 2);
        till["ben"].ExpiresAt.ShouldBe(Till.Opening.AddSeconds(90));

        till.Seconds = 90;

        till.Book("cleo", 3).ShouldBe(new BookOutcome.ShowOver(Till.Opening.AddSeconds(90)));
        till.Do(till.Request("cleo", 3) with { Fingerprint = null }).ShouldBeOfType<BookOutcome.ShowOver>();
        // Whoever has one still may confirm it, and hears of it again under the same key.
        till.Confirm("asha").ShouldBeOfType<ConfirmOutcome.Confirmed>();
        till.Book("asha", 1).ShouldBeOfType<BookOutcome.Held>().Booking.ExpiresAt.ShouldBe(Till.Opening.AddSeconds(90));
        // The organiser goes on.
        till.Block(4).ShouldBeOfType<BlockOutcome.Blocked>().SeatNumbers.ShouldBe([4]);
        till.Unblock("house-4").ShouldBeOfType<UnblockOutcome.Unblocked>().SeatNumbers.ShouldBe([4]);
        till.CancelByStaff("asha", "Rained off").ShouldBeOfType<CancelOutcome.Cancelled>();
    }

    [Fact]
    public void A_slot_is_sold_until_it_begins_and_later_ones_go_on()
    {
        // At 60, 120 and 180 seconds.
        var plan = SlotPlan.Create("Passports", ["Desk"], new TimeOnly(10, 1), TimeSpan.FromMinutes(1), 3, "Any");
        var starts = Till.Opening.AddSeconds(60);
        var till = new Till(ModelDatabase.Show with
        {
            StartsAt = starts,
            Kind = PlanKind.Slots,
            Slots = SlotStarts.Of(plan, starts, TimeZones.Utc),
        })
        {
            Seconds = 30,
        };
        till.Book("asha", 2, 1);
        till["asha"].ExpiresAt.ShouldBe(starts);
        till.Extend("asha").ShouldBeOfType<ExtendOutcome.Refused>().Reason.ShouldBe(RefusalReason.ShowOver);

        till.Seconds = 100;

        till.Book("ben", 1, 3).ShouldBeOfType<BookOutcome.SlotsBegun>().SeatNumbers.ShouldBe([1]);
        till.Book("ben", 3).ShouldBeOfType<BookOutcome.Held>().Booking.ExpiresAt.ShouldBe(Till.Opening.AddSeconds(160));
        till.Extend("ben").ShouldBeOfType<ExtendOutcome.Extended>().Booking.ExpiresAt
            .ShouldBe(Till.Opening.AddSeconds(180));
        till.Seconds = 119;
        till.Book("cleo", 2).ShouldBeOfType<BookOutcome.Held>().Booking.HoldSeconds.ShouldBe(1);
        till.Seconds = 120;
        till.Book("dan", 2).ShouldBeOfType<BookOutcome.SlotsBegun>();
        till.Confirm("ben").ShouldBeOfType<ConfirmOutcome.Confirmed>();
        till.Seconds = 180;
        till.Book("dan", 2).ShouldBe(new BookOutcome.ShowOver(Till.Opening.AddSeconds(180)));
    }

    [Fact]
    public void An_extension_ends_when_the_show_begins_and_is_refused_where_no_time_is_left()
    {
        var till = new Till(ModelDatabase.Show with { StartsAt = Till.Opening.AddSeconds(90) });
        till.Book("asha", 1);
        till.Seconds = 40;
        till.Book("ben", 2);

        till.Extend("asha").ShouldBeOfType<ExtendOutcome.Extended>().Booking.ExpiresAt
            .ShouldBe(Till.Opening.AddSeconds(90));
        till.Extend("asha").ShouldBe(new ExtendOutcome.Refused(till["asha"], RefusalReason.AlreadyExtended));
        till.Extend("ben").ShouldBe(new ExtendOutcome.Refused(till["ben"], RefusalReason.ShowOver));
    }

    [Fact]
    public void A_lapsed_hold_is_taken_over_from_its_last_moment_on_and_ends_as_a_whole()
    {
        _till.Book("asha", 1, 2);
        _till.Seconds = 59;
        _till.Book("ben", 2).ShouldBeOfType<BookOutcome.SeatsTaken>();
        _till.Seconds = 60;

        _till.Book("ben", 2, 3).ShouldBeOfType<BookOutcome.Held>();

        (_till["asha"].Status, _till["asha"].Reason, _till["asha"].Sequence)
            .ShouldBe((BookingStatus.Failed, FailureReason.Expired, 2));
        _till.Database.Events[1].ShouldBe(new BookingEvent(
            Till.IdOf("asha"), 2, Actors.Takeover, BookingStatus.Pending, BookingStatus.Failed, null));
        _till.Database.Seats[1].Owner.ShouldBeNull();
        _till.Database.Seats[2].Owner.ShouldBe(Till.IdOf("ben"));
        _till.Confirm("asha").ShouldBe(new ConfirmOutcome.Refused(_till["asha"], RefusalReason.Expired));
    }

    [Fact]
    public void What_is_sold_never_lapses()
    {
        _till.Book("asha", 1);
        _till.Confirm("asha");
        _till.Seconds = 1_000_000;

        _till.Book("ben", 1).ShouldBeOfType<BookOutcome.SeatsTaken>();
    }

    [Fact]
    public void An_extension_gives_a_hold_its_length_once_more_and_only_once()
    {
        _till.Book("asha", 1);
        _till.Seconds = 20;
        _till.Extend("asha", allowed: false)
            .ShouldBe(new ExtendOutcome.Refused(_till["asha"], RefusalReason.ExtensionForbidden));

        _till.Extend("asha").ShouldBe(new ExtendOutcome.Extended(_till["asha"]));

        var until = Till.Opening.AddSeconds(120);
        (_till["asha"].ExpiresAt, _till["asha"].Sequence).ShouldBe((until, 2));
        _till.Database.Seats[1].ShouldBe(new ModelDatabase.SeatImage(2, Till.IdOf("asha"), until));
        _till.LatestEvent.ShouldBe(new BookingEvent(
            Till.IdOf("asha"), 2, Actors.Buyer, BookingStatus.Pending, BookingStatus.Pending, "extended"));
        _till.Extend("asha").ShouldBe(new ExtendOutcome.Refused(_till["asha"], RefusalReason.AlreadyExtended));
    }

    [Fact]
    public void A_confirmation_sells_the_seats_to_an_address_and_repeating_it_is_harmless()
    {
        _till.Do(_till.Request("asha", 1) with { Email = null });
        _till.Confirm("asha").ShouldBe(new ConfirmOutcome.EmailRequired(_till["asha"]));
        _till.Seconds = 7;

        _till.Confirm("asha", "new@example.com").ShouldBe(new ConfirmOutcome.Confirmed(_till["asha"]));

        var booking = _till["asha"];
        (booking.Status, booking.Email, booking.ConfirmedAt, booking.Sequence)
            .ShouldBe((BookingStatus.Confirmed, "new@example.com", Till.Opening.AddSeconds(7), 2));
        _till.Database.Seats[1].ShouldBe(new ModelDatabase.SeatImage(2, booking.Id, null));
        _till.LatestEvent.ShouldBe(
            new BookingEvent(booking.Id, 2, Actors.Buyer, BookingStatus.Pending, BookingStatus.Confirmed, null));
        _till.Confirm("asha").ShouldBe(new ConfirmOutcome.ConfirmedBefore(booking));
        _till.Database.Events.Count.ShouldBe(2);
    }

    [Fact]
    public void After_a_confirmation_an_address_comes_too_late_whichever_it_is()
    {
        _till.Book("asha", 1);
        _till.Confirm("asha", "new@example.com");
        var booking = _till["asha"];

        _till.Confirm("asha", "other@example.com")
            .ShouldBe(new ConfirmOutcome.Refused(booking, RefusalReason.AlreadyConfirmed));
        _till.Confirm("asha", "new@example.com")
            .ShouldBe(new ConfirmOutcome.Refused(booking, RefusalReason.AlreadyConfirmed));
        _till["asha"].ShouldBe(booking);
    }

    [Fact]
    public void A_repeated_confirmation_is_known_by_its_key_and_answered_as_it_was_at_first()
    {
        _till.Book("asha", 1);
        var first = new BookingCommand.Confirm(Till.IdOf("asha"), TestEngine.Buyer, "new@example.com")
        {
            Key = new ConfirmKey(1, -2),
        };
        _till.Do(first).ShouldBe(new ConfirmOutcome.Confirmed(_till["asha"]));
        var booking = _till["asha"];
        _till.Do(first).ShouldBe(new ConfirmOutcome.Confirmed(booking));
        _till.CancelByStaff("asha", "Fell ill");

        _till.Do(first).ShouldBe(new ConfirmOutcome.Confirmed(
            booking with { Sequence = _till["asha"].Sequence }));
        _till.Do(first with { Key = new ConfirmKey(1, 3) }).ShouldBe(new ConfirmOutcome.KeyReused());
        _till.Do(first with { Key = new ConfirmKey(4, -2) })
            .ShouldBe(new ConfirmOutcome.Refused(_till["asha"], RefusalReason.Cancelled));
        _till.Database.Events.Count.ShouldBe(3);
    }

    [Fact]
    public void Only_who_repeats_the_key_is_taken_for_who_confirmed()
    {
        _till.Book("asha", 1);
        _till.Do(new BookingCommand.Confirm(Till.IdOf("asha"), TestEngine.Buyer, Email: null)
        {
            Key = new ConfirmKey(1, 1),
        });
        var booking = _till["asha"];

        ConfirmKey?[] others = [null, new ConfirmKey(2, 1), new ConfirmKey(1L << 32 | 1, 1), new ConfirmKey(0, 1)];
        foreach (var other in others)
        {
            _till.Do(new BookingCommand.Confirm(Till.IdOf("asha"), TestEngine.Buyer, Email: null) { Key = other })
                .ShouldBe(new ConfirmOutcome.ConfirmedBefore(booking), $"{other}");
        }
    }

    [Fact]
    public void A_key_under_which_a_confirmation_was_refused_may_try_again()
    {
        _till.Do(_till.Request("asha", 1) with { Email = null });
        var key = new ConfirmKey(1, 1);
        var bare = new BookingCommand.Confirm(Till.IdOf("asha"), TestEngine.Buyer, Email: null) { Key = key };

        _till.Do(bare).ShouldBeOfType<ConfirmOutcome.EmailRequired>();
        _till.Do(bare with { Email = "a@example.com", Key = key with { Payload = 2 } })
            .ShouldBe(new ConfirmOutcome.Confirmed(_till["asha"]));
    }

    [Fact]
    public void An_address_that_comes_with_the_confirmation_replaces_the_one_from_before()
    {
        _till.Book("asha", 1);
        _till.Book("ben", 2);

        _till.Confirm("asha", "new@example.com");
        _till.Confirm("ben");

        (_till["asha"].Email, _till["ben"].Email).ShouldBe(("new@example.com", "ben@example.com"));
    }

    [Fact]
    public void A_buyer_gives_up_a_hold_but_no_sale_which_only_staff_take_back()
    {
        _till.Book("asha", 1);
        _till.Book("ben", 2);
        _till.Confirm("ben");

        _till.Cancel("asha").ShouldBe(new CancelOutcome.Cancelled(_till["asha"])
        {
            End = new BookingEnd(_till.Now, Actors.Buyer, Note: null, PublicReason: null),
        });
        _till.Cancel("ben").ShouldBe(new CancelOutcome.Refused(_till["ben"], RefusalReason.AlreadyConfirmed));
        _till.CancelByStaff("ben", "Fell ill", "We are sorry").ShouldBe(new CancelOutcome.Cancelled(_till["ben"])
        {
            End = new BookingEnd(_till.Now, Actors.Desk, "Fell ill", "We are sorry"),
        });

        (_till["asha"].Status, _till["asha"].Reason).ShouldBe((BookingStatus.Failed, FailureReason.Cancelled));
        (_till["ben"].Status, _till["ben"].Reason).ShouldBe((BookingStatus.Failed, FailureReason.Cancelled));
        _till.LatestEvent.ShouldBe(new BookingEvent(
            Till.IdOf("ben"), 3, Actors.Desk, BookingStatus.Confirmed, BookingStatus.Failed, "Fell ill",
            "We are sorry"));
        _till.Database.Seats.Values.ShouldAllBe(seat => seat.Owner == null && seat.HeldUntil == null);
        _till.Cancel("asha").ShouldBe(new CancelOutcome.Cancelled(_till["asha"]));
        _till.Database.Events.Count.ShouldBe(5);
    }

    [Fact]
    public void A_hold_expires_at_its_end_and_repeating_it_is_harmless()
    {
        _till.Book("asha", 1);
        _till.Seconds = 59;
        _till.Expire("asha").ShouldBe(new ExpireOutcome.Refused(_till["asha"], RefusalReason.NotExpired));
        _till.Seconds = 60;

        _till.Expire("asha").ShouldBe(new ExpireOutcome.Expired(_till["asha"]));

        _till["asha"].Reason.ShouldBe(FailureReason.Expired);
        _till.LatestEvent.ShouldBe(new BookingEvent(
            Till.IdOf("asha"), 2, Actors.Sweep, BookingStatus.Pending, BookingStatus.Failed, null));
        _till.Expire("asha").ShouldBe(new ExpireOutcome.Expired(_till["asha"]));
        _till.Cancel("asha").ShouldBe(new CancelOutcome.Refused(_till["asha"], RefusalReason.Expired));
        _till.Database.Events.Count.ShouldBe(2);
    }

    [Fact]
    public void A_sale_neither_expires_nor_is_extended()
    {
        _till.Book("asha", 1);
        _till.Confirm("asha");
        _till.Seconds = 60;

        var sold = _till["asha"];
        _till.Expire("asha").ShouldBe(new ExpireOutcome.Refused(sold, RefusalReason.AlreadyConfirmed));
        _till.Extend("asha").ShouldBe(new ExtendOutcome.Refused(sold, RefusalReason.AlreadyConfirmed));
    }

    [Fact]
    public void Nobody_has_heard_of_a_booking_that_was_never_made()
    {
        _till.Confirm("asha").ShouldBeOfType<ConfirmOutcome.BookingNotFound>();
        _till.Expire("asha").ShouldBeOfType<ExpireOutcome.BookingNotFound>();
    }

    [Fact]
    public void A_seat_is_left_alone_only_where_the_show_allows_it()
    {
        var plan = BlockPlan.Create("Hall", 2, 8, [], "Stalls");
        var terms = ModelDatabase.Show with { TotalSeats = 16, NoOrphans = true };
        var strict = new Till(terms, plan);

        var lone = strict.Book("asha", 2, 3).ShouldBeOfType<BookOutcome.LeavesSingleSeat>();

        lone.LoneSeats.ShouldBe([1]);
        lone.Plan.ShouldBeSameAs(plan);
        strict.Database.Events.ShouldBeEmpty();
        strict.Book("asha", 1, 2).ShouldBeOfType<BookOutcome.Held>();
        new Till(terms with { NoOrphans = false }, plan).Book("asha", 2, 3).ShouldBeOfType<BookOutcome.Held>();
    }

    [Fact]
    public void A_seat_whose_hold_has_lapsed_is_free_for_the_rule_about_single_seats()
    {
        var plan = BlockPlan.Create("Hall", 2, 8, [], "Stalls");
        var till = new Till(ModelDatabase.Show with { TotalSeats = 16, NoOrphans = true }, plan);
        till.Book("asha", 1);
        till.Book("ben", 2, 3);
        till.Seconds = 60;

        till.Book("chen", 2, 3).ShouldBeOfType<BookOutcome.LeavesSingleSeat>().LoneSeats.ShouldBe([1]);
    }
}
