using System.Text;
using Microsoft.OpenApi;
using Usher.Api.OpenApi;
using Usher.Engine.Idempotency;
using Usher.Http.Errors;
using Usher.Http.Fields;
using Usher.Http.Security;

namespace Usher.Api.Idempotency;

/// <summary>Carries organisers' calls out, each in one transaction, and once for each Idempotency-Key.</summary>
internal sealed class RepeatableCalls(OrganiserWrites writes)
{
    /// <summary>Reads the body and does the work.</summary>
    /// <param name="context">The call.</param>
    /// <param name="work">Writes, and answers with a <see cref="WriteAnswer"/>; anything else is a refusal, and undoes
    /// what was written.</param>
    public Task<IResult> RunAsync<T>(HttpContext context, Func<OrganiserWrite, T, Task<IResult>> work)
        where T : class, IJsonBody<T> => RunAsync(context, _ => Task.FromResult<IResult?>(null), work);

    /// <summary>The same for a body that takes its time before there is anything to write.</summary>
    /// <param name="context">The call.</param>
    /// <param name="prepare">Works on the body, outside of the transaction; a result refuses it.</param>
    /// <param name="work">As above.</param>
    public async Task<IResult> RunAsync<T>(
        HttpContext context, Func<T, Task<IResult?>> prepare, Func<OrganiserWrite, T, Task<IResult>> work)
        where T : class, IJsonBody<T>
    {
        var request = context.Request;
        var errors = new FieldErrors();
        var key = IdempotencyKey.ReadOwn(request.Headers, context.SignedIn().Account, errors);
        var sent = await JsonBody.ReadAsync<Sent<T>>(request, errors);
        if (sent is null || errors.Any)
        {
            return Problems.BadRequest(errors);
        }

        return await prepare(sent.Body) is { } refusal
            ? refusal
            : await RunAsync(request, key, sent.Bytes, write => work(write, sent.Body));
    }

    /// <summary>The same for a call without a body.</summary>
    public async Task<IResult> RunAsync(HttpContext context, Func<OrganiserWrite, Task<IResult>> work)
    {
        var errors = new FieldErrors();
        var key = IdempotencyKey.ReadOwn(context.Request.Headers, context.SignedIn().Account, errors);
        return errors.Any
            ? Problems.BadRequest(errors)
            : await RunAsync(context.Request, key, ReadOnlyMemory<byte>.Empty, work);
    }

    private async Task<IResult> RunAsync(
        HttpRequest request, string? key, ReadOnlyMemory<byte> body, Func<OrganiserWrite, Task<IResult>> work)
    {
        // What has begun is carried out, whether or not its sender still waits.
        if (key is null)
        {
            return await writes.RunAsync(work, CancellationToken.None);
        }

        IResult? answer = null;
        var outcome = await writes.RunAsync(
            new RepeatableRequest(key, Payload(request, body.Span)),
            async write => ((answer = await work(write)) as WriteAnswer)?.Reply,
            CancellationToken.None);
        // The first time it may say more than what is kept of it.
        return outcome is RepeatableOutcome.Answered(var reply)
            && answer is WriteAnswer first && ReferenceEquals(first.Reply, reply)
                ? first
                : ResultOf(outcome, answer);
    }

    /// <summary>What to answer.</summary>
    /// <param name="outcome">What became of the request.</param>
    /// <param name="refusal">The last word of whoever did the work; there if it was refused.</param>
    public static IResult ResultOf(RepeatableOutcome outcome, IResult? refusal) => outcome switch
    {
        RepeatableOutcome.Answered(var reply) => new WriteAnswer(reply),
        RepeatableOutcome.KeyReused => Problems.Of(ProblemType.KeyReused),
        RepeatableOutcome.Refused => refusal!,
    };

    /// <summary>All that makes a request this one: the same body elsewhere is another.</summary>
    public static byte[] Payload(HttpRequest request, ReadOnlySpan<byte> body) =>
        [.. Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"), .. body];
}

internal static class RepeatableRoutes
{
    /// <summary>What <see cref="RepeatableCalls"/> does about a key, for the OpenAPI document.</summary>
    public static RouteHandlerBuilder TakesIdempotencyKey(this RouteHandlerBuilder route) => route
        .TakesHeader(
            IdempotencyKey.HeaderName,
            "Makes retries safe: an identical request with the same key takes effect once and gets the same response "
            + "for the number of days in Idempotency:KeyDays. Nothing is stored for a refused request, so you can "
            + "try again with the same key. A response that changed nothing is stored too, and a retry returns it as "
            + "it was. To see the current state, use a new key or none.",
            new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                MinLength = 1,
                MaxLength = IdempotencyKey.CharsMax,
                Pattern = "^[!-~]+$",
            })
        .Refuses(ProblemType.KeyReused, ProblemType.OrganizationSuspended);
}
