using Usher.Engine.SeatingPlans;

namespace Usher.Pages.Desk.Plans;

/// <summary>Where a stage is and what a plan's places are, in words.</summary>
internal static class StageText
{
    public static IReadOnlyList<(StageSide Side, string Words)> Sides { get; } =
    [
        (StageSide.Top, "Above the seats"), (StageSide.Bottom, "Below the seats"), (StageSide.Left, "On the left"),
        (StageSide.Right, "On the right"), (StageSide.Middle, "In the middle"),
    ];

    public static IReadOnlyList<(PlanKind Kind, string Words)> Kinds { get; } =
    [
        (PlanKind.Seats, "Seats"), (PlanKind.Slots, "Appointments"), (PlanKind.Coach, "Coach"),
    ];

    /// <summary>How it is known where the stage of a plan is.</summary>
    public static string Of(SeatingPlan plan) => plan.StageSource switch
    {
        StageSource.Guessed => $"Where the plan says “{plan.StageText!.Text}”. This is a guess.",
        StageSource.Said => "At the ring in the picture.",
        _ => "Above the seats, as nothing in the plan says where it is.",
    };

    public static string Of(PlanKind kind) => Kinds.First(known => known.Kind == kind).Words;
}
