using Npgsql;
using Usher.Engine.Bookings;
using Usher.Engine.Selling;
using Usher.Engine.Selling.Batching;
using Usher.Engine.Selling.Rules;

namespace Usher.SystemTests.Simulation;

/// <summary>The engine with one rule broken in each: a simulation that does not notice is worth nothing.</summary>
internal static class BrokenRules
{
    public static readonly Dictionary<string, BatchSteps> All = new()
    {
        ["a takeover leaves the booking it takes from as it was"] = Deciding((state, command) =>
        {
            ForEachWantedSeat(state, command, seat =>
            {
                if (seat.IsLapsed(state.Now))
                {
                    seat.Give(owner: null, heldUntil: null);
                }
            });
            return BookingRules.Decide(state, command);
        }),
        ["a hold may be taken over a second before it ends"] = Deciding((state, command) =>
        {
            ForEachWantedSeat(state, command, seat =>
            {
                if (seat.HeldUntil <= state.Now.AddSeconds(1)
                    && state.FindBooking(seat.Owner!.Value) is { Status: BookingStatus.Pending } owner)
                {
                    BookingRules.Fail(state, owner, FailureReason.Cancelled, Actors.Takeover);
                }
            });
            return BookingRules.Decide(state, command);
        }),
        ["a confirmation does not ask who owns the seats"] = Deciding((state, command) =>
            command is BookingCommand.Confirm
            && state.FindBooking(command.Id) is { Reason: FailureReason.Expired, Email: not null } lost
                ? Confirm(state, lost)
                : BookingRules.Decide(state, command)),
        ["a confirmation goes by the clock"] = Deciding((state, command) =>
            command is BookingCommand.Confirm
            && state.FindBooking(command.Id) is { Status: BookingStatus.Pending } late && late.ExpiresAt <= state.Now
                ? new ConfirmOutcome.Refused(late, RefusalReason.Expired)
                : BookingRules.Decide(state, command)),
        ["a hold outlives the beginning of its show"] = Deciding((state, command) =>
            BookingRules.Decide(state, command is BookingCommand.Book book
                ? book with { Show = book.Show with { StartsAt = DateTime.MaxValue } }
                : command)),
        ["an extension outlives the beginning of its show"] = Deciding((state, command) =>
            BookingRules.Decide(state, command is BookingCommand.Extend extend
                ? extend with { SalesCloseAt = DateTime.MaxValue }
                : command)),
        ["a cancelled booking keeps its seats"] = Deciding((state, command) =>
        {
            if (command is not BookingCommand.Cancel
                || state.FindBooking(command.Id) is not { Status: BookingStatus.Pending } booking)
            {
                return BookingRules.Decide(state, command);
            }

            var cancelled = booking with
            {
                Status = BookingStatus.Failed,
                Reason = FailureReason.Cancelled,
                Sequence = booking.Sequence + 1,
            };
            state.Record(cancelled, booking.Status, Actors.Buyer);
            return new CancelOutcome.Cancelled(cancelled);
        }),
        ["a refusal writes"] = Deciding((state, command) =>
        {
            var outcome = BookingRules.Decide(state, command);
            if (outcome is BookOutcome.SeatsTaken && state.FindBooking(command.Id) is null)
            {
                Keep(state, (BookingCommand.Book)command);
            }

            return outcome;
        }),
        ["the rule about single seats is skipped inside the lock"] = Deciding((state, command) =>
            BookingRules.Decide(state, command is BookingCommand.Book { Best: null } book
                ? book with { Show = book.Show with { NoOrphans = false } }
                : command)),
        ["the best seats are given whatever the locked rows say"] = Deciding((state, command) =>
        {
            if (command is BookingCommand.Book { Best: not null } book && state.FindBooking(book.Id) is null)
            {
                var planned = state.Choices!.Of(book.Show.Id).Choose(book, IsLocked, IsLocked);
                foreach (var seat in planned.Select(number => state.FindSeat(book.Show.Id, number)!))
                {
                    seat.Give(owner: null, heldUntil: null);
                }

                bool IsLocked(int number) => state.FindSeat(book.Show.Id, number) is not null;
            }

            return BookingRules.Decide(state, command);
        }),
        ["a block takes what buyers hold"] = Deciding((state, command) =>
        {
            foreach (var number in command is BookingCommand.Block block ? block.SeatNumbers : [])
            {
                if (state.FindSeat(command.Id.ShowId, number) is { HeldUntil: not null } held)
                {
                    held.Give(owner: null, heldUntil: null);
                }
            }

            return BookingRules.Decide(state, command);
        }),
        ["an unblocked seat stays the house's"] = Deciding((state, command) =>
        {
            if (command is not BookingCommand.Unblock unblock)
            {
                return BookingRules.Decide(state, command);
            }

            Booking[] houses = [.. unblock.Ids.Select(state.FindBooking).OfType<Booking>()];
            foreach (var house in houses.Where(house => house.Status == BookingStatus.Confirmed))
            {
                var freed = house with
                {
                    Status = BookingStatus.Failed,
                    Reason = FailureReason.Cancelled,
                    Sequence = house.Sequence + 1,
                };
                state.Record(freed, house.Status, unblock.Actor.Name, unblock.Note);
            }

            return new UnblockOutcome.Unblocked([.. houses.SelectMany(house => house.SeatNumbers)], NotBlocked: []);
        }),
        ["an event names another one of the organiser's people"] = Deciding((state, command) =>
            BookingRules.Decide(state, command.Actor.Kind == ActorKind.Staff
                ? command with { Actor = Actor.Staff("staff 0", command.Actor.Right) }
                : command)),
        ["staff take back what was sold only on paper"] = Deciding((state, command) =>
        {
            if (command is not BookingCommand.Cancel { IsByStaff: true }
                || state.FindBooking(command.Id) is not { Status: BookingStatus.Confirmed } sold)
            {
                return BookingRules.Decide(state, command);
            }

            return new CancelOutcome.Cancelled(sold with
            {
                Status = BookingStatus.Failed,
                Reason = FailureReason.Cancelled,
                Sequence = sold.Sequence + 1,
            });
        }),
        ["a batch does not count what a client holds"] = Deciding((state, command) =>
        {
            state.Holders = null;
            return BookingRules.Decide(state, command);
        }),
        ["a batch does not count what a person has"] = Deciding((state, command) => BookingRules.Decide(
            state, command is BookingCommand.Book { Persons: { } persons } book
                ? book with { Persons = persons with { SeatsMax = null } }
                : command)),
        ["a confirmation does not count what its person has"] = Deciding((state, command) => BookingRules.Decide(
            state, command is BookingCommand.Confirm { Persons: { } persons } confirm
                ? confirm with { Persons = persons with { SeatsMax = null } }
                : command)),
        ["a second confirmation drops its address"] = Deciding((state, command) =>
            command is BookingCommand.Confirm
            && state.FindBooking(command.Id) is { Status: BookingStatus.Confirmed } sold
                ? new ConfirmOutcome.Confirmed(sold)
                : BookingRules.Decide(state, command)),
        ["an answer leaves whatever becomes of the commit"] = BatchSteps.Real with
        {
            WriteAndCommit = async (connection, state, ct) =>
            {
                try
                {
                    await BookingSql.WriteAndCommitAsync(connection, state, ct);
                }
                catch (Exception e) when (e is NpgsqlException or IOException)
                {
                    await connection.CloseAsync();
                }
            },
        },
        ["a lost commit counts as one that did not happen"] = BatchSteps.Real with
        {
            WriteAndCommit = async (connection, state, ct) =>
            {
                try
                {
                    await BookingSql.WriteAndCommitAsync(connection, state, ct);
                }
                catch (NpgsqlException e) when (e is not PostgresException)
                {
                    throw new PostgresException(e.Message, "ERROR", "ERROR", PostgresErrorCodes.SerializationFailure);
                }
            },
        },
    };

    private static BatchSteps Deciding(Func<BatchState, BookingCommand, CommandOutcome> decide) =>
        BatchSteps.Real with { Decide = decide };

    private static void ForEachWantedSeat(BatchState state, BookingCommand command, Action<Engine.Seats.SeatRow> act)
    {
        if (command is not BookingCommand.Book book || state.FindBooking(book.Id) is not null)
        {
            return;
        }

        foreach (var number in book.SeatNumbers)
        {
            if (state.FindSeat(book.Show.Id, number) is { Owner: not null } seat)
            {
                act(seat);
            }
        }
    }

    private static ConfirmOutcome.Confirmed Confirm(BatchState state, Booking booking)
    {
        var confirmed = booking with
        {
            Status = BookingStatus.Confirmed,
            Reason = null,
            ConfirmedAt = state.Now,
            Sequence = booking.Sequence + 1,
        };
        state.Record(confirmed, booking.Status, Actors.Buyer);
        return new ConfirmOutcome.Confirmed(confirmed);
    }

    private static void Keep(BatchState state, BookingCommand.Book command) => state.Record(
        new Booking
        {
            Id = command.Id,
            OrganizationId = command.Show.OrganizationId,
            Email = command.Email,
            SeatNumbers = command.SeatNumbers,
            Status = BookingStatus.Failed,
            Reason = FailureReason.SeatsTaken,
            HoldSeconds = command.Show.HoldSeconds,
            CreatedAt = state.Now,
            ExpiresAt = state.Now,
            Sequence = 1,
        },
        from: null,
        Actors.Buyer);
}
