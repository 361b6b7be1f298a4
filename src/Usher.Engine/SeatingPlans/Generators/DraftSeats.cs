namespace Usher.Engine.SeatingPlans.Generators;

/// <summary>Seats of a generated plan: their guids are made of what they are called.</summary>
internal static class DraftSeats
{
    public static void Add(
        this PlanDraft draft, DraftRow row, string number, string category, double x, double y,
        SeatKind kind = SeatKind.Seat) => row.Seats.Add(new DraftSeat(
            row.Seats.Count, $"{draft.Sections[row.Section]}-{row.Label}-{number}", number, category, x, y, kind));

    public static int AddSection(this PlanDraft draft, string name)
    {
        draft.Sections.Add(name);
        return draft.Sections.Count - 1;
    }

    /// <summary>A named rectangle, such as a stage.</summary>
    public static void AddBox(this PlanDraft draft, string words, double x, double y, double width, double height) =>
        draft.Areas.Add(new PlanArea.Rectangle(new PlanPoint(x, y), width, height)
        {
            Label = new AreaText(
                words, new PlanPoint(x + width / 2, y + height / 2), AreaText.SizeDefault, Color: null),
        });
}
