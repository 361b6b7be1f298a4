using System.Collections.Immutable;
using Usher.BoxOffice.Permissions;
using Usher.Engine.Bookings;
using Usher.Engine.Validation;

namespace Usher.BoxOffice.Identity;

/// <summary>One of the organisers' people, as a sign-in needs them.</summary>
/// <param name="Id">Names the person.</param>
/// <param name="Email">As it was typed.</param>
/// <param name="Name">What colleagues and histories call the person.</param>
/// <param name="PasswordHash">Null: invited, and has not chosen a password yet.</param>
/// <param name="Stamp">Another one with each password.</param>
/// <param name="IsDisabled">Whether nothing opens for the person.</param>
/// <param name="Organization">Where the person works; of several the first. Null: nowhere.</param>
/// <param name="Role">What the person may do there; null: nothing.</param>
/// <param name="HasSecondFactor">Whether a password is not enough.</param>
public sealed record Person(
    PersonId Id, string Email, string Name, string? PasswordHash, Guid Stamp, bool IsDisabled,
    OrganizationId? Organization, Role? Role, bool HasSecondFactor)
{
    /// <summary>Whether there is anything that the person could sign in for.</summary>
    public bool MaySignIn => !IsDisabled && Role is not null;
}

/// <summary>Somebody who is to be let in.</summary>
/// <param name="Email">1..254 characters.</param>
/// <param name="Name">1..<see cref="NameCharsMax"/> characters.</param>
/// <param name="Role">What the person may do; <see cref="Role.Operator"/>: everywhere.</param>
public sealed record NewPerson(string Email, string Name, Role Role)
{
    public const int NameCharsMax = 100;

    /// <summary>Everything that is wrong with somebody who is to be a member of an organization, field by field.
    /// </summary>
    public IEnumerable<FieldProblem> MemberProblems() => Role == Role.Operator
        ? Problems().Append(new FieldProblem(nameof(Role), RoleNames.MemberRule))
        : Problems();

    /// <summary>Everything that is wrong with somebody, whatever the role.</summary>
    public IEnumerable<FieldProblem> Problems()
    {
        if (EmailProblem(Email) is { } email)
        {
            yield return new FieldProblem(nameof(Email), email);
        }

        if (NameProblem(Name) is { } name)
        {
            yield return new FieldProblem(nameof(Name), name);
        }
    }

    // As the end of a sentence that begins with the field.
    private static string? EmailProblem(string email) =>
        EmailAddress.IsWellFormed(email) ? null : "must be an e-mail address, such as asha@example.com";

    private static string? NameProblem(string name) =>
        name.Trim().Length is 0 or > NameCharsMax ? $"must have 1 to {NameCharsMax} characters"
        : Actors.IsTaken(name.Trim()) ? "must not be a name that histories give to buyers or to the system"
        : VisibleText.Problem(name);
}

/// <summary>A line of the list of people.</summary>
/// <param name="Id">Names the person.</param>
/// <param name="Email">As it was typed.</param>
/// <param name="Name">What colleagues call the person.</param>
/// <param name="Role">What the person may do in this organization; null: nothing, which is so for some operators.
/// </param>
/// <param name="IsOperator">Whether the person may do everything, everywhere.</param>
/// <param name="HasPassword">Whether an invitation was accepted.</param>
/// <param name="IsDisabled">Whether nothing opens for the person.</param>
/// <param name="CreatedAt">When the person came to this organization.</param>
/// <param name="LastSeenAt">When the person last did something while signed in; null: not lately.</param>
public sealed record Member(
    PersonId Id, string Email, string Name, Role? Role, bool IsOperator, bool HasPassword, bool IsDisabled,
    DateTime CreatedAt, DateTime? LastSeenAt)
{
    /// <summary>Whether a password is not enough for the person.</summary>
    public bool HasSecondFactor { get; init; }

    /// <summary>Whether the person can sign in with a passkey.</summary>
    public bool HasPasskeys { get; init; }
}

/// <summary>What came of a change to what somebody may do.</summary>
public abstract record MemberChange
{
    private MemberChange()
    {
    }

    /// <summary>It is so now.</summary>
    public sealed record Done : MemberChange;

    /// <summary>There is no such person here.</summary>
    public sealed record NotFound : MemberChange;

    /// <summary>The organization would be without an ADMIN, or all would be without an OPERATOR.</summary>
    public sealed record LastOne(Role Role) : MemberChange;
}

/// <summary>What came of making a person.</summary>
public abstract record NewPersonOutcome
{
    private NewPersonOutcome()
    {
    }

    /// <summary>The person is there.</summary>
    /// <param name="Id">Names the person.</param>
    /// <param name="Link">By which the person chooses a password; null: there is one already.</param>
    public sealed record Created(PersonId Id, PersonLink? Link) : NewPersonOutcome;

    /// <summary>Somebody with this address is there already.</summary>
    public sealed record EmailTaken : NewPersonOutcome;

    /// <summary>Something is wrong with the request.</summary>
    public sealed record Wrong(ImmutableArray<FieldProblem> Problems) : NewPersonOutcome;
}
