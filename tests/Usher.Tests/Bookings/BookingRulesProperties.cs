using FsCheck;
using FsCheck.Fluent;
using Usher.Engine.Bookings;
using Usher.Engine.Selling;

namespace Usher.Tests.Bookings;

/// <summary>What holds for every story, whoever comes in whichever order.</summary>
public sealed class BookingRulesProperties
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(2000).WithEndSize(120);

    [Fact]
    public void A_batch_gives_what_its_commands_give_one_by_one() => Check(plot =>
    {
        var together = new ModelDatabase();
        var apart = new ModelDatabase();
        foreach (var (now, commands) in plot.Batches)
        {
            var outcomes = together.Run(now, commands);
            var oneByOne = commands.Select(command => apart.Run(now, [command]).Single()).ToArray();
            outcomes.Select(Plain).ShouldBe(oneByOne.Select(Plain));
        }

        together.Seats.ShouldBe(apart.Seats);
        together.Bookings.Values.Select(Plain).Order().ShouldBe(apart.Bookings.Values.Select(Plain).Order());
        together.Events.ShouldBe(apart.Events);
    });

    [Fact]
    public void No_seat_ever_has_two_owners_and_no_live_booking_lacks_a_seat() => Check(plot =>
    {
        var database = new ModelDatabase();
        foreach (var (now, commands) in plot.Batches)
        {
            database.Run(now, commands);
            var live = database.Bookings.Values
                .Where(booking => booking.Status is BookingStatus.Pending or BookingStatus.Confirmed)
                .ToArray();
            live.SelectMany(booking => booking.SeatNumbers).ShouldBeUnique();
            var owned = live.SelectMany(booking => booking.SeatNumbers.Select(number => (number, booking))).ToArray();
            foreach (var (number, booking) in owned)
            {
                database.Seats[number].Owner.ShouldBe(booking.Id);
                database.Seats[number].HeldUntil.ShouldBe(
                    booking.Status == BookingStatus.Confirmed ? null : booking.ExpiresAt);
            }

            database.Seats.Values.Count(seat => seat.Owner is not null).ShouldBe(owned.Length);
        }
    });

    [Fact]
    public void A_seats_version_counts_its_changes() => Check(plot =>
    {
        var database = new ModelDatabase();
        foreach (var (now, commands) in plot.Batches)
        {
            database.Run(now, commands);
        }

        foreach (var (number, seat) in database.Seats)
        {
            seat.Version.ShouldBe(database.Events.Count(change =>
                database.Bookings[change.BookingId].SeatNumbers.Contains(number)));
        }
    });

    [Fact]
    public void States_only_move_forward_and_every_change_has_one_event() => Check(plot =>
    {
        var database = new ModelDatabase();
        foreach (var (now, commands) in plot.Batches)
        {
            database.Run(now, commands);
        }

        foreach (var life in database.Events.GroupBy(change => change.BookingId))
        {
            var steps = life.ToArray();
            steps.Select(step => step.Sequence).ShouldBe(Enumerable.Range(1, steps.Length));
            steps[0].From.ShouldBeNull();
            steps.Skip(1).Select(step => step.From).ShouldBe(steps.SkipLast(1).Select(step => (BookingStatus?)step.To));
            steps.Skip(1).ShouldAllBe(step => step.From == BookingStatus.Pending);
            database.Bookings[life.Key].Status.ShouldBe(steps[^1].To);
            database.Bookings[life.Key].Sequence.ShouldBe(steps.Length);
        }
    });

    [Fact]
    public void A_refusal_changes_nothing() => Check(plot =>
    {
        var database = new ModelDatabase();
        foreach (var (now, commands) in plot.Batches)
        {
            foreach (var command in commands)
            {
                var events = database.Events.Count;
                var seats = database.Seats.ToArray();
                if (database.Run(now, [command]).Single() is not (BookingOutcome.Held or BookingOutcome.Done))
                {
                    database.Events.Count.ShouldBe(events);
                    database.Seats.ShouldBe(seats);
                }
            }
        }
    });

    [Fact]
    public void The_stories_told_here_reach_every_outcome_the_rules_know()
    {
        var outcomes = Gen.Sample(Plot.Any.Generator, 500, 100).SelectMany(plot =>
        {
            var database = new ModelDatabase();
            return plot.Batches.SelectMany(batch => database.Run(batch.Now, batch.Commands)).ToArray();
        }).ToArray();

        outcomes.Select(outcome => outcome.GetType()).Distinct().ShouldBe(
            [
                typeof(BookingOutcome.Held), typeof(BookingOutcome.Done), typeof(BookingOutcome.SeatsTaken),
                typeof(BookingOutcome.Refused), typeof(BookingOutcome.EmailRequired),
                typeof(BookingOutcome.SeatsNotFound), typeof(BookingOutcome.BookingNotFound),
                typeof(BookingOutcome.KeyReused),
            ],
            ignoreOrder: true);
        outcomes.OfType<BookingOutcome.Refused>().Select(refused => refused.Reason).Distinct().ShouldBe(
            [
                RefusalReason.Expired, RefusalReason.Cancelled, RefusalReason.AlreadyConfirmed,
                RefusalReason.AlreadyExtended, RefusalReason.ExtensionForbidden, RefusalReason.NotExpired,
            ],
            ignoreOrder: true);
    }

    private static void Check(Action<Plot> holds) =>
        Prop.ForAll(Plot.Any, plot =>
        {
            holds(plot);
            return true;
        }).Check(Thorough);

    // Arrays inside records compare by reference: two runs are the same when they read the same.
    private static string Plain(BookingOutcome outcome) => outcome switch
    {
        BookingOutcome.Held(var booking) => $"held {Plain(booking)}",
        BookingOutcome.Done(var booking) => $"done {Plain(booking)}",
        BookingOutcome.Refused(var booking, var reason) => $"refused {reason} {Plain(booking)}",
        BookingOutcome.EmailRequired(var booking) => $"e-mail required {Plain(booking)}",
        BookingOutcome.SeatsTaken(var seats) => $"taken {string.Join(',', seats)}",
        BookingOutcome.SeatsNotFound(var seats, _) => $"not found {string.Join(',', seats)}",
        _ => outcome.ToString(),
    };

    private static string Plain(Booking booking) => $"{booking} [{string.Join(',', booking.SeatNumbers)}]";
}
