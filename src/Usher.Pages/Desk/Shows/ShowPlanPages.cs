using System.Globalization;
using Usher.Engine.Idempotency;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Shows;
using Usher.Http.Wording;
using Usher.Pages.Buyers.Shows;
using Usher.Pages.Desk.Layout;
using Usher.Pages.Desk.Plans;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.Shows;

/// <summary>Moves a show to another version of its hall.</summary>
internal sealed class ShowPlanPages(ShowQueries queries, SeatingPlanStore store, ShowService shows)
{
    public const string VersionField = "version";
    public const string ShownField = "shown-version";

    public async Task<IResult> Ask(string id, HttpContext context) =>
        await FindAsync(id, context) is { } view ? new PageReply<ShowPlanPage>(view) : DeskNotice.NoSuchShow();

    public async Task<IResult> Move(string id, HttpContext context)
    {
        if (await FindAsync(id, context) is not { } view)
        {
            return DeskNotice.NoSuchShow();
        }

        var form = await PageForm.ReadAsync(context);
        if (PlanPages.ReadNumber(form?[VersionField]) is not { } version)
        {
            return Refuse(view, "Choose a version", StatusCodes.Status400BadRequest);
        }

        // What has begun is carried out, whether or not the browser waits for it.
        var shown = PlanPages.ReadNumber(form?[ShownField]);
        return await shows.WithShowAsync(
            view.Show.Id, (write, show) => MoveAsync(write, show, view, version, shown), CancellationToken.None);
    }

    private async Task<IResult> MoveAsync(
        OrganiserWrite write, Show? show, ShowPlanView view, int version, int? shown)
    {
        if (show is null)
        {
            return DeskNotice.NoSuchShow();
        }

        if (shown is not null && show.PlanVersion != shown && show.PlanVersion != version)
        {
            return Refuse(
                view with { Show = show },
                $"Someone else changed this show to version {show.PlanVersion} after you opened this form");
        }

        return await shows.MoveAsync(write, show.Id, version, CancellationToken.None) switch
        {
            PlanMove.Moved => PageForm.SeeOther(view.ShowPath),
            PlanMove.ShowNotFound => DeskNotice.NoSuchShow(),
            PlanMove.VersionNotFound => Refuse(view, "There is no such version", StatusCodes.Status400BadRequest),
            PlanMove.NoPlan => Refuse(view, "This show has no seating plan"),
            PlanMove.PricesMissing missing => Refuse(view, ShowRefusalTexts.PricesMissing(missing, version)),
            PlanMove.SeatsInTheWay inTheWay => Refuse(view, ShowRefusalTexts.SeatsInTheWay(inTheWay, version)),
        };
    }

    private static PageReply<ShowPlanPage> Refuse(
        ShowPlanView view, string problem, int status = StatusCodes.Status409Conflict) =>
        new(view with { Problem = problem }) { Status = status };

    private async Task<ShowPlanView?> FindAsync(string id, HttpContext context)
    {
        var ct = context.RequestAborted;
        return ShowPages.ReadId(id) is { } showId && await queries.FindWithoutSeatsAsync(showId, ct) is { } show
            ? new ShowPlanView(show, show.PlanId is { } planId ? await store.VersionsAsync(planId, ct) : [], null)
            : null;
    }
}

/// <summary>The versions of a show's hall.</summary>
/// <param name="Show">The show.</param>
/// <param name="Versions">The newest first; none if it has a number of seats and no hall.</param>
/// <param name="Problem">Why it could not move to the version that was chosen.</param>
public sealed record ShowPlanView(Show Show, IReadOnlyList<StoredPlan> Versions, string? Problem)
{
    public string ShowPath => string.Create(CultureInfo.InvariantCulture, $"/desk/shows/{Show.Id}");
}
