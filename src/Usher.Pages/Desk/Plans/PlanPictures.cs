using System.Globalization;
using Microsoft.AspNetCore.Components;
using Usher.Engine.SeatingPlans;
using Usher.Pages.Kit;
using Usher.Pages.Kit.Pictures;

namespace Usher.Pages.Desk.Plans;

/// <summary>Stored plans as pictures. A version never changes, so its picture is drawn once.</summary>
internal sealed class PlanPictures(PlanCatalog plans, PageCache cache)
{
    private static readonly TimeSpan AgeMax = TimeSpan.FromDays(1);

    public Task<MarkupString> FindAsync(PlanId id, int version, CancellationToken ct) => cache.GetAsync<MarkupString>(
        string.Create(CultureInfo.InvariantCulture, $"plan:{id}:{version}"), AgeMax,
        async () => await plans.FindAsync(id, version, CancellationToken.None) is { } found
            ? PlanPicture.Priced(SeatingView.OfPlan(found))
            : default,
        ct);

    /// <summary>The same with a mark where the stage is taken to be, if it has any.</summary>
    public Task<MarkupString> FindWholeAsync(SeatingPlan plan, CancellationToken ct) => plan.HasStage
        ? FindWithStageAsync(plan.Id!.Value, plan.Version, ct)
        : FindAsync(plan.Id!.Value, plan.Version, ct);

    private Task<MarkupString> FindWithStageAsync(PlanId id, int version, CancellationToken ct) =>
        cache.GetAsync<MarkupString>(
            string.Create(CultureInfo.InvariantCulture, $"stage:{id}:{version}"), AgeMax,
            async () => await plans.FindAsync(id, version, CancellationToken.None) is { } found
                ? PlanPicture.WithStage(SeatingView.OfPlan(found))
                : default,
            ct);
}
