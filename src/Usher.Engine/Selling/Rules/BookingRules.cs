using System.Collections.Immutable;
using Usher.Engine.Bookings;
using Usher.Engine.Seats;
using Usher.Engine.Selling.BestAvailable;
using Usher.Engine.Selling.Holders;
using Usher.Engine.Shows;

namespace Usher.Engine.Selling.Rules;

/// <summary>
/// The decisions, and nothing else: no I/O, time given. Commands of a batch are decided in order of arrival, each on
/// what the ones before it left, so a batch gives what its commands would have given one by one.
/// Ownership decides, never a clock: a clock only says when a hold may be taken over, and a pending booking whose
/// seats are still its own can be confirmed a moment late.
/// </summary>
internal static class BookingRules
{
    public static CommandOutcome Decide(BatchState state, BookingCommand command) => command switch
    {
        BookingCommand.Book book => Book(state, book),
        BookingCommand.Extend extend => Extend(state, extend),
        BookingCommand.Confirm confirm => Confirm(state, confirm),
        BookingCommand.Cancel cancel => Cancel(state, cancel),
        BookingCommand.Block block => BlockRules.Block(state, block),
        BookingCommand.Unblock unblock => BlockRules.Unblock(state, unblock),
        BookingCommand.Expire expire => Expire(state, expire),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "Not a command the rules know."),
    };

    private static BookOutcome Book(BatchState state, BookingCommand.Book command)
    {
        if (state.FindBooking(command.Id) is { } existing)
        {
            return IsOf(existing, command)
                ? new BookOutcome.Held(existing.AsMade())
                : new BookOutcome.KeyReused();
        }

        if (command.Refusal is { } refusal)
        {
            return refusal;
        }

        var show = command.Show;
        if (HoldLength.Seconds(state.Now, show.HoldSeconds, show.SalesCloseAt) == 0)
        {
            return new BookOutcome.ShowOver(show.SalesCloseAt);
        }

        if (show.Slots?.Begun(command.SeatNumbers, state.Now) is { IsEmpty: false } begun)
        {
            return new BookOutcome.SlotsBegun(begun);
        }

        if (show.Prices is { Currency: var currency } && state.HasOtherCurrency(show.Id, currency))
        {
            return new BookOutcome.TermsChanged();
        }

        if (LimitOf(state, command) is { } limit)
        {
            return limit;
        }

        if (show.SalesOpenAt > state.Now)
        {
            return new BookOutcome.SalesNotOpen(show.SalesOpenAt.Value);
        }

        if (PersonLimit.SeatsHadIfTooMany(state, command.Persons, command.SeatsWanted) is { } seatsHad)
        {
            return new BookOutcome.PersonLimitReached(command.Persons!.SeatsMax!.Value, seatsHad);
        }

        return command.Best is null ? BookNamed(state, command) : BookBest(state, command);
    }

    private static BookOutcome BookNamed(BatchState state, BookingCommand.Book command)
    {
        var show = command.Show;
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

        return missing is not null ? new BookOutcome.SeatsNotFound(missing.ToImmutable(), show.TotalSeats)
            : taken is not null ? new BookOutcome.SeatsTaken(taken.ToImmutable())
            : LoneSeats(state, command) is { IsEmpty: false } lone
                ? new BookOutcome.LeavesSingleSeat(lone, command.Plan!)
            : Hold(state, command, seats);
    }

    private static bool IsOf(Booking booking, BookingCommand.Book command) =>
        booking.RequestFingerprint == command.Fingerprint
        || (command.Request is { } request
            && booking.RequestFingerprint == RequestFingerprints.BeforeTheyWereKeyed(request));

    private static BookOutcome.LimitReached? LimitOf(BatchState state, BookingCommand.Book command)
    {
        if (command.Client is not { } client || state.Holders is not { SeatsMax: var seatsMax })
        {
            return null;
        }

        var holder = new Holder(command.Show.Id, client);
        return state.HeldAtMost(holder) + command.SeatsWanted > seatsMax
            ? HoldLimit.Refusal(seatsMax, command.SeatsWanted, state.HoldsOf(holder), state.Now)
            : null;
    }

    private static BookOutcome BookBest(BatchState state, BookingCommand.Book command)
    {
        var choices = state.Choices!.Of(command.Show.Id);
        var chosen = choices.Choose(
            command,
            CanHave,
            number => IsFree(state, command.Show, number));
        return !chosen.IsEmpty
            ? Hold(
                state, command.For(chosen),
                [.. chosen.Select(number => state.FindSeat(command.Show.Id, number)!)])
            : choices.RefusalOf(command, CanHave) ?? (BookOutcome)new BookOutcome.ChooseAgain();

        bool CanHave(int number) => state.FindSeat(command.Show.Id, number) is { } seat
            && (seat.Owner is null || IsForTakeover(state, seat))
            && command.Show.Slots?.HasBegun(number, state.Now) != true;
    }

    private static ImmutableArray<int> LoneSeats(BatchState state, BookingCommand.Book command) =>
        command.Show.NoOrphans
            ? OrphanRule.LoneSeats(
                command.Plan!.Runs, command.SeatNumbers.AsSpan(), number => IsFree(state, command.Show, number))
            : [];

    // What nobody can get any more is not left alone.
    private static bool IsFree(BatchState state, ShowTerms show, int seatNumber) =>
        state.FindSeat(show.Id, seatNumber) is { } seat && (seat.Owner is null || seat.IsLapsed(state.Now))
        && show.Slots?.HasBegun(seatNumber, state.Now) != true;

    private static BookOutcome.Held Hold(BatchState state, BookingCommand.Book command, SeatRow[] seats)
    {
        var closeAt = command.Show.SalesCloseAtOf(command.SeatNumbers);
        var seconds = HoldLength.Seconds(state.Now, command.Show.HoldSeconds, closeAt);
        var booking = new Booking
        {
            Id = command.Id,
            OrganizationId = command.Show.OrganizationId,
            Email = command.Email,
            Sealed = command.Sealed,
            SeatNumbers = command.SeatNumbers,
            Status = BookingStatus.Pending,
            HoldSeconds = seconds,
            Amount = command.Amount,
            Currency = command.Show.Prices?.Currency,
            CreatedAt = state.Now,
            ExpiresAt = state.Now.AddSeconds(seconds),
            Sequence = 1,
            RequestFingerprint = command.Fingerprint,
        };
        foreach (var seat in seats)
        {
            TakeOver(state, seat, booking.Id, booking.ExpiresAt);
        }

        state.Record(booking, from: null, command.Actor.Name);
        if (command.Client is { } client)
        {
            state.NoteHold(new Holder(booking.ShowId, client), booking);
        }

        PersonLimit.Give(state, command.Persons, booking, isGain: true);
        return new BookOutcome.Held(booking);
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

    private static ExtendOutcome Extend(BatchState state, BookingCommand.Extend command)
    {
        if (state.FindBooking(command.Id) is not { } booking)
        {
            return new ExtendOutcome.BookingNotFound();
        }

        if (booking.Status != BookingStatus.Pending)
        {
            return new ExtendOutcome.Refused(booking, WhyNotPending(booking));
        }

        if (booking.IsExtended)
        {
            return new ExtendOutcome.Refused(booking, RefusalReason.AlreadyExtended);
        }

        if (!command.Allowed)
        {
            return new ExtendOutcome.Refused(booking, RefusalReason.ExtensionForbidden);
        }

        if (!OwnsItsSeats(state, booking))
        {
            return new ExtendOutcome.Refused(booking, RefusalReason.SeatsTaken);
        }

        var seconds = HoldLength.Seconds(
            booking.ExpiresAt, booking.HoldSeconds, command.Slots?.First(booking.SeatNumbers) ?? command.SalesCloseAt);
        if (seconds == 0)
        {
            return new ExtendOutcome.Refused(booking, RefusalReason.ShowOver);
        }

        var extended = booking with
        {
            ExpiresAt = booking.ExpiresAt.AddSeconds(seconds),
            Sequence = booking.Sequence + 1,
        };
        GiveSeats(state, booking, booking.Id, extended.ExpiresAt);
        state.Record(extended, booking.Status, command.Actor.Name, BookingEvent.Extended);
        return new ExtendOutcome.Extended(extended);
    }

    private static ConfirmOutcome Confirm(BatchState state, BookingCommand.Confirm command)
    {
        if (state.FindBooking(command.Id) is not { } booking)
        {
            return new ConfirmOutcome.BookingNotFound();
        }

        // The answer to the first may have been lost; whatever became of the booking since, this is it.
        if (command.Key is { } key && booking.ConfirmKey is { } first && first.Key == key.Key)
        {
            return first.Payload == key.Payload
                ? new ConfirmOutcome.Confirmed(booking.AsConfirmed())
                : new ConfirmOutcome.KeyReused();
        }

        // Whoever names an address thinks that it counts. The answer is the same whatever it is, so that nobody learns
        // by it which one the booking has.
        if (booking.Status == BookingStatus.Confirmed)
        {
            return command.Email is null
                ? new ConfirmOutcome.ConfirmedBefore(booking)
                : new ConfirmOutcome.Refused(booking, RefusalReason.AlreadyConfirmed);
        }

        if (booking.Status != BookingStatus.Pending)
        {
            return new ConfirmOutcome.Refused(booking, WhyNotPending(booking));
        }

        if (!OwnsItsSeats(state, booking))
        {
            return new ConfirmOutcome.Refused(booking, RefusalReason.SeatsTaken);
        }

        if (command.Email is null && !booking.HasEmail)
        {
            return new ConfirmOutcome.EmailRequired(booking);
        }

        var isGain = PersonLimit.IsGain(command.Persons, booking);
        if (isGain
            && PersonLimit.SeatsHadIfTooMany(state, command.Persons, booking.SeatNumbers.Length) is { } seatsHad)
        {
            return new ConfirmOutcome.PersonLimitReached(booking, command.Persons!.SeatsMax!.Value, seatsHad);
        }

        var confirmed = booking with
        {
            Status = BookingStatus.Confirmed,
            ConfirmedAt = state.Now,
            ConfirmKey = command.Key,
            Sequence = booking.Sequence + 1,
        };
        if (command.Email is { } email)
        {
            // What is sealed already stays as it is.
            var isNew = booking.Unopened is null || booking.Email != email;
            confirmed = confirmed with
            {
                Email = email,
                IsErased = false,
                Sealed = isNew ? command.Sealed : booking.Sealed,
            };
        }

        GiveSeats(state, booking, booking.Id, heldUntil: null);
        state.Record(confirmed, booking.Status, command.Actor.Name);
        PersonLimit.Give(state, command.Persons, confirmed, isGain);
        return new ConfirmOutcome.Confirmed(confirmed);
    }

    private static CancelOutcome Cancel(BatchState state, BookingCommand.Cancel command) =>
        state.FindBooking(command.Id) switch
        {
            null => new CancelOutcome.BookingNotFound(),
            { Reason: FailureReason.Cancelled } booking => new CancelOutcome.Cancelled(booking),
            { Status: BookingStatus.Pending or BookingStatus.Confirmed } booking when CanCancel(booking, command) =>
                Cancel(state, command, booking),
            var booking => new CancelOutcome.Refused(booking, WhyNotPending(booking)),
        };

    private static CancelOutcome.Cancelled Cancel(
        BatchState state, BookingCommand.Cancel command, Booking booking)
    {
        var end = new BookingEnd(state.Now, command.Actor.Name, command.Note?.Text, command.Note?.PublicReason);
        return new CancelOutcome.Cancelled(
            Fail(state, booking, FailureReason.Cancelled, end.Actor, end.Note, end.PublicReason))
        {
            End = end,
        };
    }

    // What a buyer has bought only the organiser takes back.
    private static bool CanCancel(Booking booking, BookingCommand.Cancel command) =>
        booking.Status == BookingStatus.Pending || command.IsByStaff;

    private static ExpireOutcome Expire(BatchState state, BookingCommand.Expire command) =>
        state.FindBooking(command.Id) switch
        {
            null => new ExpireOutcome.BookingNotFound(),
            { Reason: FailureReason.Expired } booking => new ExpireOutcome.Expired(booking),
            { Status: BookingStatus.Pending } booking when booking.ExpiresAt <= state.Now =>
                new ExpireOutcome.Expired(Fail(state, booking, FailureReason.Expired, command.Actor.Name)),
            { Status: BookingStatus.Pending } booking =>
                new ExpireOutcome.Refused(booking, RefusalReason.NotExpired),
            var booking => new ExpireOutcome.Refused(booking, WhyNotPending(booking)),
        };

    public static Booking Fail(
        BatchState state, Booking booking, FailureReason reason, string actor, string? detail = null,
        string? publicReason = null)
    {
        var failed = booking with
        {
            Status = BookingStatus.Failed,
            Reason = reason,
            Sequence = booking.Sequence + 1,
        };
        GiveSeats(state, booking, owner: null, heldUntil: null);
        state.Record(failed, booking.Status, actor, detail, publicReason);
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
