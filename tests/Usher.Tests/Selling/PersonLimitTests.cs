using Usher.Engine.Bookings;
using Usher.Engine.Selling;
using Usher.Engine.Selling.Rules;
using Usher.Testing;
using Usher.Tests.Bookings;

namespace Usher.Tests.Selling;

/// <summary>What one person may have of a show, at the edge of the limit.</summary>
public sealed class PersonLimitTests
{
    private const int Max = 4;

    private static readonly PersonNumbers Numbers = new(new byte[32]);

    private readonly Till _till = new();

    [Fact]
    public void Held_and_sold_seats_count_together()
    {
        Book("one", "asha@example.com", 1, 2).ShouldBeOfType<BookOutcome.Held>();
        Confirm("one").ShouldBeOfType<ConfirmOutcome.Confirmed>();
        Book("two", "asha@example.com", 3).ShouldBeOfType<BookOutcome.Held>();

        Book("three", "asha@example.com", 4, 5).ShouldBe(new BookOutcome.PersonLimitReached(Max, 3));
        Book("four", "asha@example.com", 4).ShouldBeOfType<BookOutcome.Held>();
        Book("five", "asha@example.com", 5).ShouldBe(new BookOutcome.PersonLimitReached(Max, 4));
        Book("ben", "ben@example.com", 5, 6, 7, 8).ShouldBeOfType<BookOutcome.Held>();
    }

    [Fact]
    public void All_spellings_of_an_address_are_one_person()
    {
        Book("one", "Asha@Example.com", 1, 2).ShouldBeOfType<BookOutcome.Held>();

        Book("two", "asha@example.COM", 3, 4, 5).ShouldBe(new BookOutcome.PersonLimitReached(Max, 2));
        Numbers.Of(new ShowId(7), "\u00dc@example.com").ShouldBe(Numbers.Of(new ShowId(7), "\u00fc@EXAMPLE.com"));
        Numbers.Of(new ShowId(7), "a@example.com").Number
            .ShouldNotBe(Numbers.Of(new ShowId(8), "a@example.com").Number);
        new PersonNumbers([1]).Of(new ShowId(7), "a@example.com")
            .ShouldNotBe(Numbers.Of(new ShowId(7), "a@example.com"));
    }

    [Fact]
    public void Who_asks_for_more_than_anybody_may_have_is_refused_without_a_name_and_not_told_what_a_person_has()
    {
        Book("one", "asha@example.com", 1).ShouldBeOfType<BookOutcome.Held>();

        Book("two", null, 2, 3, 4, 5, 6).ShouldBe(new BookOutcome.PersonLimitReached(Max, 0));
        Book("three", "asha@example.com", 2, 3, 4, 5, 6).ShouldBe(new BookOutcome.PersonLimitReached(Max, 0));
        Book("four", null, 2, 3, 4, 5).ShouldBeOfType<BookOutcome.Held>();
    }

    [Fact]
    public void Whoever_is_named_only_when_confirming_is_counted_then_and_the_hold_stays()
    {
        Book("one", "asha@example.com", 1, 2, 3).ShouldBeOfType<BookOutcome.Held>();
        Book("two", null, 4, 5).ShouldBeOfType<BookOutcome.Held>();
        var held = _till["two"];

        Confirm("two", "ASHA@example.com").ShouldBe(new ConfirmOutcome.PersonLimitReached(held, Max, 3));
        _till["two"].ShouldBe(held);
        Confirm("two", "ben@example.com").ShouldBeOfType<ConfirmOutcome.Confirmed>();
        _till.Database.Listed[Till.IdOf("two")].SeatsMax.ShouldBe(Max);
    }

    [Fact]
    public void A_booking_is_not_counted_twice_where_its_own_person_confirms_it()
    {
        Book("one", "asha@example.com", 1, 2, 3, 4).ShouldBeOfType<BookOutcome.Held>();

        Confirm("one", "Asha@example.com").ShouldBeOfType<ConfirmOutcome.Confirmed>();
        Book("two", "asha@example.com", 5).ShouldBe(new BookOutcome.PersonLimitReached(Max, 4));
    }

    [Fact]
    public void A_booking_that_is_confirmed_for_somebody_else_is_theirs()
    {
        Book("one", "asha@example.com", 1, 2, 3).ShouldBeOfType<BookOutcome.Held>();
        Confirm("one", "ben@example.com").ShouldBeOfType<ConfirmOutcome.Confirmed>();

        Book("two", "asha@example.com", 4, 5, 6, 7).ShouldBeOfType<BookOutcome.Held>();
        Book("three", "ben@example.com", 8).ShouldBeOfType<BookOutcome.Held>();
        Confirm("two", "ben@example.com").ShouldBe(new ConfirmOutcome.PersonLimitReached(_till["two"], Max, 4));
    }

    [Fact]
    public void What_is_given_up_no_longer_counts()
    {
        Book("one", "asha@example.com", 1, 2, 3, 4).ShouldBeOfType<BookOutcome.Held>();
        _till.Cancel("one").ShouldBeOfType<CancelOutcome.Cancelled>();

        Book("two", "asha@example.com", 1, 2, 3, 4).ShouldBeOfType<BookOutcome.Held>();
        _till.Database.Listed.Keys.ShouldBe([Till.IdOf("two")]);
    }

    [Fact]
    public void A_hold_that_is_over_gives_way_only_where_it_is_in_the_way()
    {
        Book("one", "asha@example.com", 1, 2, 3).ShouldBeOfType<BookOutcome.Held>();
        _till.Seconds = 60;

        Book("two", "asha@example.com", 4).ShouldBeOfType<BookOutcome.Held>();
        _till["one"].Status.ShouldBe(BookingStatus.Pending);
        Book("three", "asha@example.com", 5, 6).ShouldBeOfType<BookOutcome.Held>();
        (_till["one"].Status, _till["one"].Reason).ShouldBe((BookingStatus.Failed, FailureReason.Expired));
        _till.Database.Events.Single(change => change.To == BookingStatus.Failed).Actor.ShouldBe(Actors.Takeover);
        _till.Database.Seats[1].Owner.ShouldBeNull();
    }

    [Fact]
    public void A_hold_that_is_over_and_was_not_in_the_way_can_still_be_confirmed()
    {
        Book("one", "asha@example.com", 1, 2).ShouldBeOfType<BookOutcome.Held>();
        _till.Seconds = 60;
        Book("two", "asha@example.com", 3, 4).ShouldBeOfType<BookOutcome.Held>();

        Confirm("one").ShouldBeOfType<ConfirmOutcome.Confirmed>();
        Book("three", "asha@example.com", 5).ShouldBe(new BookOutcome.PersonLimitReached(Max, 4));
    }

    [Fact]
    public void A_refused_request_ends_no_hold()
    {
        Book("one", "asha@example.com", 1, 2, 3).ShouldBeOfType<BookOutcome.Held>();
        _till.Seconds = 60;
        Book("ben", "ben@example.com", 4).ShouldBeOfType<BookOutcome.Held>();

        Book("two", "asha@example.com", 4, 5).ShouldBeOfType<BookOutcome.SeatsTaken>();
        _till["one"].Status.ShouldBe(BookingStatus.Pending);
    }

    [Fact]
    public void A_person_takes_its_own_seats_over()
    {
        Book("one", "asha@example.com", 1, 2, 3, 4).ShouldBeOfType<BookOutcome.Held>();
        _till.Seconds = 60;

        Book("two", "asha@example.com", 1, 2, 3, 4).ShouldBeOfType<BookOutcome.Held>();
        _till["one"].Status.ShouldBe(BookingStatus.Failed);
    }

    [Fact]
    public void A_repeated_key_has_its_first_answer_beyond_the_limit()
    {
        var first = Book("one", "asha@example.com", 1, 2, 3).ShouldBeOfType<BookOutcome.Held>().Booking;
        Book("two", "asha@example.com", 4).ShouldBeOfType<BookOutcome.Held>();

        Book("one", "asha@example.com", 1, 2, 3).ShouldBeOfType<BookOutcome.Held>().Booking.ShouldBe(first);
    }

    [Fact]
    public void Commands_of_one_batch_count_in_order()
    {
        var outcomes = _till.Database.Run(
            _till.Now,
            [
                Request("one", "asha@example.com", 1, 2, 3), Request("two", "asha@example.com", 4, 5),
                Request("three", "asha@example.com", 6), Request("four", "asha@example.com", 7),
            ]);

        outcomes[0].ShouldBeOfType<BookOutcome.Held>();
        outcomes[1].ShouldBe(new BookOutcome.PersonLimitReached(Max, 3));
        outcomes[2].ShouldBeOfType<BookOutcome.Held>();
        outcomes[3].ShouldBe(new BookOutcome.PersonLimitReached(Max, 4));
    }

    [Fact]
    public void Staff_are_not_held_to_it_and_what_they_sold_counts()
    {
        var persons = Persons("asha@example.com") with { SeatsMax = null };
        _till.Do(_till.Request("one", 1, 2, 3, 4, 5) with { Email = "asha@example.com", Persons = persons })
            .ShouldBeOfType<BookOutcome.Held>();

        Book("two", "asha@example.com", 6).ShouldBe(new BookOutcome.PersonLimitReached(Max, 5));
        Confirm("one").ShouldBeOfType<ConfirmOutcome.Confirmed>();
        _till.Database.Listed[Till.IdOf("one")].SeatsMax.ShouldBeNull();
    }

    [Fact]
    public void What_was_held_before_there_was_a_limit_is_listed_when_it_is_confirmed()
    {
        _till.Do(_till.Request("one", 1, 2, 3) with { Email = "asha@example.com" }).ShouldBeOfType<BookOutcome.Held>();
        _till.Database.Listed.ShouldBeEmpty();

        Confirm("one").ShouldBeOfType<ConfirmOutcome.Confirmed>();
        Book("two", "asha@example.com", 4, 5).ShouldBe(new BookOutcome.PersonLimitReached(Max, 3));
    }

    [Fact]
    public void Only_persons_that_are_counted_are_locked_in_one_order()
    {
        BookingCommand.Book[] requests =
        [
            Request("one", "asha@example.com", 1), Request("two", null, 2), Request("three", "ASHA@example.com", 3),
            Request("four", "ben@example.com", 4), _till.Request("five", 5),
            Request("six", "cy@example.com", 6) with { Persons = Persons("cy@example.com") with { SeatsMax = null } },
        ];

        new LockSet(requests).PersonsInOrder().ShouldBe(
            new[] { Persons("asha@example.com").Named!.Value, Persons("ben@example.com").Named!.Value }
                .OrderBy(person => person.Number));
        new LockSet([_till.Request("five", 5)]).PersonsInOrder().ShouldBeEmpty();
    }

    private static PersonTerms Persons(string? email) =>
        new(Numbers, Max, email is null ? null : Numbers.Of(ModelDatabase.Show.Id, email));

    private BookingCommand.Book Request(string key, string? email, params int[] seats) =>
        _till.Request(key, seats) with { Email = email, Persons = Persons(email) };

    private BookOutcome Book(string key, string? email, params int[] seats) => _till.Do(Request(key, email, seats));

    private ConfirmOutcome Confirm(string key, string? email = null) => _till.Do(
        new BookingCommand.Confirm(Till.IdOf(key), TestEngine.Buyer, email) { Persons = Persons(email) });
}
