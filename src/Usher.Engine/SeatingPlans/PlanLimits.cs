namespace Usher.Engine.SeatingPlans;

/// <summary>How large a seating plan may be.</summary>
public static class PlanLimits
{
    /// <summary>The most seats.</summary>
    public const int SeatsMax = 200_000;

    /// <summary>The most rows.</summary>
    public const int RowsMax = 50_000;

    /// <summary>The most sections.</summary>
    public const int SectionsMax = 2_000;

    /// <summary>The most categories.</summary>
    public const int CategoriesMax = 100;

    /// <summary>The most shapes and texts.</summary>
    public const int AreasMax = 5_000;

    /// <summary>The most corners of one shape.</summary>
    public const int CornersMax = 2_000;

    /// <summary>The most corners of all shapes together.</summary>
    public const int CornersOfAllMax = 200_000;

    /// <summary>The longest name, label, number or guid, in characters.</summary>
    public const int TextCharsMax = 200;

    /// <summary>How far from the origin anything may stand, in plan units.</summary>
    public const double CoordinateMax = 1_000_000;

    /// <summary>How much of what is wrong is told at once.</summary>
    public const int ProblemsMax = 20;
}
