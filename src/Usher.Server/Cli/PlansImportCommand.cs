using System.CommandLine;
using Microsoft.Extensions.Options;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Formats;

namespace Usher.Server.Cli;

internal static class PlansImportCommand
{
    private const long BytesMax = 256L * 1024 * 1024;

    public static Command Create()
    {
        var file = new Argument<string>("FILE")
        {
            Description = "A plan in pretix's JSON format, or a CSV file with the columns section, row, seat, "
                + "category and, optionally, x, y, kind and guid; 'usher plans sample' writes one.",
        };
        var name = new Option<string?>("--name") { Description = "The name of the plan. Default: as in the file." };
        var id = new Option<long?>("--as")
        {
            CustomParser = WholeNumber.ParseId,
            Description = "Save it as the next version of this plan.",
            HelpName = "id",
        };
        var stage = PlanOptions.StageOption("Where the stage is, whatever the file says.");
        var kind = PlanOptions.KindOption("The kind of plan. Default: guessed from the file.");
        var letters = PlanOptions.LettersOption();
        var command = new Command("import", "Import a seating plan, unless it has errors.")
        {
            file, name, id, stage, kind, letters,
        }.WithSettings();
        command.SetAction((parsed, ct) => RunAsync(
            parsed, parsed.GetRequiredValue(file), parsed.GetValue(name),
            parsed.GetValue(id) is { } plan ? new PlanId(plan) : null,
            parsed.GetValue(stage), parsed.GetValue(kind), parsed.GetValue(letters), ct));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult command, string file, string? name, PlanId? id, StageSide? stage, PlanKind? kind,
        TableLetters? letters, CancellationToken ct)
    {
        var bytes = await CommandFile.ReadAsync(file, BytesMax, "a seating plan", ct);
        var reading = new NewPlan(bytes)
        {
            Name = name ?? "",
            NameDefault = Path.GetFileNameWithoutExtension(file),
            Stage = stage,
            Kind = kind,
            Letters = letters,
            Format = Path.GetExtension(file).ToLowerInvariant() switch
            {
                ".csv" => PlanFormat.Csv,
                ".json" => PlanFormat.Json,
                _ => null,
            },
        }.Read();
        if (reading.Plan is not { } plan)
        {
            throw new OptionsValidationException(
                file, typeof(SeatingPlan),
                [
                    .. reading.Problems.Select(problem => $"{file}: {problem}"),
                    .. reading.Letters is { } assumed ? [PlanOptions.Letters(assumed)] : Array.Empty<string>(),
                    "nothing was saved.",
                ]);
        }

        await using var database = await CommandDatabase.OpenMigratedAsync(command, ct);
        await using var engine = ShowsCommand.EngineOf(database);
        if (await engine.GetRequiredService<PlanService>().StoreAsync(plan, id, ct) is not { } stored)
        {
            throw PlansCommand.NotThere(id!.Value);
        }

        await Console.Out.WriteLineAsync(
            $"Seating plan {stored.Id}, version {stored.Version}: {stored.Name}, "
            + $"{SeatNames.Count(stored.Kind, stored.Seats.Length)} in "
            + $"{(stored.Sections.Length == 1 ? "1 section" : $"{stored.Sections.Length:N0} sections")}; categories "
            + $"{string.Join(", ", stored.Categories.Select(category => category.Name))}.");
        if (stored.HasStage)
        {
            await Console.Out.WriteLineAsync(PlanOptions.Stage(stored, stored.Id!.Value));
        }

        if (reading.Letters is { } read)
        {
            await Console.Out.WriteLineAsync(PlanOptions.Letters(read));
        }

        return 0;
    }
}
