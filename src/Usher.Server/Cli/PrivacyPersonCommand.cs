using System.CommandLine;
using System.Text.Json;
using Usher.BoxOffice.Privacy;
using Usher.Engine.Bookings;
using Usher.Http.Privacy;

namespace Usher.Server.Cli;

/// <summary>The commands that are about a person.</summary>
internal static class PrivacyPersonCommand
{
    public static Command CreateExport()
    {
        var email = AdminServices.Email();
        var command = new Command(
            "export",
            "Print everything that all organizations know of a buyer, as JSON. The export is recorded.")
        {
            email,
        }.WithSettings();
        command.SetAction((parsed, ct) => ExportAsync(parsed, parsed.GetRequiredValue(email).Trim(), ct));
        return command;
    }

    public static Command CreateErase()
    {
        var email = AdminServices.Email();
        var command = new Command(
            "erase",
            "Remove a buyer's e-mail, and what staff wrote, from all bookings of all organizations and destroy the "
            + "keys. The bookings keep their seats and amounts. This cannot be undone. It is recorded beside the key "
            + "ring too.")
        {
            email,
        }.WithSettings();
        command.SetAction((parsed, ct) => EraseAsync(parsed, parsed.GetRequiredValue(email).Trim(), ct));
        return command;
    }

    public static Command CreateReapply()
    {
        var command = new Command(
            "reapply", "After restoring a backup: erase everybody again whose erasure is recorded beside the key ring.")
            .WithSettings();
        command.SetAction((parsed, ct) => ReapplyAsync(parsed, ct));
        return command;
    }

    private static async Task<int> ExportAsync(ParseResult command, string email, CancellationToken ct)
    {
        RequireEmail(email);
        await using var database = await CommandDatabase.OpenMigratedAsync(command, ct);
        await using var services = PrivacyCommand.ServicesOf(database);
        var record = await services.GetRequiredService<PersonalData>().ExportAsync(email, Actor.CommandLine, ct);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(
            PersonExportDocument.Of(email, record, now), PersonExportJson.Default.PersonExportDocument));
        return 0;
    }

    private static async Task<int> EraseAsync(ParseResult command, string email, CancellationToken ct)
    {
        RequireEmail(email);
        await using var database = await CommandDatabase.OpenMigratedAsync(command, ct);
        await using var services = PrivacyCommand.ServicesOf(database);
        var count = await services.GetRequiredService<PersonalData>().EraseAsync(email, Actor.CommandLine, ct);
        await Console.Out.WriteLineAsync(
            $"The person is erased. Bookings that no longer say whose they were: {count}.");
        return 0;
    }

    private static async Task<int> ReapplyAsync(ParseResult command, CancellationToken ct)
    {
        await using var database = await CommandDatabase.OpenMigratedAsync(command, ct);
        await using var services = PrivacyCommand.ServicesOf(database);
        var (people, bookings) = await services.GetRequiredService<PersonalData>().ReapplyAsync(Actor.CommandLine, ct);
        await Console.Out.WriteLineAsync(
            $"People in the record of erasures: {people}. Bookings that were theirs again and are not now: "
            + $"{bookings}.");
        return 0;
    }

    // The address itself is not repeated: what a command says may end up in a log.
    private static void RequireEmail(string email)
    {
        if (!EmailAddress.IsWellFormed(email))
        {
            throw new CommandException("--email must be an e-mail address, such as asha@example.com.");
        }
    }
}
