using System.Globalization;
using Microsoft.AspNetCore.Components;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Formats;

namespace Usher.Pages.Desk.Plans;

/// <summary>A page of the list of plans.</summary>
/// <param name="Rows">The plans, each with its picture.</param>
/// <param name="NextUrl">The next page; null on the last.</param>
/// <param name="IsFirst">Whether nothing comes before it.</param>
public sealed record PlansView(IReadOnlyList<PlanRowView> Rows, string? NextUrl, bool IsFirst);

/// <summary>One plan of the list.</summary>
public sealed record PlanRowView(StoredPlan Plan, MarkupString Picture);

/// <summary>A version of a plan.</summary>
/// <param name="Plan">Its seats.</param>
/// <param name="Versions">All versions, newest first.</param>
/// <param name="Categories">What its seats are called by price, with how many there are and which colour they wear.
/// </param>
/// <param name="Picture">All of it.</param>
public sealed record PlanView(
    SeatingPlan Plan, IReadOnlyList<StoredPlan> Versions, IReadOnlyList<PlanCategoryView> Categories,
    MarkupString Picture)
{
    /// <summary>All of it with the labels of its rows and seats; null if it is so large that they are listed.</summary>
    public MarkupString? Labels { get; init; }

    /// <summary>How the letters of its file were read, right after the import of one that does not say so.</summary>
    public TableLetters? Letters { get; init; }

    /// <summary>What the ticket of its first seat says.</summary>
    public string FirstSeat => SeatNames.Whole(Plan, [1]);

    public StoredPlan Latest => Versions[0];

    public bool IsLatest => Plan.Version == Latest.Version;

    public string Path => PathOf(Latest.Id);

    public static string PathOf(PlanId id) => string.Create(CultureInfo.InvariantCulture, $"/desk/plans/{id}");
}

/// <summary>The question where the stage of a plan is.</summary>
/// <param name="Plan">Its latest version.</param>
/// <param name="Picture">All of it, with a mark where the stage is taken to be if it has any.</param>
/// <param name="FormKey">What makes sending it twice harmless.</param>
public sealed record PlanStageView(SeatingPlan Plan, MarkupString Picture, string FormKey);

/// <summary>A category of a plan.</summary>
public sealed record PlanCategoryView(string Name, int Seats, int Color, int Mark);

/// <summary>The form that takes a plan.</summary>
/// <param name="Of">The plan of which it is the next version; null: a new one.</param>
/// <param name="Name">What to call it, as entered.</param>
/// <param name="FileName">The file that was refused; null before that.</param>
/// <param name="PlanProblems">What is wrong with it.</param>
/// <param name="Problems">What is wrong with the form's own fields.</param>
/// <param name="FormKey">What makes sending it twice harmless.</param>
public sealed record ImportView(
    StoredPlan? Of, string Name, string? FileName, IReadOnlyList<PlanProblem> PlanProblems,
    IReadOnlyDictionary<string, string> Problems, string FormKey)
{
    /// <summary>How the letters of that file were read; null for one that says so itself.</summary>
    public TableLetters? Letters { get; init; }

    /// <summary>What could be read of a plan that was refused.</summary>
    public PlanSketch? Sketch { get; init; }

    public string Action => Of is null ? "/desk/plans/import" : $"/desk/plans/{Of.Id}/import";
}
