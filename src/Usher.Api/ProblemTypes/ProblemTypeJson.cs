using System.Text.Json.Serialization;

namespace Usher.Api.ProblemTypes;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ProblemTypeDocument))]
internal sealed partial class ProblemTypeJson : JsonSerializerContext;
