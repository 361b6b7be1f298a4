using System.Collections.Immutable;
using Npgsql;
using Usher.Engine.Bookings;
using Usher.Engine.Database;
using Usher.Engine.Idempotency;
using Usher.Engine.Selling.Batching;
using Usher.Engine.Shows;

namespace Usher.Engine.Selling;

/// <summary>Carries out what the organiser's people do to seats and bookings, with and without a key.</summary>
internal sealed class StaffCommands(
    DataSources data, ShowCatalog shows, Batches batches, OrganiserWrites writes, KeptReplies replies)
{
    private const int AttemptsMax = 3;

    /// <summary>Carries it out. The outcome is one of the command's own union.</summary>
    public async Task<CommandOutcome> RunAsync(StaffCommand command, Actor actor, CancellationToken ct)
    {
        RequireForm(command, actor);
        var outcome = await CarryOutAsync(command, actor, BatchMode.Commit, ct);
        if (SeatsToTellApart(outcome).IsEmpty && !IsEndUnknown(outcome))
        {
            return Complete(command, outcome, []);
        }

        await using var connection = await data.Primary.OpenConnectionAsync(ct);
        return await CompleteAsync(command, connection, outcome, ct);
    }

    /// <inheritdoc cref="IBookingService.RepeatAsync"/>
    public async Task<RepeatableOutcome> RepeatAsync(
        StaffCommand command, RepeatableRequest request, Func<CommandOutcome, WriteReply?> answer, Actor actor,
        CancellationToken ct)
    {
        RequireForm(command, actor);
        var (key, fingerprint) = (ReplyKey.Of(request), await replies.FingerprintAsync(request, ct));
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            if (await replies.FindAsync(key, fingerprint, ct) is { } known)
            {
                return known;
            }

            var mode = new KeptReplyMode(
                replies, key, fingerprint,
                (connection, decided, stop) => CompleteAsync(command, connection, decided, stop), answer);
            var outcome = await CarryOutAsync(command, actor, mode, ct);
            if (mode.IsKeyTaken)
            {
                continue;
            }

            var completed = mode.Completed(outcome);
            return answer(completed ?? Complete(command, outcome, [])) is not { } reply
                ? new RepeatableOutcome.Refused()
                : completed is not null ? new RepeatableOutcome.Answered(mode.Reply!)
                // There was nothing to do, and so no batch. Under this key there never will be.
                : await writes.RunAsync(request, _ => Task.FromResult<WriteReply?>(reply), ct);
        }

        throw new InvalidOperationException("An idempotency key can neither be claimed nor found.");
    }

    private async Task<CommandOutcome> CarryOutAsync(
        StaffCommand command, Actor actor, BatchMode mode, CancellationToken ct) => command switch
        {
            StaffCommand.Cancel(var id, var note) => await batches.CarryOutAsync(
                new BookingCommand.Cancel(id, actor, IsByStaff: true, note) { Mode = mode }, ct),
            StaffCommand.Block block => await BlockAsync(block, actor, mode, ct),
            StaffCommand.Unblock unblock => await UnblockAsync(unblock, actor, mode, ct),
        };

    private async Task<BlockOutcome> BlockAsync(
        StaffCommand.Block command, Actor actor, BatchMode mode, CancellationToken ct)
    {
        var (showId, seatNumbers, note) = command;
        if (await shows.FindAsync(showId, ct) is not { } show)
        {
            return new BlockOutcome.ShowNotFound();
        }

        if (RequestedSeats.Beyond(seatNumbers, show.TotalSeats) is { IsEmpty: false } missing)
        {
            return new BlockOutcome.SeatsNotFound(missing, show.TotalSeats);
        }

        ImmutableArray<BookingId> ids = [.. seatNumbers.Select(_ => BookingId.Random(showId))];
        return await batches.CarryOutAsync(
            new BookingCommand.Block(show, seatNumbers, ids, actor, note.Text) { Mode = mode }, ct);
    }

    private async Task<UnblockOutcome> UnblockAsync(
        StaffCommand.Unblock command, Actor actor, BatchMode mode, CancellationToken ct)
    {
        var (showId, seatNumbers, note) = command;
        if (await shows.FindAsync(showId, ct) is null)
        {
            return new UnblockOutcome.ShowNotFound();
        }

        var blocked = await BlockedSeats.FindAsync(data, showId, seatNumbers, ct);
        return blocked.Count == 0
            ? new UnblockOutcome.Unblocked([], seatNumbers)
            : await batches.CarryOutAsync(
                new BookingCommand.Unblock([.. blocked.Values.Distinct()], actor, note.Text) { Mode = mode }, ct);
    }

    private static void RequireForm(StaffCommand command, Actor actor)
    {
        actor.RequireStaff(nameof(actor));
        var seatNumbers = command switch
        {
            StaffCommand.Block block => block.SeatNumbers,
            StaffCommand.Unblock unblock => unblock.SeatNumbers,
            StaffCommand.Cancel => [1],
        };
        RequestedSeats.RequireDistinct(seatNumbers, BlockedSeats.SeatsMax, nameof(seatNumbers));
    }

    // The rules see that a seat is sold, not to whom: it may be blocked.
    private static ImmutableArray<int> SeatsToTellApart(CommandOutcome outcome) =>
        outcome is BlockOutcome.Blocked blocked ? blocked.SoldSeats : [];

    // Nor how a booking ended that was cancelled before.
    private static bool IsEndUnknown(CommandOutcome outcome) => outcome is CancelOutcome.Cancelled { End: null };

    private async Task<CommandOutcome> CompleteAsync(
        StaffCommand command, NpgsqlConnection connection, CommandOutcome outcome, CancellationToken ct)
    {
        if (outcome is CancelOutcome.Cancelled { End: null } cancelled)
        {
            return cancelled with
            {
                End = await BookingEnds.FindAsync(connection, data.Keys, cancelled.Booking, ct),
            };
        }

        return Complete(
            command, outcome, SeatsToTellApart(outcome) is { IsEmpty: false } sold
                ? await BlockedSeats.FindAsync(connection, ((StaffCommand.Block)command).ShowId, sold, ct)
                : []);
    }

    private static CommandOutcome Complete(
        StaffCommand command, CommandOutcome outcome, Dictionary<int, BookingId> kept) => (outcome, command) switch
        {
            (BlockOutcome.Blocked blocked, _) => BlockedSeats.Split(blocked, kept),
            (UnblockOutcome.Unblocked unblocked, StaffCommand.Unblock { SeatNumbers: var seats }) =>
                unblocked with { NotBlocked = seats.RemoveRange(unblocked.SeatNumbers) },
            _ => outcome,
        };
}
