using System.Collections.Immutable;
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

    /// <summary>The most days that a key may work: ten years.</summary>
    public const int DaysMax = 3_650;

    /// <summary>Everything that would be wrong with it at any time, field by field.</summary>
    public IEnumerable<FieldProblem> Problems()
    {
        if (NameProblem() is { } problem)
        {
            yield return new FieldProblem(nameof(Name), problem);
        }

        if (Role == Role.Operator)
        {
            yield return new FieldProblem(nameof(Role), RoleNames.MemberRule);
        }
    }

    /// <summary>Everything that is wrong with it, field by field.</summary>
    /// <param name="now">UTC.</param>
    public IEnumerable<FieldProblem> Problems(DateTime now)
    {
        foreach (var problem in Problems())
        {
            yield return problem;
        }

        if (ExpiresAt <= now)
        {
            yield return new FieldProblem(nameof(ExpiresAt), "must be in the future");
        }
        else if (ExpiresAt > now.AddDays(DaysMax))
        {
            yield return new FieldProblem(nameof(ExpiresAt), $"must be at most {DaysMax:N0} days ahead");
        }
    }

    private string? NameProblem() =>
        Name.Trim().Length is 0 or > NameCharsMax
            ? $"must have 1 to {NameCharsMax} characters"
            : VisibleText.Problem(Name);
}

/// <summary>What came of making a key.</summary>
public abstract record NewApiKeyOutcome
{
    private NewApiKeyOutcome()
    {
    }

    /// <summary>The key works.</summary>
    /// <param name="Key">What is known about it from now on.</param>
    /// <param name="Secret">The whole key, which nobody can be shown again.</param>
    public sealed record Made(ApiKey Key, string Secret) : NewApiKeyOutcome;

    /// <summary>The organization has as many as it can have.</summary>
    public sealed record TooMany : NewApiKeyOutcome;

    /// <summary>Something is wrong with the request.</summary>
    public sealed record Wrong(ImmutableArray<FieldProblem> Problems) : NewApiKeyOutcome;
}

/// <summary>A key as its organization sees it.</summary>
public sealed record ApiKey(
    Guid Id, string Name, string Prefix, Role Role, DateTime CreatedAt, string? CreatedBy, DateTime? ExpiresAt,
    DateTime? RevokedAt, DateTime? LastUsedAt);

/// <summary>A key that a request brought and that is good.</summary>
public sealed record KnownApiKey(Guid Id, string Name, OrganizationId Organization, Role Role);
