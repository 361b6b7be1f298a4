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
        var from = new Option<string>("--from")
        {
            Description = "Where the coach starts. Give \"\" for both to remove what was set.",
            Required = true,
        };
        var to = new Option<string>("--to") { Description = "Where it ends.", Required = true };
        var command = new Command("journey", "Set where a coach starts and where it ends, or remove it.")
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
        var isRemoved = journey.From.Trim().Length + journey.To.Trim().Length == 0;
        if (!isRemoved && journey.Problems().FirstOrDefault() is { } unreadable)
        {
            throw Refused(unreadable.Field, unreadable.Problem);
        }

        await using var database = await CommandDatabase.OpenMigratedAsync(command, ct);
        await using var engine = ShowsCommand.EngineOf(database);
        var journeys = engine.GetRequiredService<ShowJourneys>();
        if (await journeys.FindKindAsync(id, ct) is not { } kind)
        {
            throw ShowsCommand.NotThere(id);
        }

        if (isRemoved)
        {
            await journeys.RemoveAsync(id, Actor.CommandLine, ct);
            await Console.Out.WriteLineAsync($"Show {id} does not say where it goes any more.");
            return 0;
        }

        if (Journey.ProblemOf(kind) is { } wrong)
        {
            throw Refused(wrong.Field, wrong.Problem);
        }

        if (!await journeys.SaveAsync(id, journey, Actor.CommandLine, ct))
        {
            throw ShowsCommand.NotThere(id);
        }

        await Console.Out.WriteLineAsync($"Show {id} goes from {journey.From.Trim()} to {journey.To.Trim()}.");
        return 0;
    }

    private static CommandException Refused(string field, string problem) =>
        new($"--{field.ToLowerInvariant()} {problem}.");
}
