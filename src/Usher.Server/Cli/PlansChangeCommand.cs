using System.CommandLine;
using Usher.Engine.SeatingPlans;

namespace Usher.Server.Cli;

internal static class PlansChangeCommand
{
    public static Command Create()
    {
        var id = new Argument<long>("ID")
        {
            Description = "The id of the plan, from 'usher plans list'.",
            CustomParser = argument => WholeNumber.ParseId(argument) ?? 0,
        };
        var stage = PlanOptions.StageOption("Where the stage is.");
        var kind = PlanOptions.KindOption("The kind of plan.");
        var command = new Command(
            "change", "Set where the stage of a plan is, or its kind; this saves a new version of the plan.")
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
            throw new CommandException("Give --stage, --kind or both.");
        }

        await using var database = await CommandDatabase.OpenMigratedAsync(command, ct);
        await using var engine = ShowsCommand.EngineOf(database);
        var plan = await engine.GetRequiredService<PlanService>().ChangeAsync(id, stage, kind, ct)
            ?? throw PlansCommand.NotThere(id);
        await Console.Out.WriteLineAsync(
            $"Seating plan {plan.Id}, version {plan.Version}: {plan.Name}. Shows keep their version until you "
            + "change it: usher shows move.");
        if (plan.HasStage)
        {
            await Console.Out.WriteLineAsync(PlanOptions.Stage(plan, id));
        }

        return 0;
    }
}
