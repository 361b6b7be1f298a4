using System.CommandLine;
using Usher.BoxOffice.Tickets;

namespace Usher.Server.Cli;

internal static class AdminTicketKeyCommand
{
    public static Command Create()
    {
        var endOld = new Option<bool>("--end-old")
        {
            Description = "Also end every link that earlier keys have signed: for the day one has leaked. Buyers then "
                + "need new links from the desk.",
        };
        var command = new Command(
            "ticket-key", "Make a new key that signs the links of tickets. Links of earlier keys go on working.")
        {
            endOld,
        }.WithSettings();
        command.SetAction((parsed, ct) => RunAsync(parsed, parsed.GetValue(endOld), ct));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult command, bool endsOld, CancellationToken ct)
    {
        await using var database = await CommandDatabase.OpenMigratedAsync(command, ct);
        await using var services = AdminServices.Of(database);
        var number = await services.GetRequiredService<TicketKeys>().AddAsync(endsOld, ct);
        await Console.Out.WriteLineAsync(endsOld
            ? $"Key {number} signs the links of tickets from now on. All earlier links work no more."
            : $"Key {number} signs the links of tickets from now on. Earlier links go on working until they end.");
        return 0;
    }
}
