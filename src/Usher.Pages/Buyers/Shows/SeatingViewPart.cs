using Usher.Engine.SeatingPlans;
using Usher.Pages.Kit.Pictures;


namespace Usher.Pages.Buyers.Shows;

/// <summary>Rows of a seating plan that one page lists.</summary>
public sealed record SeatingViewPart(int Number, string Name, IReadOnlyList<PlanRow> Rows)
{
    public int AvailableIn(SeatingView view) =>
        Rows.Sum(row => Enumerable.Range(row.First, row.Count).Count(view.IsFreeSeat));

    /// <summary>The whole plan if it is small enough, else section by section, large ones in pieces.</summary>
    public static IReadOnlyList<SeatingViewPart> Of(SeatingPlan plan, int seatsMax)
    {
        if (plan.Seats.Length <= seatsMax)
        {
            return [new SeatingViewPart(0, "", plan.Rows)];
        }

        var parts = new List<SeatingViewPart>();
        foreach (var section in plan.Rows.GroupBy(row => row.Section))
        {
            var pieces = Pieces(section, seatsMax).ToList();
            foreach (var rows in pieces)
            {
                parts.Add(new SeatingViewPart(parts.Count, NameOf(plan, rows, pieces.Count > 1), rows));
            }
        }

        return parts;
    }

    private static IEnumerable<List<PlanRow>> Pieces(IEnumerable<PlanRow> rows, int seatsMax)
    {
        var piece = new List<PlanRow>();
        foreach (var row in rows)
        {
            if (piece.Count > 0 && piece.Sum(other => other.Count) + row.Count > seatsMax)
            {
                yield return piece;
                piece = [];
            }

            piece.Add(row);
        }

        yield return piece;
    }

    private static string NameOf(SeatingPlan plan, List<PlanRow> rows, bool isPiece)
    {
        var section = plan.Sections[rows[0].Section];
        if (!isPiece && section.Length > 0)
        {
            return section;
        }

        var last = rows[^1];
        var range = plan.IsPlain || rows[0].Label.Length == 0
            ? $"seats {plan.Seats[rows[0].First - 1].Number} to {plan.Seats[last.First + last.Count - 2].Number}"
            : $"rows {rows[0].Label} to {last.Label}";
        return section.Length > 0 ? $"{section}, {range}" : char.ToUpperInvariant(range[0]) + range[1..];
    }
}
