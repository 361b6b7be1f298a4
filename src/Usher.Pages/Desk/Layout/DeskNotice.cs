using Usher.Http.Security;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.Layout;

/// <summary>A page of the desk with one message: what happened, and what to do next.</summary>
/// <param name="Current">The place of the rail it belongs to.</param>
/// <param name="Title">What is.</param>
/// <param name="Words">What is still true.</param>
/// <param name="ActionWords">What to do next.</param>
/// <param name="ActionUrl">Where that is.</param>
public sealed record DeskNotice(string Current, string Title, string Words, string ActionWords, string ActionUrl)
{
    internal static IResult NoSuchShow() => NotFound(new DeskNotice(
        DeskPlace.Shows, "Show not found", "Check its number in the link.", "All shows",
        "/desk/shows"));

    internal static IResult NoSuchPlan() => NotFound(new DeskNotice(
        DeskPlace.Plans, "Seating plan not found", "Check its number and version in the link.",
        "All plans", "/desk/plans"));

    internal static IResult WrongReason(string current, string problem, string actionWords, string actionUrl) =>
        new PageReply<DeskNoticePage>(new DeskNotice(
            current, "The reason cannot be saved", $"It {problem}. Nothing was changed.", actionWords, actionUrl))
        {
            Status = StatusCodes.Status400BadRequest,
        };

    /// <summary>To whoever is signed in and has another role.</summary>
    internal static IResult Forbidden(HttpContext context) =>
        new PageReply<DeskNoticePage>(new DeskNotice(
            "", "Your role does not allow this",
            (AccessRefusals.Forbidden(context).Problem.Detail ?? "") + " Ask an administrator of your organization.",
            "To the shows", "/desk/shows"))
        {
            Status = StatusCodes.Status403Forbidden,
        };

    internal static IResult NotFound(DeskNotice notice) =>
        new PageReply<DeskNoticePage>(notice) { Status = StatusCodes.Status404NotFound };
}
