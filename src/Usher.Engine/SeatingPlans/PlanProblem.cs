using System.Collections.Immutable;
using Usher.Engine.SeatingPlans.Formats;

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
/// <param name="Problems">At most <see cref="PlanLimits.ProblemsMax"/> and a last one that counts the rest; one for
/// each cause, with further places of it.</param>
public sealed record PlanReading(SeatingPlan? Plan, ImmutableArray<PlanProblem> Problems)
{
    /// <summary>How the letters of a table were read that does not say so itself; null for texts in Unicode.</summary>
    public TableLetters? Letters { get; init; }

    /// <summary>Where the mistakes are, for a plan that could be drawn; null for others.</summary>
    public PlanSketch? Sketch { get; init; }
}

/// <summary>Collects problems, as many as anybody will read.</summary>
internal sealed class PlanProblems
{
    // Of one cause so many further places are told.
    private const int OthersMax = 5;

    private readonly List<Cause> _causes = [];
    private readonly HashSet<(DraftRow Row, int Source)> _seats = [];
    private int _count;
    private int _uncollected;

    public bool Any => _count > 0;

    /// <summary>From here on only counting is left.</summary>
    public bool IsFull => _count >= PlanLimits.ProblemsMax;

    /// <summary>Counts one more that nobody will read.</summary>
    public void Skip(string? kind = null)
    {
        _count++;
        if (Find(kind) is { } cause)
        {
            cause.Count++;
        }
        else
        {
            _uncollected++;
        }
    }

    /// <summary>Adds a problem.</summary>
    /// <param name="where">Its place, with the names that people know it by.</param>
    /// <param name="what">What must be mended.</param>
    /// <param name="kind">The same for problems of one cause: after the first only their places are told.</param>
    /// <param name="place">The place alone; null: as <paramref name="where"/>.</param>
    public void Add(string where, string what, string? kind = null, string? place = null)
    {
        if (Find(kind) is { } cause)
        {
            _count++;
            cause.Count++;
            if (cause.Others.Count < OthersMax)
            {
                cause.Others.Add(place ?? where);
            }
        }
        else if (_causes.Count == PlanLimits.ProblemsMax)
        {
            Skip();
        }
        else
        {
            _count++;
            _causes.Add(new Cause(where, what, kind));
        }
    }

    /// <summary>Adds a problem of a seat, which is marked where the plan is drawn.</summary>
    public void Add(DraftRow row, DraftSeat seat, string what, string? kind = null)
    {
        Mark(row, seat);
        Add(row.Where(seat), what, kind, row.PlaceOfOther(seat));
    }

    public void Mark(DraftRow row, DraftSeat seat) => _seats.Add((row, seat.Source));

    public bool IsMarked(DraftRow row, DraftSeat seat) => _seats.Contains((row, seat.Source));

    public ImmutableArray<PlanProblem> Told()
    {
        var told = _causes.Select(cause => new PlanProblem(cause.Where, cause.What + cause.Also()));
        return _uncollected == 0
            ? [.. told]
            : [.. told, new PlanProblem("", $"and {_uncollected:N0} more problems")];
    }

    private Cause? Find(string? kind) => kind is null ? null : _causes.Find(cause => cause.Kind == kind);

    private sealed record Cause(string Where, string What, string? Kind)
    {
        public List<string> Others { get; } = [];

        /// <summary>How many places beside the first.</summary>
        public int Count { get; set; }

        public string Also()
        {
            var more = Count - Others.Count;
            var told = string.Join(Others.Exists(other => other.Contains(',')) ? "; " : ", ", Others);
            return Count == 0 ? ""
                : more == 0 ? $"; also {told}"
                : Others.Count == 0 ? $"; also {more:N0} more"
                : $"; also {told} and {more:N0} more";
        }
    }
}
