using Usher.BoxOffice.Permissions;
using Usher.Engine.Validation;

namespace Usher.BoxOffice.ApiKeys;

/// <summary>A key that is to be made.</summary>
/// <param name="Name">What it is for: 1..<see cref="NameCharsMax"/> characters.</param>
/// <param name="Role">What it may do: a role of members.</param>
/// <param name="ExpiresAt">Until when it works; null: until it is revoked.</param>
public sealed record NewApiKey(string Name, Role Role, DateTime? ExpiresAt)
{
    public const int NameCharsMax = 100;

    /// <summary>What is wrong with a name, as the end of a sentence that begins with it; null: nothing is.</summary>
    public static string? NameProblem(string name) =>
        name.Trim().Length is 0 or > NameCharsMax
            ? $"must have 1 to {NameCharsMax} characters"
            : VisibleText.Problem(name);
}

/// <summary>A key as its organization sees it.</summary>
public sealed record ApiKey(
    Guid Id, string Name, string Prefix, Role Role, DateTime CreatedAt, string? CreatedBy, DateTime? ExpiresAt,
    DateTime? RevokedAt, DateTime? LastUsedAt);

/// <summary>A key that was just made.</summary>
/// <param name="Key">What is known about it from now on.</param>
/// <param name="Secret">The whole key, which nobody can be shown again.</param>
public sealed record MadeApiKey(ApiKey Key, string Secret);

/// <summary>A key that a request brought and that is good.</summary>
public sealed record KnownApiKey(Guid Id, string Name, OrganizationId Organization, Role Role);
