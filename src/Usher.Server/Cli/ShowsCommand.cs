using System.CommandLine;
using Usher.Engine;
using Usher.Engine.Idempotency;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Shows;
using Usher.Http.Wording;

namespace Usher.Server.Cli;

internal static class ShowsCommand
{
    public static Command Create() => new("shows", "List, create, import and move shows.")
    {
        ShowsListCommand.Create(),
        ShowsCreateCommand.Create(),
        ShowsJourneyCommand.Create(),
        ShowsImportCommand.Create(),
        ShowsMoveCommand.Create(),
    };

    /// <summary>The engine over the command's database and settings.</summary>
    public static ServiceProvider EngineOf(CommandDatabase database) => new ServiceCollection()
        .AddSingleton(database.DataSources)
        .AddLogging()
        .AddUsherEngine(database.Configuration)
        .BuildServiceProvider();

    public static CommandException NotThere(ShowId id) =>
        new($"There is no show {id}; run 'usher shows list' to see all shows.");

    /// <summary>Creates one show as a part of a write, and tells how far it is.</summary>
    /// <param name="shows">Creates it.</param>
    /// <param name="write">The write.</param>
    /// <param name="show">The show.</param>
    /// <param name="totalSeats">How many seats it will have.</param>
    /// <param name="ct">Ends it.</param>
    public static Task<NewShowOutcome> CreateAsync(
        ShowService shows, OrganiserWrite write, NewShow show, int totalSeats, CancellationToken ct) =>
        Terminal.WithBarAsync(
            show.Name, totalSeats, "seats", progress => shows.CreateAsync(write, show, progress, ct));

    /// <summary>Tells that a show was created.</summary>
    /// <param name="engine">Knows what its places are.</param>
    /// <param name="created">The show.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task TellAsync(IServiceProvider engine, Show created, CancellationToken ct)
    {
        var terms = await engine.GetRequiredService<ShowCatalog>().FindAsync(created.Id, ct);
        await Console.Out.WriteLineAsync(
            Words(created, terms?.Kind ?? PlanKind.Seats, TimeProvider.System.GetUtcNow().UtcDateTime));
    }

    /// <summary>"Show 1 is on sale: The final, 2031-07-13 21:00 Europe/Berlin, 80,000 seats."; or from when it is.
    /// </summary>
    /// <param name="created">The show.</param>
    /// <param name="kind">What its places are.</param>
    /// <param name="now">UTC.</param>
    public static string Words(Show created, PlanKind kind, DateTime now)
    {
        var sale = created.SalesOpenAt is { } opens && opens > now
            ? $"goes on sale at {ZonedTimes.Brief(opens, created.TimeZone)}"
            : "is on sale";
        return $"Show {created.Id} {sale}: {created.Name}, {ZonedTimes.Brief(created.StartsAt, created.TimeZone)}, "
            + $"{SeatNames.Count(kind, created.TotalSeats)}.";
    }
}
