using System.CommandLine;
using Usher.Engine.SeatingPlans;

namespace Usher.Server.Cli;

internal static class PlansCommand
{
    public static Command Create() => new("plans", "List, import and export seating plans.")
    {
        PlansListCommand.Create(),
        PlansImportCommand.Create(),
        PlansSampleCommand.Create(),
        PlansChangeCommand.Create(),
        PlansExportCommand.Create(),
    };

    public static CommandException NotThere(PlanId id) =>
        new($"There is no seating plan {id}; run 'usher plans list' to see all plans.");

    /// <summary>The latest version of a stored plan.</summary>
    /// <exception cref="CommandException">There is no such plan.</exception>
    public static async Task<SeatingPlan> FindAsync(CommandDatabase database, PlanId id, CancellationToken ct)
    {
        var store = new SeatingPlanStore(database.DataSources);
        return await store.FindLatestAsync(id, ct) is { } latest
            && await store.FindAsync(latest.Id, latest.Version, ct) is { } plan
                ? plan
                : throw NotThere(id);
    }
}
