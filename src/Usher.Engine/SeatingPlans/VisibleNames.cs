using Usher.Engine.Validation;

namespace Usher.Engine.SeatingPlans;

/// <summary>Finds names in a plan that nobody could read. Plans that were stored before this was asked of them go on as
/// they are.</summary>
internal static class VisibleNames
{
    /// <summary>Tells what is wrong with the names of the plan, its categories, sections, rows and seats, each at its
    /// first place.</summary>
    public static void Check(PlanDraft draft)
    {
        Check(draft, "name", "it", draft.Name);
        foreach (var (index, category) in draft.Categories.Index())
        {
            Check(draft, draft.PlaceOfCategory(index), "the name of the category", category.Name);
        }

        var sections = new HashSet<int>();
        foreach (var row in draft.Rows.Where(row => row.Seats.Count > 0))
        {
            if (sections.Add(row.Section))
            {
                Check(draft, row, row.Seats[0], "the section", draft.Sections[row.Section]);
            }

            Check(draft, row, row.Seats[0], "the row", row.Label);
            foreach (var seat in row.Seats)
            {
                Check(draft, row, seat, "the seat", seat.Number);
            }
        }
    }

    private static void Check(PlanDraft draft, string where, string what, string name)
    {
        if (Problem(name) is { } problem)
        {
            draft.Problems.Add(where, $"{what} {problem}");
        }
    }

    private static void Check(PlanDraft draft, DraftRow row, DraftSeat seat, string what, string name)
    {
        if (Problem(name) is { } problem)
        {
            draft.Problems.Add(row, seat, $"{what} {problem}", $"{what} {problem}");
        }
    }

    // That one is missing or has control characters is told elsewhere.
    private static string? Problem(string name) =>
        name.AsSpan().Trim().Length > 0 && !name.Any(char.IsControl) ? VisibleText.Problem(name) : null;
}
