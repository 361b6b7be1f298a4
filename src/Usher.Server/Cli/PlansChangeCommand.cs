using System.CommandLine;
using Usher.Engine.SeatingPlans;

namespace Usher.Server.Cli;

internal static class PlansChangeCommand
{
    public static Command Create()
    {
        var id = new Argument<long>("ID")
        {
            Description = "The plan, as 'usher plans list' numbers it.",
            CustomParser = argument => WholeNumber.ParseId(argument) ?? 0,
        };
        var stage = PlanOptions.StageOption("Where the stage is.");
        var kind = PlanOptions.KindOption("What its places are.");
        var command = new Command(
            "change", "Say where the stage of a plan is, or what its places are, in a new version of it.")
        {
            id, stage, kind,
        }.WithSettings();
        command.SetAction((parsed, ct) => RunAsync(
            parsed, new PlanId(parsed.GetRequiredValue(id)), parsed.GetValue(stage), parsed.GetValue(kind), ct));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult command, PlanId id, StageSide? stage, PlanKind? kind, CancellationToken ct)
    {
        if (stage is null && kind is null)
        {
            throw new CommandException("Say what is to be otherwise: --stage, --kind or both.");
        }

        await using var database = await CommandDatabase.OpenMigratedAsync(command, ct);
        await using var engine = ShowsCommand.EngineOf(database);
        var plan = await engine.GetRequiredService<PlanService>().ChangeAsync(id, stage, kind, ct)
            ?? throw PlansCommand.NotThere(id);
        await Console.Out.WriteLineAsync(
            $"Seating plan {plan.Id}, version {plan.Version}: {plan.Name}. Shows keep the version they have until they "
            + "are moved.");
        await Console.Out.WriteLineAsync(PlanOptions.Stage(plan));
        return 0;
    }
}
