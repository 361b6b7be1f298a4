using System.CommandLine;
using Usher.Engine.Shows;
using Usher.Http.Wording;

namespace Usher.Server.Cli;

internal static class ShowsListCommand
{
    public static Command Create()
    {
        var search = new Option<string?>("--search") { Description = "Only shows whose name contains this text." };
        var command = new Command("list", "List all shows in order of start time, with the number of available seats.")
        {
            search,
        }.WithSettings();
        command.SetAction((parsed, ct) => RunAsync(parsed, parsed.GetValue(search), ct));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult command, string? search, CancellationToken ct)
    {
        await using var database = await CommandDatabase.OpenMigratedAsync(command, ct);
        await using var engine = ShowsCommand.EngineOf(database);
        var shows = engine.GetRequiredService<OpenSlots>();
        var page = await shows.ListAsync(from: null, search, ShowQueries.PageMax, after: null, ct);
        if (page.Shows.IsEmpty)
        {
            await Console.Out.WriteLineAsync("No shows.");
            return 0;
        }

        await Console.Out.WriteLineAsync(
            $"{"id",8}  {"starts",-16}  {"time zone",-20}  {"free",9}  {"of",7}  name");
        while (true)
        {
            foreach (var (show, available) in page.Shows)
            {
                await Console.Out.WriteLineAsync(
                    $"{show.Id,8}  {TimeZones.ToLocal(show.StartsAt, show.TimeZone):yyyy-MM-dd HH:mm}  "
                    + $"{ZonedTimes.Place(show.StartsAt, show.TimeZone),-20}  {available,9}  {show.TotalSeats,7}  "
                    + show.Name);
            }

            if (page.Next is null)
            {
                return 0;
            }

            page = await shows.ListAsync(from: null, search, ShowQueries.PageMax, page.Next, ct);
        }
    }
}
