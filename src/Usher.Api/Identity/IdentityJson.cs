using System.Text.Json.Serialization;

namespace Usher.Api.Identity;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TokenBody))]
[JsonSerializable(typeof(RefreshBody))]
[JsonSerializable(typeof(TokenDocument))]
[JsonSerializable(typeof(KeySetDocument))]
[JsonSerializable(typeof(InvitationBody))]
[JsonSerializable(typeof(MemberRoleBody))]
[JsonSerializable(typeof(MemberListDocument))]
[JsonSerializable(typeof(InvitedDocument))]
[JsonSerializable(typeof(LinkDocument))]
internal sealed partial class IdentityJson : JsonSerializerContext;
