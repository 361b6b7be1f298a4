using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.OpenApi;
using Usher.Api.OpenApi;
using Usher.Http.Errors;
using Usher.Http.Replies;

namespace Usher.Api.ProblemTypes;

/// <summary>What a kind of problem means.</summary>
internal sealed record ProblemTypeDocument(
    [property: Wire(Format = "uri-reference")] string Type, int Status, string Title, string Explanation);

/// <summary>The address that a problem gives as its type answers with what it means.</summary>
internal static class ProblemRoutes
{
    public static void MapProblems(this IEndpointRouteBuilder routes) =>
        routes.MapRead("/problems/{name}", GetProblemType).AllowAnonymous()
            .Named("getProblem", DocumentTransformer.Operations, "Explain a problem type",
                "The URL in a problem's `type`.")
            .TakesPath("name", "The last part of the `type`.", new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Enum = [.. ProblemType.All.Select(type => type.Name)],
            })
            .Answers<ProblemTypeDocument>(StatusCodes.Status200OK, "The explanation.", """
                {
                  "type": "/problems/no-such-show", "status": 404, "title": "Show not found",
                  "explanation": "There is no show with this id."
                }
                """)
            .Refuses(ProblemType.NoSuchProblem);

    private static Results<Reply<ProblemTypeDocument>, ProblemReply> GetProblemType(string name) =>
        ProblemType.All.FirstOrDefault(type => type.Name == name) is { } type
            ? new Reply<ProblemTypeDocument>(
                StatusCodes.Status200OK,
                new ProblemTypeDocument(type.Uri, type.Status, type.Title, type.Explanation),
                ProblemTypeJson.Default.ProblemTypeDocument)
            : Problems.Of(ProblemType.NoSuchProblem);
}
