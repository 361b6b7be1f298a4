namespace Usher.BoxOffice.Permissions;

/// <summary>What somebody may do. Each role may do all that the ones before it may.</summary>
public enum Role
{
    /// <summary>Signs in and sees shows.</summary>
    Scanner = 1,

    /// <summary>Works with bookings and seats.</summary>
    Staff = 2,

    /// <summary>Manages the organization: shows, plans, people, keys.</summary>
    Admin = 3,

    /// <summary>Everything, in every organization. No membership: it belongs to the person.</summary>
    Operator = 4,
}

/// <summary>What roles are called in the database, in the API and in policies.</summary>
public static class RoleNames
{
    public const string Scanner = "SCANNER";
    public const string Staff = "STAFF";
    public const string Admin = "ADMIN";
    public const string Operator = "OPERATOR";

    /// <summary>What the role of a member or of a key must be, as the end of a sentence.</summary>
    public const string MemberRule = $"must be {Admin}, {Staff} or {Scanner}";

    public static string NameOf(Role role) => role switch
    {
        Role.Scanner => Scanner,
        Role.Staff => Staff,
        Role.Admin => Admin,
        Role.Operator => Operator,
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };

    /// <summary>Null: there is none of this name.</summary>
    public static Role? Parse(string? name) => name switch
    {
        Scanner => Role.Scanner,
        Staff => Role.Staff,
        Admin => Role.Admin,
        Operator => Role.Operator,
        _ => null,
    };

    /// <summary>A role that a member can have; null: there is none of this name.</summary>
    public static Role? ParseOfMember(string? name) => Parse(name) is { } role and not Role.Operator ? role : null;

    /// <summary>Every name that somebody of this role can be called by: its own, and those before it.</summary>
    public static IEnumerable<string> Includes(Role role) =>
        Enum.GetValues<Role>().Where(other => other <= role).Select(NameOf);
}
