using System.CommandLine;

namespace Usher.Server.Cli;

internal static class ShowsImportCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("plan.json")
        {
            Description = "A JSON file with one show, or an array of shows, each as POST /api/admin/shows takes it.",
        };
        var command = new Command(
            "import", "Put the shows of a file on sale; none of them if anything in the file is wrong.")
        {
            file,
        }.WithSettings();
        command.SetAction((parsed, ct) => RunAsync(parsed, parsed.GetRequiredValue(file), ct));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult command, string file, CancellationToken ct)
    {
        var shows = ShowsFile.Read(file);
        await using var database = await CommandDatabase.OpenMigratedAsync(command, ct);
        foreach (var show in shows)
        {
            await ShowsCommand.CreateShowAsync(database, show, ct);
        }

        return 0;
    }
}
