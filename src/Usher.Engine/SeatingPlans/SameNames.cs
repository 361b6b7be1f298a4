namespace Usher.Engine.SeatingPlans;

/// <summary>
/// Finds seats that people could not tell apart: those whose whole names read alike, section, row and seat. Their
/// tickets would be the same. Plans that were stored before this was asked of them go on as they are.
/// </summary>
internal static class SameNames
{
    /// <summary>Tells each seat that is called like an earlier one, with both places.</summary>
    public static void Check(PlanDraft draft)
    {
        var known = new Dictionary<string, (DraftRow Row, DraftSeat Seat)>(draft.SeatCount, StringComparer.Ordinal);
        foreach (var row in draft.Rows)
        {
            var section = draft.Sections[row.Section];
            foreach (var seat in row.Seats)
            {
                var name = NameOf(section, row, seat);
                if (draft.Problems.IsFull)
                {
                    return;
                }

                if (known.TryGetValue(Normal(name), out var other))
                {
                    draft.Problems.Mark(other.Row, other.Seat);
                    draft.Problems.Add(
                        row, seat, $"this seat and that at {other.Row.Place(other.Seat)} are both called \"{name}\"; "
                        + "give one of them another number or its row another name, or put them into sections of "
                        + "different names", "same name");
                }
                else
                {
                    known.Add(Normal(name), (row, seat));
                }
            }
        }
    }

    private static string NameOf(string section, DraftRow row, DraftSeat seat) => string.Join(", ", new[]
    {
        section,
        row.Label.Length > 0 ? SeatingPlan.Filled(row.LabelTemplate ?? "Row %s", row.Label) : "",
        SeatingPlan.Filled(row.SeatTemplate ?? "seat %s", seat.Number),
    }.Where(part => part.Length > 0));

    /// <summary>The name as people read it: spaces more or less cannot be seen.</summary>
    public static string Normal(string name) =>
        string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
