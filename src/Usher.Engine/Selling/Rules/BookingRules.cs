using System.Collections.Immutable;
using Usher.Engine.Bookings;
using Usher.Engine.Seats;
using Usher.Engine.Selling.BestAvailable;

namespace Usher.Engine.Selling.Rules;

/// <summary>
/// The decisions, and nothing else: no I/O, time given. Commands of a batch are decided in order of arrival, each on
/// what the ones before it left, so a batch gives what its commands would have given one by one.
/// Ownership decides, never a clock: a clock only says when a hold may be taken over, and a pending booking whose
/// seats are still its own can be confirmed a moment late.
/// </summary>
internal static class BookingRules
{
    public static BookingOutcome Decide(BatchState state, BookingCommand command) =>
        command is BookingCommand.Book book ? Book(state, book)
        : command is BookingCommand.Block block ? BlockRules.Block(state, block)
        : command is BookingCommand.Unblock unblock ? BlockRules.Unblock(state, unblock)
        : state.FindBooking(command.Id) is { } booking ? Change(state, booking, command)
        : new BookingOutcome.BookingNotFound();

    private static BookingOutcome Change(BatchState state, Booking booking, BookingCommand command) => command switch
    {
        BookingCommand.Extend extend => Extend(state, booking, extend),
        BookingCommand.Confirm confirm => Confirm(state, booking, confirm),
        BookingCommand.Cancel cancel => Cancel(state, booking, cancel),
        BookingCommand.Expire => Expire(state, booking),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "Not a command the rules know."),
    };

    private static BookingOutcome Book(BatchState state, BookingCommand.Book command)
    {
        if (state.FindBooking(command.Id) is { } existing)
        {
            return existing.RequestFingerprint == command.Fingerprint
                ? new BookingOutcome.Held(existing.AsMade())
                : new BookingOutcome.KeyReused();
        }

        if (command.Refusal is { } refusal)
        {
            return refusal;
        }

        var show = command.Show;
        if (show.SalesOpenAt > state.Now)
        {
            return new BookingOutcome.SalesNotOpen(show.SalesOpenAt.Value);
        }

        if (command.Best is not null)
        {
            return BookBest(state, command);
        }

        var seats = new SeatRow[command.SeatNumbers.Length];
        ImmutableArray<int>.Builder? missing = null;
        ImmutableArray<int>.Builder? taken = null;
        for (var i = 0; i < seats.Length; i++)
        {
            var number = command.SeatNumbers[i];
            if (state.FindSeat(show.Id, number) is not { } seat)
            {
                (missing ??= ImmutableArray.CreateBuilder<int>()).Add(number);
            }
            else if (seat.Owner is not null && !IsForTakeover(state, seat))
            {
                (taken ??= ImmutableArray.CreateBuilder<int>()).Add(number);
            }
            else
            {
                seats[i] = seat;
            }
        }

        return missing is not null ? new BookingOutcome.SeatsNotFound(missing.ToImmutable(), show.TotalSeats)
            : taken is not null ? new BookingOutcome.SeatsTaken(taken.ToImmutable())
            : LoneSeats(state, command) is { IsEmpty: false } lone
                ? new BookingOutcome.LeavesSingleSeat(lone, command.Plan!)
            : Hold(state, command, seats);
    }

    private static BookingOutcome BookBest(BatchState state, BookingCommand.Book command)
    {
        var choices = state.Choices!.Of(command.Show.Id);
        var chosen = choices.Choose(
            command,
            CanHave,
            number => IsFree(state, command.Show.Id, number));
        return !chosen.IsEmpty
            ? Hold(
                state, command.For(chosen),
                [.. chosen.Select(number => state.FindSeat(command.Show.Id, number)!)])
            : choices.RefusalOf(command, CanHave) ?? (BookingOutcome)new BookingOutcome.ChooseAgain();

        bool CanHave(int number) => state.FindSeat(command.Show.Id, number) is { } seat
            && (seat.Owner is null || IsForTakeover(state, seat));
    }

    private static ImmutableArray<int> LoneSeats(BatchState state, BookingCommand.Book command) =>
        command.Show.NoOrphans
            ? OrphanRule.LoneSeats(
                command.Plan!.Runs, command.SeatNumbers.AsSpan(), number => IsFree(state, command.Show.Id, number))
            : [];

    private static bool IsFree(BatchState state, ShowId showId, int seatNumber) =>
        state.FindSeat(showId, seatNumber) is { } seat && (seat.Owner is null || seat.IsLapsed(state.Now));

    private static BookingOutcome.Held Hold(BatchState state, BookingCommand.Book command, SeatRow[] seats)
    {
        var booking = new Booking
        {
            Id = command.Id,
            OrganizationId = command.Show.OrganizationId,
            Email = command.Email,
            SeatNumbers = command.SeatNumbers,
            Status = BookingStatus.Pending,
            HoldSeconds = command.Show.HoldSeconds,
            Amount = command.Amount,
            Currency = command.Show.Prices?.Currency,
            CreatedAt = state.Now,
            ExpiresAt = state.Now.AddSeconds(command.Show.HoldSeconds),
            Sequence = 1,
            RequestFingerprint = command.Fingerprint,
        };
        foreach (var seat in seats)
        {
            TakeOver(state, seat, booking.Id, booking.ExpiresAt);
        }

        state.Record(booking, from: null, Actors.Buyer);
        return new BookingOutcome.Held(booking);
    }

    /// <summary>Gives a free seat, or one whose lapsed booking ends as a whole, to a booking.</summary>
    public static void TakeOver(BatchState state, SeatRow seat, BookingId owner, DateTime? heldUntil)
    {
        if (seat.Owner is { } lapsed && state.FindBooking(lapsed) is { } before)
        {
            Fail(state, before, FailureReason.Expired, Actors.Takeover);
        }

        seat.Give(owner, heldUntil);
    }

    // The lapsed booking ends as a whole, so all of its seats must be locked with it. Where the batch could not
    // widen its locks once more the seat counts as held, which is never wrong, only a moment late.
    public static bool IsForTakeover(BatchState state, SeatRow seat) =>
        seat.IsLapsed(state.Now)
        && state.FindBooking(seat.Owner!.Value) is { Status: BookingStatus.Pending } owner
        && owner.SeatNumbers.All(number => state.FindSeat(owner.ShowId, number) is not null);

    private static BookingOutcome Extend(BatchState state, Booking booking, BookingCommand.Extend command)
    {
        if (booking.Status != BookingStatus.Pending)
        {
            return new BookingOutcome.Refused(booking, WhyNotPending(booking));
        }

        if (booking.IsExtended)
        {
            return new BookingOutcome.Refused(booking, RefusalReason.AlreadyExtended);
        }

        if (!command.Allowed)
        {
            return new BookingOutcome.Refused(booking, RefusalReason.ExtensionForbidden);
        }

        if (!OwnsItsSeats(state, booking))
        {
            return new BookingOutcome.Refused(booking, RefusalReason.SeatsTaken);
        }

        var extended = booking with
        {
            ExpiresAt = booking.ExpiresAt.AddSeconds(booking.HoldSeconds),
            Sequence = booking.Sequence + 1,
        };
        GiveSeats(state, booking, booking.Id, extended.ExpiresAt);
        state.Record(extended, booking.Status, Actors.Buyer, "extended");
        return new BookingOutcome.Done(extended);
    }

    private static BookingOutcome Confirm(BatchState state, Booking booking, BookingCommand.Confirm command)
    {
        if (booking.Status == BookingStatus.Confirmed)
        {
            return new BookingOutcome.Done(booking);
        }

        if (booking.Status != BookingStatus.Pending)
        {
            return new BookingOutcome.Refused(booking, WhyNotPending(booking));
        }

        if (!OwnsItsSeats(state, booking))
        {
            return new BookingOutcome.Refused(booking, RefusalReason.SeatsTaken);
        }

        if ((command.Email ?? booking.Email) is not { } email)
        {
            return new BookingOutcome.EmailRequired(booking);
        }

        var confirmed = booking with
        {
            Status = BookingStatus.Confirmed,
            Email = email,
            ConfirmedAt = state.Now,
            Sequence = booking.Sequence + 1,
        };
        GiveSeats(state, booking, booking.Id, heldUntil: null);
        state.Record(confirmed, booking.Status, Actors.Buyer);
        return new BookingOutcome.Done(confirmed);
    }

    private static BookingOutcome Cancel(BatchState state, Booking booking, BookingCommand.Cancel command) =>
        booking switch
        {
            { Reason: FailureReason.Cancelled } => new BookingOutcome.Done(booking),
            { Status: BookingStatus.Pending } or { Status: BookingStatus.Confirmed } when CanCancel(booking, command) =>
                new BookingOutcome.Done(
                    Fail(state, booking, FailureReason.Cancelled, command.Actor, command.Note)),
            _ => new BookingOutcome.Refused(booking, WhyNotPending(booking)),
        };

    // What a buyer has bought only the organiser takes back.
    private static bool CanCancel(Booking booking, BookingCommand.Cancel command) =>
        booking.Status == BookingStatus.Pending || command.IsByStaff;

    private static BookingOutcome Expire(BatchState state, Booking booking) => booking switch
    {
        { Reason: FailureReason.Expired } => new BookingOutcome.Done(booking),
        { Status: BookingStatus.Pending } when booking.ExpiresAt <= state.Now =>
            new BookingOutcome.Done(Fail(state, booking, FailureReason.Expired, Actors.Sweep)),
        { Status: BookingStatus.Pending } => new BookingOutcome.Refused(booking, RefusalReason.NotExpired),
        _ => new BookingOutcome.Refused(booking, WhyNotPending(booking)),
    };

    public static Booking Fail(
        BatchState state, Booking booking, FailureReason reason, string actor, string? detail = null)
    {
        var failed = booking with
        {
            Status = BookingStatus.Failed,
            Reason = reason,
            Sequence = booking.Sequence + 1,
        };
        GiveSeats(state, booking, owner: null, heldUntil: null);
        state.Record(failed, booking.Status, actor, detail);
        return failed;
    }

    private static void GiveSeats(BatchState state, Booking booking, BookingId? owner, DateTime? heldUntil)
    {
        foreach (var number in booking.SeatNumbers)
        {
            if (state.FindSeat(booking.ShowId, number) is { } seat && seat.Owner == booking.Id)
            {
                seat.Give(owner, heldUntil);
            }
        }
    }

    private static bool OwnsItsSeats(BatchState state, Booking booking) =>
        booking.SeatNumbers.All(number => state.FindSeat(booking.ShowId, number)?.Owner == booking.Id);

    private static RefusalReason WhyNotPending(Booking booking) => (booking.Status, booking.Reason) switch
    {
        (BookingStatus.Queued, _) => RefusalReason.StillQueued,
        (BookingStatus.Confirmed, _) => RefusalReason.AlreadyConfirmed,
        (_, FailureReason.SeatsTaken) => RefusalReason.SeatsTaken,
        (_, FailureReason.PaymentFailed) => RefusalReason.PaymentFailed,
        (_, FailureReason.Cancelled) => RefusalReason.Cancelled,
        _ => RefusalReason.Expired,
    };
}
