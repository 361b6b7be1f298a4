using Usher.BoxOffice.Permissions;

namespace Usher.BoxOffice.Identity;

/// <summary>Names a session.</summary>
/// <param name="Value">A random UUID. It opens nothing by itself: cookies and tokens that name it are signed.</param>
public readonly record struct SessionId(Guid Value);

/// <summary>Where somebody is signed in.</summary>
public enum SessionKind
{
    /// <summary>At the desk, by a cookie.</summary>
    Desk,

    /// <summary>Through the API, by tokens.</summary>
    Api,
}

/// <summary>A session that is to be opened.</summary>
/// <param name="Person">Whose it is; null: of whoever brought the server's own key.</param>
/// <param name="Organization">For which it acts.</param>
/// <param name="Stamp">Of the person's password now.</param>
/// <param name="Kind">Where.</param>
/// <param name="Length">How long it lasts.</param>
/// <param name="Address">The client's address; null: not known.</param>
/// <param name="Agent">What the client calls itself; cut off after <see cref="AgentCharsMax"/> characters.</param>
public sealed record NewSession(
    PersonId? Person, OrganizationId Organization, Guid Stamp, SessionKind Kind, TimeSpan Length, string? Address,
    string? Agent)
{
    public const int AgentCharsMax = 200;
}

/// <summary>A session that is open.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Person">Whose it is; null: of whoever brought the server's own key.</param>
/// <param name="Name">What histories call the person; null: nobody in particular.</param>
/// <param name="Email">The person's address.</param>
/// <param name="Organization">For which it acts.</param>
/// <param name="Role">What it may do there, now.</param>
/// <param name="Kind">Where.</param>
public sealed record OpenSession(
    SessionId Id, PersonId? Person, string? Name, string? Email, OrganizationId Organization, Role Role,
    SessionKind Kind);

/// <summary>A line of the list of somebody's sessions.</summary>
public sealed record SessionLine(
    SessionId Id, SessionKind Kind, string? Address, string? Agent, DateTime CreatedAt, DateTime LastSeenAt,
    DateTime ExpiresAt);
