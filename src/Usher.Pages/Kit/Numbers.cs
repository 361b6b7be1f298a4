using Usher.Engine.SeatingPlans;

namespace Usher.Pages.Kit;

/// <summary>How whole numbers are written for the reader that is being answered.</summary>
internal static class Numbers
{
    /// <summary>"1,250" in English, "1.250" in German.</summary>
    public static string Text(long number) => number.ToString("N0", ReaderCulture.Current);

    /// <summary>"48%" in English, "48 %" in German.</summary>
    public static string Percent(double share) => share.ToString("P0", ReaderCulture.Current);

    /// <summary>"1 seat", "1,250 seats", "3 slots".</summary>
    public static string Seats(int count, PlanKind kind = PlanKind.Seats) =>
        SeatNames.CountFor(ReaderCulture.Current, kind, count);
}
