using System.CommandLine;
using Usher.Engine.SeatingPlans.Formats;

namespace Usher.Server.Cli;

internal static class PlansSampleCommand
{
    public static Command Create()
    {
        var semicolons = new Option<bool>("--semicolons")
        {
            Description = "Part the columns by semicolons, as spreadsheets do where numbers have a decimal comma.",
        };
        var command = new Command("sample", "Write a small table of seats to standard output, to begin with.")
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
