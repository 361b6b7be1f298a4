using Usher.BoxOffice.Permissions;

namespace Usher.Pages.Desk.Layout;

/// <summary>What the rail and the tabs lead to; the name is that of its sign too.</summary>
internal sealed record DeskPlace(string Name, string Words, string Url, Role Role)
{
    public const string Overview = "overview";
    public const string Shows = "shows";
    public const string Plans = "plans";
    public const string Bookings = "bookings";
    public const string Team = "team";
    public const string Account = "account";

    private static readonly DeskPlace[] All =
    [
        new(Overview, "Overview", "/desk", Role.Staff),
        new(Shows, "Shows", "/desk/shows", Role.Scanner),
        new(Plans, "Plans", "/desk/plans", Role.Admin),
        new(Bookings, "Bookings", "/desk/bookings", Role.Staff),
        new(Team, "Team", "/desk/team", Role.Admin),
    ];

    /// <summary>Those that a role has a way to.</summary>
    public static IEnumerable<DeskPlace> For(Role role) => All.Where(place => place.Role <= role);
}
