using System.Text.Json;
using System.Text.Json.Nodes;
using Usher.Engine.SeatingPlans;
using Usher.Http.Errors;

namespace Usher.Api.OpenApi;

/// <summary>What each problem looks like, made by the code that makes the real ones.</summary>
internal static class ProblemExamples
{
    public static JsonNode Of(ProblemType type) =>
        JsonSerializer.SerializeToNode(Example(type), ProblemJson.Default.Problem)!;

    private static Problem Example(ProblemType type)
    {
        if (type == ProblemType.Validation)
        {
            return Problems.BadRequest("seat_numbers", "must contain each seat only once; 5 is listed twice").Problem;
        }

        if (type == ProblemType.MalformedBody)
        {
            return Problems.Of(type, "The body is empty; send a JSON object.").Problem;
        }

        if (type == ProblemType.NoSuchSeats)
        {
            return Problems.NoSuchSeats(PlanKind.Seats, [51], totalSeats: 50).Problem;
        }

        if (type == ProblemType.SalesNotOpen)
        {
            return Problems.SalesNotOpen(new DateTime(2027, 3, 1, 9, 0, 0, DateTimeKind.Utc), "Europe/Berlin").Problem;
        }

        if (type == ProblemType.SeatsRenamed)
        {
            return Problems.Of(type).Problem with
            {
                RenamedSeats =
                [
                    new RenamedSeatDocument
                    {
                        SeatNumber = 5, Before = "Stalls, Row A, seat 5", After = "Stalls, Row A, seat 1",
                    },
                ],
            };
        }

        if (type == ProblemType.ChallengeRequired)
        {
            return Problems.Of(type).Problem with
            {
                Challenge = new ChallengeDocument
                {
                    Token = "ARIAAAAAAAAAAQAAAZrW0fYAf3sW5qC0Tn2oYxJm1k9d4QvL7p8RzXcVbNmAsDfGhJkLqWeRtYuIoPzXcVbNm",
                    Bits = 18,
                    ExpiresAt = new DateTime(2027, 3, 1, 9, 5, 0, DateTimeKind.Utc),
                },
            };
        }

        return type == ProblemType.InternalError
            ? Problems.Defect("0HNJ1T5V3QK2M:00000001").Problem
            : Problems.Of(type).Problem;
    }
}
