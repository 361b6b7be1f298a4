using System.CommandLine;
using Usher.Api.Shows;
using Usher.Engine.Idempotency;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Shows;
using Usher.Http.Fields;

namespace Usher.Server.Cli;

internal static class ShowsImportCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE")
        {
            Description = "A JSON file with one show, or an array of shows, each as for POST /api/admin/shows.",
        };
        var command = new Command(
            "import", "Create the shows in a file and put them on sale; none of them if the file has any error.")
        {
            file,
        }.WithSettings();
        command.SetAction((parsed, ct) => RunAsync(parsed, parsed.GetRequiredValue(file), ct));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult command, string file, CancellationToken ct)
    {
        var shows = ShowsFile.Read(file, TimeProvider.System.GetUtcNow().UtcDateTime);
        await using var database = await CommandDatabase.OpenMigratedAsync(command, ct);
        await using var engine = ShowsCommand.EngineOf(database);
        // All or none: a file that was given up half-way can be imported again.
        var created = await engine.GetRequiredService<OrganiserWrites>().RunAsync(
            write => CreateAsync(engine.GetRequiredService<ShowService>(), write, file, shows, ct), ct);
        foreach (var (show, asSent) in created.Zip(shows))
        {
            await ShowsCommand.TellAsync(engine, show, ct);
            if (asSent.Plan is { HasGuessedStage: true } plan && show.PlanId is { } planId)
            {
                await Console.Out.WriteLineAsync(PlanOptions.Stage(plan, planId));
            }
        }

        return 0;
    }

    private static async Task<List<Show>> CreateAsync(
        ShowService service, OrganiserWrite write, string file, List<NewShow> shows, CancellationToken ct)
    {
        var created = new List<Show>(shows.Count);
        foreach (var (index, show) in shows.Index())
        {
            var totalSeats = show.PlanId is { } planId
                ? (await SeatingPlanStore.FindLatestAsync(write, planId, ct))?.TotalSeats ?? 1
                : show.TotalSeats;
            var errors = new FieldErrors();
            switch (await ShowsCommand.CreateAsync(service, write, show, totalSeats, ct))
            {
                case NewShowOutcome.Created(var one):
                    created.Add(one);
                    continue;
                case NewShowOutcome.Wrong(var problems):
                    errors.With(problems);
                    break;
                case NewShowOutcome.PlanNotFound:
                    errors.Add("plan_id", $"must be a plan from 'usher plans list'; there is no plan {show.PlanId}");
                    break;
            }

            throw ShowsFile.Wrong(file, index, errors);
        }

        return created;
    }
}
