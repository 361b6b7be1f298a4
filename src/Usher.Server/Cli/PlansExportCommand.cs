using System.CommandLine;
using Usher.Engine.SeatingPlans.Formats;

namespace Usher.Server.Cli;

internal static class PlansExportCommand
{
    public static Command Create()
    {
        var id = new Argument<long>("ID")
        {
            Description = "The id of the plan, from 'usher plans list'.",
            CustomParser = argument => WholeNumber.ParseId(argument) ?? 0,
        };
        var csv = new Option<bool>("--csv") { Description = "Write CSV instead, one line per seat." };
        var command = new Command(
            "export", "Write the latest version of a plan to standard output in pretix's JSON format.")
        {
            id, csv,
        }.WithSettings();
        command.SetAction((parsed, ct) => RunAsync(
            parsed, new PlanId(parsed.GetRequiredValue(id)), parsed.GetValue(csv), ct));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult command, PlanId id, bool asCsv, CancellationToken ct)
    {
        await using var database = await CommandDatabase.OpenMigratedAsync(command, ct);
        var plan = await PlansCommand.FindAsync(database, id, ct);
        await using var output = Console.OpenStandardOutput();
        await output.WriteAsync(asCsv ? PlanCsvFile.Write(plan) : [.. PlanJson.Write(plan), (byte)'\n'], ct);
        return 0;
    }
}
