using Usher.Engine.Shows;

namespace Usher.Pages.Desk.NewShows;

/// <summary>The steps to a new show, in order.</summary>
public enum Step
{
    Show,
    Plan,
    Prices,
    Sale,
    Check,
}

internal static class Steps
{
    public static readonly IReadOnlyList<Step> All = Enum.GetValues<Step>();

    public static string Slug(this Step step) => step.ToString().ToLowerInvariant();

    public static string Words(this Step step) => step switch
    {
        Step.Show => "Show",
        Step.Plan => "Seats",
        Step.Prices => "Prices",
        Step.Sale => "Sale",
        _ => "Review",
    };

    public static string Url(this Step step, Guid draftId) => $"/desk/shows/new/{draftId}/{step.Slug()}";

    /// <summary>How far one may go: to the first step that has not been done.</summary>
    public static Step Reached(this ShowDraft? draft) => draft switch
    {
        null => Step.Show,
        { Plan: null } => Step.Plan,
        { Prices: null } => Step.Prices,
        { Sale: null } => Step.Sale,
        _ => Step.Check,
    };

    public static Step? Find(string slug) => All.Cast<Step?>().FirstOrDefault(step => step!.Value.Slug() == slug);
}
