using FsCheck;
using FsCheck.Fluent;
using Usher.Engine.Bookings;
using Usher.Engine.Selling;
using Usher.Testing;

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
    public void No_hold_is_given_a_time_beyond_the_beginning_of_its_show() => Check(plot =>
    {
        var database = new ModelDatabase();
        foreach (var (now, commands) in plot.Batches)
        {
            var outcomes = database.Run(now, commands);
            (now < Plot.Show.StartsAt || outcomes.OfType<BookOutcome.Held>().All(held => held.Booking.CreatedAt < now))
                .ShouldBeTrue("a hold was made of a show that has begun");
        }

        database.Bookings.Values.ShouldAllBe(booking => booking.ExpiresAt <= Plot.Show.StartsAt);
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
                var outcome = database.Run(now, [command]).Single();
                if (outcome is not BookOutcome.Held && outcome.Changed() is null)
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
                typeof(BookOutcome.Held), typeof(BookOutcome.SeatsTaken), typeof(BookOutcome.SeatsNotFound),
                typeof(BookOutcome.KeyReused), typeof(BookOutcome.ShowOver),
                typeof(ExtendOutcome.Extended), typeof(ExtendOutcome.Refused), typeof(ExtendOutcome.BookingNotFound),
                typeof(ConfirmOutcome.Confirmed), typeof(ConfirmOutcome.ConfirmedBefore),
                typeof(ConfirmOutcome.Refused), typeof(ConfirmOutcome.EmailRequired),
                typeof(ConfirmOutcome.BookingNotFound), typeof(ConfirmOutcome.KeyReused),
                typeof(CancelOutcome.Cancelled), typeof(CancelOutcome.Refused), typeof(CancelOutcome.BookingNotFound),
                typeof(ExpireOutcome.Expired), typeof(ExpireOutcome.Refused), typeof(ExpireOutcome.BookingNotFound),
            ],
            ignoreOrder: true);
        outcomes.Select(outcome => outcome.Refusal()?.Reason).OfType<RefusalReason>().Distinct().ShouldBe(
            [
                RefusalReason.Expired, RefusalReason.Cancelled, RefusalReason.AlreadyConfirmed,
                RefusalReason.AlreadyExtended, RefusalReason.ExtensionForbidden, RefusalReason.ShowOver,
                RefusalReason.NotExpired,
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
    private static string Plain(CommandOutcome outcome) => outcome switch
    {
        BookOutcome.Held(var booking) => $"held {Plain(booking)}",
        ConfirmOutcome.EmailRequired(var booking) => $"e-mail required {Plain(booking)}",
        BookOutcome.SeatsTaken(var seats) => $"taken {string.Join(',', seats)}",
        BookOutcome.SeatsNotFound(var seats, _) => $"not found {string.Join(',', seats)}",
        _ when outcome.Changed() is { } booking => $"done {Plain(booking)}",
        _ when outcome.Refusal() is var (booking, reason) => $"refused {reason} {Plain(booking)}",
        _ => outcome.ToString(),
    };

    private static string Plain(Booking booking) => $"{booking} [{string.Join(',', booking.SeatNumbers)}]";
}
