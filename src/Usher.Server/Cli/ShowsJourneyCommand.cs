using System.CommandLine;
using Usher.Engine.Shows;

namespace Usher.Server.Cli;

internal static class ShowsJourneyCommand
{
    public static Command Create()
    {
        var id = new Argument<long>("ID")
        {
            Description = "The id of the show, from 'usher shows list'.",
            CustomParser = argument => WholeNumber.ParseId(argument) ?? 0,
        };
        var from = new Option<string>("--from") { Description = "Where the coach starts.", Required = true };
        var to = new Option<string>("--to") { Description = "Where it ends.", Required = true };
        var command = new Command("journey", "Set where a coach starts and where it ends.")
        {
            id, from, to,
        }.WithSettings();
        command.SetAction((parsed, ct) => RunAsync(
            parsed, new ShowId(parsed.GetRequiredValue(id)),
            new Journey(parsed.GetRequiredValue(from), parsed.GetRequiredValue(to)), ct));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult command, ShowId id, Journey journey, CancellationToken ct)
    {
        if (journey.Problems().FirstOrDefault() is { } wrong)
        {
            throw new CommandException($"--{wrong.Field.ToLowerInvariant()} {wrong.Problem}.");
        }

        await using var database = await CommandDatabase.OpenMigratedAsync(command, ct);
        await using var engine = ShowsCommand.EngineOf(database);
        if (!await engine.GetRequiredService<ShowJourneys>().SaveAsync(id, journey, ct))
        {
            throw ShowsCommand.NotThere(id);
        }

        await Console.Out.WriteLineAsync($"Show {id} goes from {journey.From.Trim()} to {journey.To.Trim()}.");
        return 0;
    }
}
