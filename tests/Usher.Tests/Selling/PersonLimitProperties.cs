using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Usher.Engine.Bookings;
using Usher.Engine.Selling;
using Usher.Testing;
using Usher.Tests.Bookings;

namespace Usher.Tests.Selling;

/// <summary>What holds of a show with a limit for each person, whoever comes in whichever order.</summary>
public sealed class PersonLimitProperties
{
    private const int Max = 3;
    private const int Keys = 12;

    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(2000).WithEndSize(120);

    private static readonly string?[] Addresses =
        [null, "asha@example.com", "Asha@EXAMPLE.com", "ben@example.com", "BEN@example.com"];

    private static readonly PersonNumbers Numbers = new(new byte[32]);

    private static readonly Arbitrary<ImmutableArray<int>> Stories = Arb.From(
        Gen.Choose(0, 1 << 28).ArrayOf().Select(moves => moves.ToImmutableArray()),
        moves => Enumerable.Range(0, moves.Length).Select(i => moves.RemoveAt(i)));

    [Fact]
    public void Nobody_ever_has_more_than_one_may() => Check((database, batch) =>
    {
        database.Run(batch.Now, batch.Commands);
        SeatsByPerson(database).ShouldAllBe(person => person.Seats <= Max);
    });

    [Fact]
    public void A_refusal_tells_what_the_person_has_and_changes_nothing() => Check((database, batch) =>
    {
        foreach (var command in batch.Commands)
        {
            var events = database.Events.Count;
            var lapsed = Lapsed(database, command, batch.Now);
            var had = SeatsByPerson(database).ToDictionary(person => person.Person, person => person.Seats);
            var outcome = database.Run(batch.Now, [command]).Single();
            var (email, wanted, told) = (command, outcome) switch
            {
                (BookingCommand.Book book, BookOutcome.PersonLimitReached limit) =>
                    (book.Email, book.SeatsWanted, limit.SeatsHad),
                (BookingCommand.Confirm confirm, ConfirmOutcome.PersonLimitReached limit) =>
                    (confirm.Email, limit.Booking.SeatNumbers.Length, limit.SeatsHad),
                _ => (null, 0, -1),
            };
            if (told < 0)
            {
                continue;
            }

            database.Events.Count.ShouldBe(events);
            var seats = email is null ? 0 : had.GetValueOrDefault(EmailKey.Normal(email)) - lapsed;
            told.ShouldBe(wanted > Max ? 0 : seats);
            (seats + wanted).ShouldBeGreaterThan(Max);
        }
    });

    [Fact]
    public void A_batch_gives_what_its_commands_give_one_by_one() => Prop.ForAll(Stories, moves =>
    {
        var (together, apart) = (new ModelDatabase(), new ModelDatabase());
        foreach (var (now, commands) in Batches(moves))
        {
            together.Run(now, commands);
            foreach (var command in commands)
            {
                apart.Run(now, [command]);
            }
        }

        together.Seats.ShouldBe(apart.Seats);
        together.Events.ShouldBe(apart.Events);
        return true;
    }).Check(Thorough);

    [Fact]
    public void The_stories_told_here_reach_the_limit_in_every_way()
    {
        var outcomes = Gen.Sample(Stories.Generator, 500, 100).SelectMany(moves =>
        {
            var database = new ModelDatabase();
            return Batches(moves).SelectMany(batch => database.Run(batch.Now, batch.Commands)).ToArray();
        }).ToArray();

        outcomes.OfType<BookOutcome.PersonLimitReached>().Select(limit => limit.SeatsHad).Distinct().Order()
            .ShouldBe([0, 1, 2, 3]);
        outcomes.OfType<ConfirmOutcome.PersonLimitReached>().Select(limit => limit.SeatsHad).Distinct().Order()
            .ShouldBe([1, 2, 3]);
    }

    private static void Check(Action<ModelDatabase, (DateTime Now, BookingCommand[] Commands)> holds) =>
        Prop.ForAll(Stories, moves =>
        {
            var database = new ModelDatabase();
            foreach (var batch in Batches(moves))
            {
                holds(database, batch);
            }

            return true;
        }).Check(Thorough);

    private static IEnumerable<(string Person, int Seats)> SeatsByPerson(ModelDatabase database) =>
        from booking in database.Bookings.Values
        where booking.Email is not null && booking.Status is BookingStatus.Pending or BookingStatus.Confirmed
        group booking.SeatNumbers.Length by EmailKey.Normal(booking.Email!) into seats
        select (seats.Key, seats.Sum());

    // Of the person that the command names: what gives way to anything else it wants.
    private static int Lapsed(ModelDatabase database, BookingCommand command, DateTime now)
    {
        var email = command switch
        {
            BookingCommand.Book book => book.Email,
            BookingCommand.Confirm confirm => confirm.Email,
            _ => null,
        };
        return email is null ? 0 : database.Bookings.Values
            .Where(booking => booking.Status == BookingStatus.Pending && booking.ExpiresAt <= now
                && booking.Email is { } own && EmailKey.Normal(own) == EmailKey.Normal(email))
            .Sum(booking => booking.SeatNumbers.Length);
    }

    private static IEnumerable<(DateTime Now, BookingCommand[] Commands)> Batches(ImmutableArray<int> moves)
    {
        var now = Till.Opening;
        List<BookingCommand> batch = [];
        foreach (var move in moves)
        {
            batch.Add(Spell(move));
            if (move % 3 == 0)
            {
                yield return (now, [.. batch]);
                batch.Clear();
                now = now.AddSeconds(move / 64 % 40);
            }
        }

        yield return (now, [.. batch]);
    }

    private static BookingCommand Spell(int move)
    {
        var id = Till.IdOf($"key {move / 8 % Keys}");
        var email = Addresses[move / 512 % Addresses.Length];
        var persons = new PersonTerms(
            Numbers, Max, email is null ? null : Numbers.Of(ModelDatabase.Show.Id, email));
        return (move % 8) switch
        {
            // Whatever else comes under a key that has a booking is refused.
            0 or 1 or 2 or 6 => new BookingCommand.Book(
                id, TestEngine.Buyer, ModelDatabase.Show, email, Seats(move / 4096), Fingerprint: move / 512)
            {
                Persons = persons,
            },
            3 or 7 => new BookingCommand.Confirm(id, TestEngine.Buyer, email) { Persons = persons },
            4 => new BookingCommand.Cancel(id, TestEngine.Buyer),
            _ => new BookingCommand.Extend(id, TestEngine.Buyer, Allowed: true)
            {
                SalesCloseAt = ModelDatabase.Show.SalesCloseAt,
            },
        };
    }

    // Mostly one to three of the eight seats, now and then more than anybody may have.
    private static ImmutableArray<int> Seats(int bits) =>
        [.. Enumerable.Range(bits % 8, bits % 11 == 0 ? 4 : 1 + bits / 8 % 3).Select(seat => seat % 8 + 1)];
}
