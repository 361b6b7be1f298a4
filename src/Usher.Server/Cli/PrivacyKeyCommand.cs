using System.CommandLine;
using Usher.Engine.Privacy;
using Usher.Engine.Sealing;
using Usher.Server.Hosting;

namespace Usher.Server.Cli;

/// <summary>The commands that are about the key ring.</summary>
internal static class PrivacyKeyCommand
{
    private const int ResealPortion = 1_000;

    public static Command CreateAdd()
    {
        var command = new Command(
            "add-key", "Add a key to the key ring, or make the file with a first one. It is not used yet.")
            .WithSettings();
        command.SetAction((parsed, _) => AddAsync(parsed));
        return command;
    }

    public static Command CreateUse()
    {
        var id = new Option<string>("--id")
        {
            Description = "The id of the key.",
            HelpName = "id",
            Required = true,
        };
        var command = new Command(
            "use-key", "Encrypt with this key from the next start on. Every server must have the key by then.")
        {
            id,
        }.WithSettings();
        command.SetAction((parsed, _) => UseAsync(parsed, parsed.GetRequiredValue(id)));
        return command;
    }

    public static Command CreateReseal()
    {
        var command = new Command(
            "reseal",
            "Encrypt all keys of people and all secrets under the key in use, so that older keys can be removed.")
            .WithSettings();
        command.SetAction((parsed, ct) => ResealAsync(parsed, ct));
        return command;
    }

    private static async Task<int> AddAsync(ParseResult command)
    {
        var file = FileOf(command);
        await Console.Out.WriteLineAsync(file.Add());
        await Console.Error.WriteLineAsync("""
            The key is in the key ring. Give all servers this file and restart them, then:
              usher privacy use-key --id <key>    and restart them again
              usher privacy reseal
            Keep a copy of the file apart from the database: without it nobody reads the addresses, and no server
            starts.
            """);
        return 0;
    }

    private static async Task<int> UseAsync(ParseResult command, string id)
    {
        FileOf(command).Use(id);
        await Console.Out.WriteLineAsync(
            $"From the next start on '{id}' encrypts. Restart all servers, then run 'usher privacy reseal'.");
        return 0;
    }

    private static async Task<int> ResealAsync(ParseResult command, CancellationToken ct)
    {
        await using var database = await CommandDatabase.OpenMigratedAsync(command, ct);
        var keys = database.DataSources.Keys;
        await using var services = PrivacyCommand.ServicesOf(database);
        var (dataKeys, secrets) = await services.GetRequiredService<StoredKeys>().ResealAsync(
            ResealPortion, services.GetServices<ISealedRows>(), ct);
        await Console.Out.WriteLineAsync(
            $"Encrypted under '{keys.ActiveId}' now: keys of people {dataKeys}, secrets {secrets}. Keys of the ring "
            + "that must stay: "
            + $"{string.Join(", ", new[] { keys.ActiveId, keys.FindingId }.Distinct(StringComparer.Ordinal))}.");
        return 0;
    }

    private static KeyRingFile FileOf(ParseResult command)
    {
        var configuration = CommandSettings.Load(command.SettingsArguments());
        return new OpenKeyRing(configuration, OpenDatabase.DataFolder(configuration)).File;
    }
}
