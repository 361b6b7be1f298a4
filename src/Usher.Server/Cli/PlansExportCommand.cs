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
        var semicolons = new Option<bool>("--semicolons")
        {
            Description = "Write CSV with semicolons and decimal commas, as spreadsheets in many countries expect.",
        };
        var command = new Command(
            "export", "Write the latest version of a plan to standard output in pretix's JSON format.")
        {
            id, csv, semicolons,
        }.WithSettings();
        command.SetAction((parsed, ct) => RunAsync(
            parsed, new PlanId(parsed.GetRequiredValue(id)),
            parsed.GetValue(semicolons) ? TableForm.Semicolon : parsed.GetValue(csv) ? TableForm.Comma : null, ct));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult command, PlanId id, TableForm? table, CancellationToken ct)
    {
        await using var database = await CommandDatabase.OpenMigratedAsync(command, ct);
        var plan = await PlansCommand.FindAsync(database, id, ct);
        await using var output = Console.OpenStandardOutput();
        await output.WriteAsync(
            table is not null ? PlanCsvFile.Write(plan, table) : [.. PlanJson.Write(plan), (byte)'\n'], ct);
        return 0;
    }
}
