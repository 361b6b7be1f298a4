namespace Usher.Pages.Desk.Layout;

/// <summary>What the rail and the tabs lead to; the name is that of its sign too.</summary>
internal sealed record DeskPlace(string Name, string Words, string Url)
{
    public const string Overview = "overview";
    public const string Shows = "shows";
    public const string Plans = "plans";
    public const string Bookings = "bookings";

    public static readonly IReadOnlyList<DeskPlace> All =
    [
        new(Overview, "Overview", "/desk"),
        new(Shows, "Shows", "/desk/shows"),
        new(Plans, "Plans", "/desk/plans"),
        new(Bookings, "Bookings", "/desk/bookings"),
    ];
}
