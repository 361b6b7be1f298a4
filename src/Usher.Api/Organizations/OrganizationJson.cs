using System.Text.Json.Serialization;

namespace Usher.Api.Organizations;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(NewOrganizationBody))]
[JsonSerializable(typeof(OrganizationChangeBody))]
[JsonSerializable(typeof(OrganizationListDocument))]
[JsonSerializable(typeof(OrganizationDocument))]
internal sealed partial class OrganizationJson : JsonSerializerContext;
