using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Usher.Engine.SeatingPlans;
using Usher.Pages.Kit;
using Usher.Pages.Kit.Pictures;

namespace Usher.Pages.Desk.Plans;

/// <summary>Stored plans as pictures. A version never changes, so its picture is drawn once.</summary>
internal sealed class PlanPictures(PlanCatalog plans, IOptions<PagesOptions> options, TimeProvider time)
{
    private readonly Remembered<(PlanId Id, int Version), MarkupString> _pictures = new(
        TimeSpan.FromDays(1), options.Value.RememberedMax, time);

    public Task<MarkupString> FindAsync(PlanId id, int version, CancellationToken ct) => _pictures.GetAsync(
        (id, version),
        async plan => await plans.FindAsync(plan.Id, plan.Version, CancellationToken.None) is { } found
            ? PlanPicture.Priced(SeatingView.OfPlan(found))
            : default,
        ct);
}
