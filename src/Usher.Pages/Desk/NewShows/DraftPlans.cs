using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Shows;


namespace Usher.Pages.Desk.NewShows;

/// <summary>The seats of a draft: read from the store or generated.</summary>
internal sealed class DraftPlans(PlanCatalog catalog)
{
    private const string Category = "Seat";

    /// <summary>The plan; null if the stored one is gone.</summary>
    public async ValueTask<SeatingPlan?> FindAsync(DraftPlan hall, string showName, CancellationToken ct)
    {
        var name = hall.Name.Length > 0 ? hall.Name : showName;
        return hall.Kind switch
        {
            DraftPlanKind.Stored => await catalog.FindAsync(new PlanId(hall.PlanId), hall.PlanVersion, ct),
            DraftPlanKind.Number => catalog.Plain(hall.TotalSeats, category: null),
            DraftPlanKind.Rows => BlockPlan.Create(
                name, hall.Rows, hall.SeatsPerRow, Aisles(hall.SeatsPerRow), Category),
            DraftPlanKind.Coach => BusPlan.Create(name, hall.Rows, Category),
            DraftPlanKind.Stadium => StadiumPlan.Create(name, hall.TotalSeats),
            _ => TheatrePlan.Create(name),
        };
    }

    // A long row has its gangway in the middle.
    private static int[] Aisles(int seatsPerRow) => seatsPerRow < 8 ? [] : [seatsPerRow / 2];
}
