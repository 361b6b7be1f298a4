namespace Usher.Engine.SeatingPlans.Generators;

/// <summary>Rows of seats with aisles: a studio, a cinema, a hall with chairs.</summary>
public static class BlockPlan
{
    private const int Margin = 40;
    private const int SeatSpacing = 25;
    private const int AisleWidth = 30;
    private const int RowSpacing = 32;
    private const int StageDepth = 50;
    private const int StageGap = 40;

    /// <summary>A block of rows before a stage. The last row has two spaces for wheelchairs at its end.</summary>
    /// <param name="name">What people call the hall.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="seatsPerRow">How many seats in each, at least three.</param>
    /// <param name="aislesAfter">Places in the row after which there is an aisle.</param>
    /// <param name="category">The category of all seats, or a cheaper one for those behind.</param>
    /// <param name="categoryBehind">The category of the last third of the rows; null: the same.</param>
    public static SeatingPlan Create(
        string name, int rows, int seatsPerRow, IReadOnlyCollection<int> aislesAfter, string category,
        string? categoryBehind = null)
    {
        var draft = new PlanDraft { Name = name };
        draft.Categories.Add(new PlanCategory(category, "#3d3ab0"));
        if (categoryBehind is not null)
        {
            draft.Categories.Add(new PlanCategory(categoryBehind, "#2b6f9e"));
        }

        var section = draft.AddSection(name);
        var width = (seatsPerRow - 1) * SeatSpacing + aislesAfter.Count * AisleWidth;
        for (var i = 0; i < rows; i++)
        {
            var row = draft.AddRow(section, RowLabels.House(i));
            var x = (double)Margin;
            for (var number = 1; number <= seatsPerRow; number++)
            {
                draft.Add(
                    row, $"{number}", i >= rows - rows / 3 ? categoryBehind ?? category : category,
                    x, Margin + StageDepth + StageGap + i * RowSpacing, Kind(i == rows - 1, seatsPerRow - number));
                x += SeatSpacing + (aislesAfter.Contains(number) ? AisleWidth : 0);
            }
        }

        draft.AddBox("Stage", Margin, Margin - 20, width, StageDepth);
        draft.FocalPoint = new PlanPoint(Margin + width / 2, Margin + StageDepth - 20);
        draft.Width = (2 * Margin) + width;
        return draft.FinishOwn();
    }

    private static SeatKind Kind(bool isLastRow, int fromEnd) => (isLastRow, fromEnd) switch
    {
        (true, 0 or 2) => SeatKind.Wheelchair,
        (true, 1) => SeatKind.Companion,
        _ => SeatKind.Seat,
    };
}
