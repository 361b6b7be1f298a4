using Microsoft.AspNetCore.Components;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Formats;
using Usher.Engine.Shows;
using Usher.Pages.Kit.Pictures;

namespace Usher.Pages.Desk.NewShows;

/// <summary>One step to a new show.</summary>
public sealed record WizardView
{
    public required Step Step { get; init; }

    /// <summary>Null before the first step is done.</summary>
    public Guid? DraftId { get; init; }

    public ShowDraft? Draft { get; init; }

    public required Fields Fields { get; init; }

    public IReadOnlyDictionary<string, string> Problems { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The seats, once chosen, in the colours of their prices.</summary>
    public SeatingView? Plan { get; init; }

    public MarkupString Picture { get; init; }

    /// <summary>Plans to choose from.</summary>
    public IReadOnlyList<StoredPlan> Plans { get; init; } = [];

    /// <summary>A file that was refused; null if none was.</summary>
    public string? FileName { get; init; }

    public IReadOnlyList<PlanProblem> PlanProblems { get; init; } = [];

    /// <summary>How the letters of a file were read that was just sent; null for one that says so itself.</summary>
    public TableLetters? Letters { get; init; }

    /// <summary>What could be read of a plan that was refused.</summary>
    public PlanSketch? Sketch { get; init; }

    /// <summary>How long a hold is where the show does not say.</summary>
    public int HoldSecondsDefault { get; init; }

    /// <summary>Whether nobody has said yet in which time zone the show takes place.</summary>
    public bool IsZoneGuessed { get; init; }

    /// <summary>A plan to begin with, as the address said.</summary>
    public string? PlanId { get; init; }

    /// <summary>Whether it is a coach, which goes from one place to another.</summary>
    public bool IsCoach => Plan?.Plan.Kind == PlanKind.Coach;

    public Step Reached => Draft.Reached();

    public string Action => DraftId is { } id ? Step.Url(id) : "/desk/shows/new";
}
