namespace Usher.Engine.SeatingPlans.Generators;

/// <summary>A coach: two seats on either side of the gangway, seen from above with the driver in front.</summary>
public static class BusPlan
{
    private const int Margin = 40;
    private const int SeatSpacing = 26;
    private const int Gangway = 26;
    private const int RowSpacing = 34;
    private const int FrontDepth = 70;

    /// <param name="name">What people call the coach.</param>
    /// <param name="rows">How many rows of four.</param>
    /// <param name="category">The category of all seats.</param>
    public static SeatingPlan Create(string name, int rows, string category)
    {
        var draft = new PlanDraft
        {
            Name = name,
            Width = (2 * Margin) + (3 * SeatSpacing) + Gangway,
            Kind = PlanKind.Coach,
        };
        draft.Categories.Add(new PlanCategory(category, "#109c94"));
        var section = draft.AddSection(name);
        for (var i = 0; i < rows; i++)
        {
            var row = draft.AddRow(section, $"{i + 1}");
            for (var place = 0; place < 4; place++)
            {
                draft.Add(
                    row, $"{(char)('A' + place)}", category,
                    Margin + place * SeatSpacing + (place > 1 ? Gangway : 0), FrontDepth + Margin + i * RowSpacing);
            }
        }

        var width = draft.Width.Value - Margin;
        draft.AddBox("Driver", Margin / 2, 20, width / 2, Margin);
        draft.FocalPoint = new PlanPoint(draft.Width.Value / 2, 20);
        return draft.FinishOwn();
    }
}
