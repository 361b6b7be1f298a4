using System.CommandLine;
using Usher.Engine.Shows;

namespace Usher.Server.Cli;

internal static class ShowsCommand
{
    public static Command Create() => new("shows", "List shows and put them on sale.")
    {
        ShowsListCommand.Create(),
        ShowsCreateCommand.Create(),
        ShowsImportCommand.Create(),
    };

    /// <summary>Creates one show and tells how far it is and what became of it.</summary>
    public static async Task CreateShowAsync(CommandDatabase database, NewShow show, CancellationToken ct)
    {
        var creation = new ShowCreation(database.DataSources);
        var created = await Terminal.WithBarAsync(
            show.Name, show.TotalSeats, "seats", progress => creation.CreateAsync(show, progress, ct));
        await Console.Out.WriteLineAsync(
            $"Show {created.Id} is on sale: {created.Name}, {created.StartsAt:yyyy-MM-dd HH:mm} UTC, "
            + $"{created.TotalSeats:N0} seats.");
    }
}
