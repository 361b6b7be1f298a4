using System.Globalization;
using Usher.Engine.Idempotency;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Shows;
using Usher.Http.Security;
using Usher.Http.Wording;
using Usher.Pages.Buyers.Shows;
using Usher.Pages.Desk.Layout;
using Usher.Pages.Desk.Plans;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.Shows;

/// <summary>Moves a show to another version of its hall.</summary>
internal sealed class ShowPlanPages(
    ShowQueries queries, SeatingPlanStore store, ShowService shows, ShowChangeLog log)
{
    public const string VersionField = "version";
    public const string ShownField = "shown-version";
    public const string AcceptedField = "accepted";

    private const int ChangesMax = 20;

    public async Task<IResult> Ask(string id, HttpContext context) =>
        await FindAsync(id, context) is { } view ? new PageReply<ShowPlanPage>(view) : DeskNotice.NoSuchShow();

    public static IResult AtItsAddress(string id) => ShowPages.ReadId(id) is { } showId
        ? PageForm.SeeOther(string.Create(CultureInfo.InvariantCulture, $"/desk/shows/{showId}/plan"))
        : DeskNotice.NoSuchShow();

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
        // Whoever accepts has seen these seats and no others.
        var accepted = form?[AcceptedField].ToString();
        return await shows.WithShowAsync(
            view.Show.Id,
            (write, show) => MoveAsync(
                write, show, view with { Wanted = version }, shown, renamed => renamed.Fingerprint == accepted,
                context.ActingAsStaff()),
            CancellationToken.None);
    }

    private async Task<IResult> MoveAsync(
        OrganiserWrite write, Show? show, ShowPlanView view, int? shown, Func<PlanMove.SeatsRenamed, bool> accepts,
        Actor actor)
    {
        var version = view.Wanted!.Value;
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

        return await shows.MoveAsync(write, show.Id, version, accepts, actor, CancellationToken.None) switch
        {
            PlanMove.Moved => PageForm.SeeOther(view.ShowPath),
            PlanMove.ShowNotFound => DeskNotice.NoSuchShow(),
            PlanMove.VersionNotFound => Refuse(view, "There is no such version", StatusCodes.Status400BadRequest),
            PlanMove.NoPlan => Refuse(view, "This show has no seating plan"),
            PlanMove.PricesMissing missing => Refuse(view, ShowRefusalTexts.PricesMissing(missing, version)),
            PlanMove.SeatsInTheWay inTheWay => Refuse(view, ShowRefusalTexts.SeatsInTheWay(inTheWay, version)),
            PlanMove.SeatsRenamed renamed => Refuse(
                view with { Show = show, Renamed = renamed }, ShowRefusalTexts.SeatsRenamed(renamed, version)),
        };
    }

    private static PageReply<ShowPlanPage> Refuse(
        ShowPlanView view, string problem, int status = StatusCodes.Status409Conflict) =>
        new(view with { Problem = problem }) { Status = status };

    private async Task<ShowPlanView?> FindAsync(string id, HttpContext context)
    {
        var ct = context.RequestAborted;
        return ShowPages.ReadId(id) is { } showId && await queries.FindWithoutSeatsAsync(showId, ct) is { } show
            ? new ShowPlanView(
                show, show.PlanId is { } planId ? await store.VersionsAsync(planId, ct) : [],
                await log.FindAsync(showId, ChangesMax, ct), null)
            : null;
    }
}

/// <summary>The versions of a show's hall.</summary>
/// <param name="Show">The show.</param>
/// <param name="Versions">The newest first; none if it has a number of seats and no hall.</param>
/// <param name="Changes">How it moved between them so far, the newest first.</param>
/// <param name="Problem">Why it could not move to the version that was chosen.</param>
public sealed record ShowPlanView(
    Show Show, IReadOnlyList<StoredPlan> Versions, IReadOnlyList<PlanVersionChange> Changes, string? Problem)
{
    /// <summary>The version that was chosen; null: none yet.</summary>
    public int? Wanted { get; init; }

    /// <summary>What is to be accepted before the show moves there; null: nothing.</summary>
    public PlanMove.SeatsRenamed? Renamed { get; init; }

    public string ShowPath => string.Create(CultureInfo.InvariantCulture, $"/desk/shows/{Show.Id}");
}
