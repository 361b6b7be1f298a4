using Usher.Api.Idempotency;
using Usher.Engine.Idempotency;
using Usher.Engine.Selling;
using Usher.Http.Errors;
using Usher.Http.Fields;
using Usher.Http.Security;

namespace Usher.Api.Bookings;

/// <summary>Carries out what organisers do to seats and bookings, and once for each Idempotency-Key.</summary>
internal sealed class StaffCalls(IBookingService bookings)
{
    /// <summary>Reads the body and has the command carried out.</summary>
    /// <param name="context">The call.</param>
    /// <param name="isOptional">Whether there may be no body.</param>
    /// <param name="commandOf">What the body asks for.</param>
    /// <param name="answer">With a <see cref="WriteAnswer"/> where the outcome is to be kept; anything else is a
    /// refusal.</param>
    public async Task<IResult> RunAsync<T>(
        HttpContext context, bool isOptional, Func<T?, StaffCommand> commandOf, Func<CommandOutcome, IResult> answer)
        where T : class, IJsonBody<T>
    {
        var errors = new FieldErrors();
        var key = IdempotencyKey.ReadOwn(
            context.Request.Headers, context.SignedIn().Account, errors);
        var sent = await JsonBody.ReadAsync<Sent<T>>(context.Request, errors, isOptional);
        if (errors.Any)
        {
            return Problems.BadRequest(errors);
        }

        var command = commandOf(sent?.Body);
        var actor = context.ActingAsStaff();
        // What has begun is carried out, whether or not its sender still waits.
        if (key is null)
        {
            return answer(await CarryOutAsync(command, actor));
        }

        IResult? refusal = null;
        var payload = RepeatableCalls.Payload(context.Request, sent is null ? [] : sent.Bytes.Span);
        var outcome = await bookings.RepeatAsync(
            command, new RepeatableRequest(key, payload),
            decided => ((refusal = answer(decided)) as WriteAnswer)?.Reply,
            actor, CancellationToken.None);
        // The first time it may say more than what is kept of it.
        return outcome is RepeatableOutcome.Answered(var reply) && refusal is WriteAnswer first
            && first.Reply.Body.Span.SequenceEqual(reply.Body.Span)
                ? first
                : RepeatableCalls.ResultOf(outcome, refusal);
    }

    private async Task<CommandOutcome> CarryOutAsync(StaffCommand command, Actor actor) => command switch
    {
        StaffCommand.Cancel(var id, var note) =>
            await bookings.CancelByStaffAsync(id, note, actor, CancellationToken.None),
        StaffCommand.Block(var show, var seats, var note) =>
            await bookings.BlockAsync(show, seats, note, actor, CancellationToken.None),
        StaffCommand.Unblock(var show, var seats, var note) =>
            await bookings.UnblockAsync(show, seats, note, actor, CancellationToken.None),
    };
}
