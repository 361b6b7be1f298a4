using Microsoft.Extensions.Options;
using Usher.Engine.Database;
using Usher.Engine.Idempotency;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Shows;

namespace Usher.Testing;

internal static class StoredPlans
{
    /// <summary>Organisers' writes in this database.</summary>
    public static OrganiserWrites OrganiserWrites(this DataSources data) =>
        new(data, new KeptReplies(data, Options.Create(new IdempotencyOptions())),
            Options.Create(new OrganiserWriteOptions()));

    /// <summary>What is known of the shows in this database, where the server says nothing of time zones.</summary>
    public static ShowQueries ShowQueries(this DataSources data) => new(data, Options.Create(new ShowTimeOptions()));

    /// <summary>Stores plans in this database as the desk does.</summary>
    public static PlanService PlanService(this DataSources data) => new(data.OrganiserWrites());

    /// <summary>Stores a new plan.</summary>
    public static async Task<SeatingPlan> StorePlanAsync(this DataSources data, SeatingPlan plan) =>
        (await data.PlanService().StoreAsync(plan, versionOf: null, CancellationToken.None)).ShouldNotBeNull();

    /// <summary>Stores the next version of a plan.</summary>
    public static Task<SeatingPlan?> StoreVersionAsync(this DataSources data, PlanId planId, SeatingPlan plan) =>
        data.PlanService().StoreAsync(plan, planId, CancellationToken.None);
}
