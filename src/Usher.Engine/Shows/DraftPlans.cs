using Usher.Engine.Idempotency;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Generators;

namespace Usher.Engine.Shows;

/// <summary>The seats of a draft: read from the store or generated.</summary>
public sealed class DraftPlans(PlanCatalog catalog)
{
    /// <summary>The plan; null if the stored one is gone.</summary>
    public async ValueTask<SeatingPlan?> FindAsync(DraftPlan plan, string showName, CancellationToken ct) =>
        plan.Kind is DraftPlanKind.Stored
            ? await catalog.FindAsync(new PlanId(plan.PlanId), plan.PlanVersion, ct)
            : Generate(plan, showName);

    /// <summary>The same as a part of a write, on its connection.</summary>
    internal async ValueTask<SeatingPlan?> FindAsync(
        OrganiserWrite write, DraftPlan plan, string showName, CancellationToken ct) =>
        plan.Kind is DraftPlanKind.Stored
            ? await catalog.FindAsync(write.Connection, new PlanId(plan.PlanId), plan.PlanVersion, ct)
            : Generate(plan, showName);

    private SeatingPlan Generate(DraftPlan plan, string showName)
    {
        var name = plan.Name.Length > 0 ? plan.Name : showName;
        return plan.Kind switch
        {
            DraftPlanKind.Number => catalog.Plain(plan.TotalSeats, category: null),
            DraftPlanKind.Rows => BlockPlan.Create(
                name, plan.Rows, plan.SeatsPerRow, Aisles(plan.SeatsPerRow), DraftPrices.PlainCategory),
            DraftPlanKind.Coach => BusPlan.Create(name, plan.Rows, DraftPrices.PlainCategory),
            DraftPlanKind.Stadium => StadiumPlan.Create(name, plan.TotalSeats),
            _ => TheatrePlan.Create(name),
        };
    }

    // A long row has its gangway in the middle.
    private static int[] Aisles(int seatsPerRow) => seatsPerRow < 8 ? [] : [seatsPerRow / 2];
}
