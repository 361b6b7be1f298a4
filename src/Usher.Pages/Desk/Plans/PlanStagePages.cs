using Usher.Engine.SeatingPlans;
using Usher.Pages.Desk.Layout;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.Plans;

/// <summary>Asks where the stage of a plan is and what its places are: after an import that had to guess it, and later.
/// </summary>
internal sealed class PlanStagePages(
    SeatingPlanStore store, PlanService service, PlanCatalog catalog, PlanPictures pictures)
{
    public async Task<IResult> Ask(string id, HttpContext context) =>
        await FindAsync(id, context) is { } plan
            ? new PageReply<PlanStagePage>(new PlanStageView(
                plan, await pictures.FindWholeAsync(plan, context.RequestAborted), FormKey.New()))
            : DeskNotice.NoSuchPlan();

    public async Task<IResult> Save(string id, HttpContext context)
    {
        if (await FindAsync(id, context) is not { Id: { } planId } plan)
        {
            return DeskNotice.NoSuchPlan();
        }

        var form = await PageForm.ReadAsync(context);
        // Whoever leaves the stage where it is has seen where that is.
        var changed = PlanFile.ReadStage(form) is { } side ? plan.Facing(side) : plan.StageConfirmed();
        changed = PlanFile.ReadKind(form) is { } kind ? changed.OfKind(kind) : changed;
        if (changed.FocalPoint != plan.FocalPoint || changed.Kind != plan.Kind)
        {
            // What has begun is carried out, whether or not the browser waits for it.
            _ = FormKey.For(form?["key"], changed, planId) is { } key
                ? await service.StoreAsync(key, changed, planId, CancellationToken.None)
                : await service.StoreAsync(changed, planId, CancellationToken.None);
        }
        else if (plan.StageSource == StageSource.Guessed)
        {
            await service.ConfirmStageAsync(planId, plan.Version, CancellationToken.None);
            catalog.Forget(planId, plan.Version);
        }

        return PageForm.SeeOther(PlanView.PathOf(planId));
    }

    private async Task<SeatingPlan?> FindAsync(string id, HttpContext context) =>
        PlanId.TryParse(id, out var planId)
        && await store.FindLatestAsync(planId, context.RequestAborted) is { } latest
            ? await catalog.FindAsync(planId, latest.Version, context.RequestAborted)
            : null;
}
