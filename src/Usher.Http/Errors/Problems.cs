using System.Globalization;
using Usher.Engine.SeatingPlans;
using Usher.Http.Fields;
using Usher.Http.Wording;

namespace Usher.Http.Errors;

/// <summary>The refusals that are not a booking's outcome.</summary>
public static class Problems
{
    public static ProblemReply Of(ProblemType type, string? detail = null) => new(new Problem
    {
        Type = type.Uri,
        Title = type.Title,
        Status = type.Status,
        Detail = detail ?? type.Explanation,
    });

    public static ProblemReply BadRequest(FieldErrors errors) => errors.Body is { } body
        ? new ProblemReply(Of(ProblemType.MalformedBody, body).Problem with { Errors = errors.ToDocument() })
        : new ProblemReply(Of(ProblemType.Validation).Problem with { Errors = errors.ToDocument() });

    public static ProblemReply BadRequest(string field, string message)
    {
        var errors = new FieldErrors();
        errors.Add(field, message);
        return BadRequest(errors);
    }

    public static ProblemReply NoSuchShow(ShowId id) =>
        Of(ProblemType.NoSuchShow, $"There is no show with the id {id}.");

    public static ProblemReply NoSuchSeats(PlanKind kind, IReadOnlyList<int> seatNumbers, int totalSeats) => new(
        Of(
            ProblemType.NoSuchSeats,
            $"The show has no {SeatNames.Noun(kind, 2)} with these numbers. {SeatNames.Heading(kind)[..^1]} numbers "
            + "run from 1 to the show's total_seats.").Problem with
        {
            Errors = new(StringComparer.Ordinal)
            {
                ["seat_numbers"] =
                [
                    $"must be from 1 to {totalSeats} for this show, which has no {SeatNames.Noun(kind, 1)} "
                    + string.Join(", ", seatNumbers),
                ],
            },
        });

    public static ProblemReply SalesNotOpen(DateTime opensAt, string zone) => new(
        Of(ProblemType.SalesNotOpen, $"Sales open on {ZonedTimes.Full(opensAt, zone)}.").Problem with
        {
            SalesOpenAt = opensAt,
        });

    public static ProblemReply Defect(string traceId) =>
        new(Of(ProblemType.InternalError).Problem with { TraceId = traceId });

    public static ProblemReply Later(ProblemType type, TimeSpan retryAfter, string? detail = null)
    {
        var seconds = Math.Max(1, (long)Math.Ceiling(retryAfter.TotalSeconds));
        return Of(type, detail) with { Header = ("Retry-After", seconds.ToString(CultureInfo.InvariantCulture)) };
    }
}

/// <summary>Answers with a problem, and with the one header some problems bring.</summary>
public sealed record ProblemReply(Problem Problem) : IResult
{
    public (string Name, string Value)? Header { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (Header is (var name, var value))
        {
            httpContext.Response.Headers[name] = value;
        }

        // What was registered last, such as the pages', has the first say.
        return httpContext.RequestServices.GetServices<IProblemWriter>()
            .Last(writer => writer.CanWrite(httpContext.Request))
            .WriteAsync(httpContext, Problem);
    }
}
