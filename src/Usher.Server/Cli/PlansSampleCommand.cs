using System.CommandLine;
using Usher.Engine.SeatingPlans.Formats;

namespace Usher.Server.Cli;

internal static class PlansSampleCommand
{
    public static Command Create()
    {
        var semicolons = new Option<bool>("--semicolons")
        {
            Description = "Separate the columns with semicolons, as spreadsheets in many countries expect.",
        };
        var command = new Command("sample", "Write a small CSV file of seats to standard output, as an example.")
        {
            semicolons,
        };
        command.SetAction(async (parsed, ct) =>
        {
            await using var output = Console.OpenStandardOutput();
            await output.WriteAsync(
                PlanSample.Write(parsed.GetValue(semicolons) ? TableForm.Semicolon : TableForm.Comma), ct);
            return 0;
        });
        return command;
    }
}
