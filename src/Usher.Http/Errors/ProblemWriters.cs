using System.Text.Json.Serialization;
using Usher.Http.Replies;

namespace Usher.Http.Errors;

/// <summary>A form in which problems are told.</summary>
public interface IProblemWriter
{
    /// <summary>Whether the sender of the request reads this form.</summary>
    bool CanWrite(HttpRequest request);

    Task WriteAsync(HttpContext context, Problem problem);
}

/// <summary>Problems as RFC 9457 says, for whoever reads no other form.</summary>
public sealed class JsonProblemWriter : IProblemWriter
{
    public bool CanWrite(HttpRequest request) => true;

    public Task WriteAsync(HttpContext context, Problem problem) => context.Response.WriteJsonAsync(
        problem.Status, "application/problem+json", problem, ProblemJson.Default.Problem);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Problem))]
public sealed partial class ProblemJson : JsonSerializerContext;
