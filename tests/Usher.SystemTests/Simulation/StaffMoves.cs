using Usher.Engine.Idempotency;
using Usher.Engine.Selling;

namespace Usher.SystemTests.Simulation;

/// <summary>What the organiser's people do in the simulation, under idempotency keys where that may be.</summary>
internal static class StaffMoves
{
    private static readonly WriteReply Reply = new(200, Location: null, ReadOnlyMemory<byte>.Empty);

    public static Func<CancellationToken, Task<CommandOutcome>> Ask(
        IBookingService engine, bool mayHaveKey, StaffCommand command, Actor staff) => mayHaveKey
            ? ct => UnderKeyAsync(engine, command, staff, ct)
            : command switch
            {
                StaffCommand.Block(var show, var seats, var note) =>
                    async ct => await engine.BlockAsync(show, seats, note, staff, ct),
                StaffCommand.Unblock(var show, var seats, var note) =>
                    async ct => await engine.UnblockAsync(show, seats, note, staff, ct),
                StaffCommand.Cancel(var id, var note) =>
                    async ct => await engine.CancelByStaffAsync(id, note, staff, ct),
            };

    // The last outcome that an answer was asked for is the one that was committed or refused.
    private static async Task<CommandOutcome> UnderKeyAsync(
        IBookingService engine, StaffCommand command, Actor staff, CancellationToken ct)
    {
        CommandOutcome? decided = null;
        var request = new RepeatableRequest($"{Guid.NewGuid()}", ReadOnlyMemory<byte>.Empty);
        await engine.RepeatAsync(command, request, Answer, staff, ct);
        return decided!;

        WriteReply? Answer(CommandOutcome outcome)
        {
            decided = outcome;
            return outcome is BlockOutcome.Blocked or UnblockOutcome.Unblocked or CancelOutcome.Cancelled
                ? Reply
                : null;
        }
    }
}
