using System.Collections.Immutable;

namespace Usher.Engine.SeatingPlans.Generators;

/// <summary>
/// A theatre of some 500 seats: thirteen curved rows of stalls and five of circle, each in three blocks between aisles.
/// </summary>
public static class TheatrePlan
{
    /// <summary>In the stalls, where one sees best.</summary>
    public const string Premium = "Premium";

    /// <summary>The rest of the stalls.</summary>
    public const string Standard = "Standard";

    /// <summary>The front of the circle.</summary>
    public const string Circle = "Circle";

    /// <summary>At the sides and in the last rows of the stalls.</summary>
    public const string SideAndRear = "Side and rear";

    /// <summary>At the sides and in the last rows of the circle.</summary>
    public const string UpperCircle = "Upper circle";

    private const double SeatSpacing = 24;
    private const double RowSpacing = 30;
    private const double AisleHalf = 15.6;
    private const double CenterX = 570;

    // The rows are arcs about a point behind the stage.
    private const double CenterY = -150;
    private const double StallsRadius = 360;
    private const int StallsRows = 13;
    private const double CircleRadius = 816;
    private const int CircleRows = 5;

    // In radians from the middle line.
    private const double InnerAisle = 0.21;
    private const double Wall = 0.6;
    private const double Side = 0.44;

    /// <param name="name">What people call the theatre.</param>
    public static SeatingPlan Create(string name)
    {
        var draft = new PlanDraft
        {
            Name = name,
            Width = CenterX * 2,
            Height = 840,
            FocalPoint = new PlanPoint(CenterX, 110),
        };
        draft.Categories.AddRange(
        [
            new(Premium, "#671c5f"), new(Standard, "#3d3ab0"), new(Circle, "#b23e50"), new(SideAndRear, "#2b6f9e"),
            new(UpperCircle, "#109c94"),
        ]);
        AddScenery(draft);
        AddDeck(draft, "Stalls", StallsRadius, StallsRows, StallsCategory);
        AddDeck(draft, "Circle", CircleRadius, CircleRows, CircleCategory);
        return draft.FinishOwn();
    }

    private static string StallsCategory(int row, int block, double angle) =>
        block == 1 && row is > 1 and < 8 ? Premium
        : row > 10 || angle > Side ? SideAndRear
        : Standard;

    private static string CircleCategory(int row, int block, double angle) =>
        row < 3 && angle < Side ? Circle : UpperCircle;

    private static void AddDeck(
        PlanDraft draft, string name, double innerRadius, int rows, Func<int, int, double, string> category)
    {
        var section = draft.AddSection(name);
        for (var i = 0; i < rows; i++)
        {
            var radius = innerRadius + i * RowSpacing;
            var row = draft.AddRow(section, RowLabels.House(i, doubled: name == "Circle"));
            var number = 0;
            for (var block = 0; block < 3; block++)
            {
                var from = block == 0 ? -Wall : (block == 1 ? -InnerAisle : InnerAisle) + AisleHalf / radius;
                var to = block == 2 ? Wall : (block == 0 ? -InnerAisle : InnerAisle) - AisleHalf / radius;
                var count = (int)((to - from) * radius / SeatSpacing);
                for (var seat = 0; seat < count; seat++)
                {
                    var angle = from + (to - from) / count * (seat + 0.5);
                    var (x, y) = At(radius, angle);
                    var fromAisle = block == 0 ? count - 1 - seat : seat;
                    draft.Add(
                        row, $"{++number}", category(i, block, Math.Abs(angle)), x, y,
                        Kind(name, isLastRow: i == rows - 1, block, fromAisle));
                }
            }
        }
    }

    // Beside the aisles of the last row of stalls, where no step is in the way.
    private static SeatKind Kind(string deck, bool isLastRow, int block, int fromAisle) =>
        deck != "Stalls" ? SeatKind.Seat
        : isLastRow && block != 1 && fromAisle < 4 ? fromAisle % 2 == 0 ? SeatKind.Wheelchair : SeatKind.Companion
        : SeatKind.Seat;

    private static void AddScenery(PlanDraft draft)
    {
        var apron = Arc(298, 0.62).Append(new PlanPoint(CenterX + 202, 28)).Append(new PlanPoint(CenterX - 202, 28));
        draft.Areas.Add(new PlanArea.Polygon([.. apron])
        {
            Label = new AreaText("Stage", new PlanPoint(CenterX, 85), 22, Color: null),
        });
        draft.Areas.Add(new PlanArea.Text
        {
            Label = new AreaText("Circle", new PlanPoint(CenterX, 604), 18, Color: null),
        });
    }

    private static ImmutableArray<PlanPoint> Arc(double radius, double angle) =>
        [.. Enumerable.Range(0, 33).Select(i => At(radius, angle * (i - 16) / 16))];

    private static PlanPoint At(double radius, double angle) =>
        new(CenterX + radius * Math.Sin(angle), CenterY + radius * Math.Cos(angle));
}
