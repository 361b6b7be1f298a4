using System.CommandLine;
using Usher.Engine.SeatingPlans;
using Usher.Http.Wording;

namespace Usher.Server.Cli;

internal static class PlansListCommand
{
    public static Command Create()
    {
        var command = new Command("list", "List all seating plans in their latest version.").WithSettings();
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult command, CancellationToken ct)
    {
        await using var database = await CommandDatabase.OpenMigratedAsync(command, ct);
        var plans = await new SeatingPlanStore(database.DataSources).ListAsync(ct);
        if (plans.IsEmpty)
        {
            await Console.Out.WriteLineAsync("No seating plans.");
        }

        foreach (var plan in plans)
        {
            await Console.Out.WriteLineAsync(
                $"{plan.Id,6}  version {plan.Version,3}  {plan.TotalSeats,7:N0} "
                + $"{CountTexts.Word(plan.TotalSeats, "seat"),-5}  {plan.Name}");
        }

        return 0;
    }
}
