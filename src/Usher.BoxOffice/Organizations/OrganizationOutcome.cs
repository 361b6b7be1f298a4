using System.Collections.Immutable;
using Usher.Engine.Validation;

namespace Usher.BoxOffice.Organizations;

/// <summary>What came of making or changing an organization.</summary>
public abstract record OrganizationOutcome
{
    private OrganizationOutcome()
    {
    }

    /// <summary>It is so now.</summary>
    public sealed record Done(Organization Organization) : OrganizationOutcome;

    /// <summary>There is no such organization.</summary>
    public sealed record NotFound : OrganizationOutcome;

    /// <summary>Something is wrong with the request. Nothing was changed.</summary>
    public sealed record Wrong(ImmutableArray<FieldProblem> Problems) : OrganizationOutcome;

    /// <summary>There are as many as there can be. Nothing was changed.</summary>
    public sealed record TooMany : OrganizationOutcome;
}
