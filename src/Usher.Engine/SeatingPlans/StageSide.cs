namespace Usher.Engine.SeatingPlans;

/// <summary>Where a stage is, as somebody says it who looks at the plan.</summary>
public enum StageSide
{
    /// <summary>Above the seats: in the middle of the upper edge.</summary>
    Top,

    /// <summary>Below them.</summary>
    Bottom,

    /// <summary>To their left.</summary>
    Left,

    /// <summary>To their right.</summary>
    Right,

    /// <summary>In the middle of them, as in an arena.</summary>
    Middle,
}

/// <summary>The words for where a stage is, the same on the wire, on pages and on the command line.</summary>
public static class StageSides
{
    private static readonly StageSide[] All = Enum.GetValues<StageSide>();

    /// <summary>All words.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. All.Select(ToText)];

    /// <summary>"TOP", "BOTTOM", "LEFT", "RIGHT" or "MIDDLE".</summary>
    public static string ToText(this StageSide side) => side.ToString().ToUpperInvariant();

    /// <summary>Reads a word in any case; null if there is no such side.</summary>
    public static StageSide? Parse(string text) => Array.Find(
        Array.ConvertAll(All, side => (StageSide?)side),
        side => side!.Value.ToText().Equals(text, StringComparison.OrdinalIgnoreCase));

    /// <summary>The place in the plan: on its edge, or in the middle of it.</summary>
    internal static PlanPoint In(this StageSide side, SeatingPlan plan) => side switch
    {
        StageSide.Top => new PlanPoint(plan.Width / 2.0, 0),
        StageSide.Bottom => new PlanPoint(plan.Width / 2.0, plan.Height),
        StageSide.Left => new PlanPoint(0, plan.Height / 2.0),
        StageSide.Right => new PlanPoint(plan.Width, plan.Height / 2.0),
        StageSide.Middle => new PlanPoint(plan.Width / 2.0, plan.Height / 2.0),
        _ => throw new ArgumentOutOfRangeException(nameof(side), side, "There is no such side."),
    };
}

/// <summary>How it is known where the stage of a plan is.</summary>
public enum StageSource
{
    /// <summary>Nobody said so: the middle of the upper edge is taken.</summary>
    Default,

    /// <summary>It was guessed from a text in the plan, such as "Stage".</summary>
    Guessed,

    /// <summary>The file or an organiser said so.</summary>
    Said,
}
