using System.CommandLine;
using Microsoft.Extensions.Options;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Shows;
using Usher.Http.Wording;

namespace Usher.Server.Cli;

internal static class ShowsMoveCommand
{
    private const int SeatsNamedMax = 20;

    public static Command Create()
    {
        var show = new Argument<long?>("SHOW")
        {
            CustomParser = WholeNumber.ParseId,
            Description = "The id of the show, from 'usher shows list'.",
        };
        var version = new Option<int>("--version")
        {
            CustomParser = WholeNumber.Parse,
            Description = "The version of its seating plan, earlier or later.",
            HelpName = "number",
            Required = true,
        };
        var accept = new Option<bool>("--accept-renamed-seats")
        {
            Description = "Move the show even if seats that are sold, held or blocked get another section, row or "
                + "number than on their tickets.",
        };
        var command = new Command("move", "Move a show to another version of its seating plan.")
        {
            show, version, accept,
        }.WithSettings();
        command.SetAction((parsed, ct) => RunAsync(
            parsed, new ShowId(parsed.GetRequiredValue(show)!.Value), parsed.GetValue(version),
            parsed.GetValue(accept), ct));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult command, ShowId show, int version, bool accepts, CancellationToken ct)
    {
        await using var database = await CommandDatabase.OpenMigratedAsync(command, ct);
        await using var engine = ShowsCommand.EngineOf(database);
        var moved = await engine.GetRequiredService<ShowService>()
            .MoveAsync(show, version, _ => accepts, Actor.CommandLine, ct) switch
        {
            PlanMove.Moved done => done,
            PlanMove.ShowNotFound => throw ShowsCommand.NotThere(show),
            PlanMove.NoPlan => throw new CommandException("This show has a number of seats and no seating plan."),
            PlanMove.VersionNotFound(var plan) =>
                throw new CommandException($"--version must be a version of plan {plan}."),
            PlanMove.PricesMissing missing =>
                throw new CommandException($"{ShowRefusalTexts.PricesMissing(missing, version)}."),
            PlanMove.SeatsInTheWay seats =>
                throw new CommandException($"{ShowRefusalTexts.SeatsInTheWay(seats, version)}."),
            PlanMove.SeatsRenamed renamed => throw Refused(renamed, version),
        };
        await Console.Out.WriteLineAsync(
            $"Show {show} now uses version {moved.Version} of its plan: "
            + $"{SeatNames.Count(moved.Kind, moved.TotalSeats)}.");
        return 0;
    }

    private static OptionsValidationException Refused(PlanMove.SeatsRenamed renamed, int version) => new(
        "--accept-renamed-seats", typeof(PlanMove),
        [
            $"{ShowRefusalTexts.SeatsRenamed(renamed, version)}:",
            .. renamed.Seats.Take(SeatsNamedMax).Select(seat => $"{seat.Before} would become {seat.After}"),
            .. renamed.Seats.Length > SeatsNamedMax
                ? [$"and {SeatNames.Count(renamed.Kind, renamed.Seats.Length - SeatsNamedMax)} more"]
                : Array.Empty<string>(),
            "nothing was changed; to move the show anyway, add --accept-renamed-seats.",
        ]);
}
