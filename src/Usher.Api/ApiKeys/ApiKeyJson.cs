using System.Text.Json.Serialization;

namespace Usher.Api.ApiKeys;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ApiKeyBody))]
[JsonSerializable(typeof(ApiKeyListDocument))]
[JsonSerializable(typeof(MadeApiKeyDocument))]
internal sealed partial class ApiKeyJson : JsonSerializerContext;
