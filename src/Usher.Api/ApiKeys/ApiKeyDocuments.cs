using System.ComponentModel;
using System.Text.Json.Serialization;
using Usher.BoxOffice.ApiKeys;
using Usher.BoxOffice.Permissions;
using Usher.Http.Errors;

namespace Usher.Api.ApiKeys;

/// <summary>The organization's keys.</summary>
internal sealed record ApiKeyListDocument
{
    [Description("Those that are not revoked first, the newest of them first; at most 400.")]
    public required ApiKeyDocument[] ApiKeys { get; init; }
}

/// <summary>A key of the organization's.</summary>
internal sealed record ApiKeyDocument
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    [Description("How the key begins, to tell keys apart.")]
    public required string Prefix { get; init; }

    [Description("What the key may do.")]
    [Wire(Values = [RoleNames.Admin, RoleNames.Staff, RoleNames.Scanner])]
    public required string Role { get; init; }

    public required DateTime CreatedAt { get; init; }

    [Description("Who made it; left out if it was made with a key.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CreatedBy { get; init; }

    [Description("When it stops working; left out if only when it is revoked.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTime? ExpiresAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTime? RevokedAt { get; init; }

    [Description("To the minute; left out if never.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTime? LastUsedAt { get; init; }

    public static ApiKeyDocument Of(ApiKey key) => new()
    {
        Id = key.Id,
        Name = key.Name,
        Prefix = key.Prefix,
        Role = RoleNames.NameOf(key.Role),
        CreatedAt = key.CreatedAt,
        CreatedBy = key.CreatedBy,
        ExpiresAt = key.ExpiresAt,
        RevokedAt = key.RevokedAt,
        LastUsedAt = key.LastUsedAt,
    };
}

/// <summary>A key that was just made.</summary>
internal sealed record MadeApiKeyDocument
{
    public required ApiKeyDocument ApiKey { get; init; }

    [Description("The whole key. It is stored nowhere and not shown again. Left out in the response to a repeated "
        + "request.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Secret { get; init; }

    [Description("Only in the response to a repeated request with an Idempotency-Key: that the secret is not shown "
        + "again.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }

    /// <summary>The answer to the same request once more.</summary>
    public MadeApiKeyDocument WithoutSecret() => this with
    {
        Secret = null,
        Note = "The secret was in the first response and is stored nowhere. If it is lost, revoke the key and make "
            + "another one.",
    };
}
