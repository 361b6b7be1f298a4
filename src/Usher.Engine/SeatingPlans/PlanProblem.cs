using System.Collections.Immutable;

namespace Usher.Engine.SeatingPlans;

/// <summary>What is wrong with a plan.</summary>
/// <param name="Where">The place in what was read: "zones[0].rows[2].seats[5]", "line 12"; empty for the whole.</param>
/// <param name="What">What must be mended, for the plan's owner.</param>
public sealed record PlanProblem(string Where, string What)
{
    /// <inheritdoc/>
    public override string ToString() => Where.Length == 0 ? What : $"{Where}: {What}";
}

/// <summary>What came of reading a plan: the plan, or at least one problem.</summary>
/// <param name="Plan">Null if something is wrong.</param>
/// <param name="Problems">At most <see cref="PlanLimits.ProblemsMax"/> and a last one that counts the rest.</param>
public sealed record PlanReading(SeatingPlan? Plan, ImmutableArray<PlanProblem> Problems);

/// <summary>Collects problems, as many as anybody will read.</summary>
internal sealed class PlanProblems
{
    private readonly List<PlanProblem> _told = [];
    private int _count;

    public bool Any => _count > 0;

    /// <summary>From here on only counting is left.</summary>
    public bool IsFull => _count >= PlanLimits.ProblemsMax;

    /// <summary>Counts one more that nobody will read.</summary>
    public void Skip() => _count++;

    public void Add(string where, string what)
    {
        if (_count++ < PlanLimits.ProblemsMax)
        {
            _told.Add(new PlanProblem(where, what));
        }
    }

    public ImmutableArray<PlanProblem> Told() => _count <= PlanLimits.ProblemsMax
        ? [.. _told]
        : [.. _told, new PlanProblem("", $"and {_count - PlanLimits.ProblemsMax:N0} more problems")];
}
