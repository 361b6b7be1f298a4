using System.Collections.Immutable;
using Usher.Engine.Bookings;
using Usher.Engine.Seats;

namespace Usher.Engine.Selling.Rules;

/// <summary>The decisions about seats that the organiser blocks; as pure as <see cref="BookingRules"/>.</summary>
internal static class BlockRules
{
    public static BlockOutcome Block(BatchState state, BookingCommand.Block command)
    {
        var missing = command.SeatNumbers.RemoveAll(number => state.FindSeat(command.Show.Id, number) is not null);
        if (!missing.IsEmpty)
        {
            return new BlockOutcome.SeatsNotFound(missing, command.Show.TotalSeats);
        }

        var blocked = ImmutableArray.CreateBuilder<int>(command.SeatNumbers.Length);
        var held = ImmutableArray.CreateBuilder<int>();
        var sold = ImmutableArray.CreateBuilder<int>();
        foreach (var (i, number) in command.SeatNumbers.Index())
        {
            var seat = state.FindSeat(command.Show.Id, number)!;
            if (seat.Owner is null || BookingRules.IsForTakeover(state, seat))
            {
                Keep(state, command, command.Ids[i], seat);
                blocked.Add(number);
            }
            else
            {
                (seat.HeldUntil is null ? sold : held).Add(number);
            }
        }

        return new BlockOutcome.Blocked(blocked.ToImmutable(), held.ToImmutable(), sold.ToImmutable());
    }

    public static UnblockOutcome Unblock(BatchState state, BookingCommand.Unblock command)
    {
        var free = ImmutableArray.CreateBuilder<int>(command.Ids.Length);
        foreach (var id in command.Ids)
        {
            if (state.FindBooking(id) is { Kind: BookingKind.House } block)
            {
                free.AddRange(block.SeatNumbers);
                if (block.Status == BookingStatus.Confirmed)
                {
                    BookingRules.Fail(state, block, FailureReason.Cancelled, command.Actor.Name, command.Note);
                }
            }
        }

        return new UnblockOutcome.Unblocked(free.ToImmutable(), NotBlocked: []);
    }

    private static void Keep(BatchState state, BookingCommand.Block command, BookingId id, SeatRow seat)
    {
        var block = new Booking
        {
            Id = id,
            OrganizationId = command.Show.OrganizationId,
            Kind = BookingKind.House,
            SeatNumbers = [seat.Key.SeatNumber],
            Status = BookingStatus.Confirmed,
            Note = command.Note,
            HoldSeconds = command.Show.HoldSeconds,
            CreatedAt = state.Now,
            ExpiresAt = state.Now,
            ConfirmedAt = state.Now,
            Sequence = 1,
        };
        BookingRules.TakeOver(state, seat, id, heldUntil: null);
        state.Record(block, from: null, command.Actor.Name, command.Note);
    }
}
