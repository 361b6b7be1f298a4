using System.CommandLine;

namespace Usher.Server.Cli;

internal static class MigrateCommand
{
    public static Command Create()
    {
        var check = new Option<bool>("--check")
        {
            Description = "Only list pending migrations; exit code 1 if there are any.",
        };
        var command = new Command(
            "migrate",
            "Update the database schema, and the rights of the role that serves, without starting the server.")
        {
            check,
        }.WithSettings();
        command.SetAction((parsed, ct) => parsed.GetValue(check) ? CheckAsync(parsed, ct) : ApplyAsync(parsed, ct));
        return command;
    }

    private static async Task<int> CheckAsync(ParseResult command, CancellationToken ct)
    {
        await using var database = await CommandDatabase.OpenAsync(command, ct);
        var pending = await database.Migrator.CheckAsync(ct);
        await TellAsync("pending ", pending);
        return pending.IsEmpty ? 0 : 1;
    }

    private static async Task<int> ApplyAsync(ParseResult command, CancellationToken ct)
    {
        await using var database = await CommandDatabase.OpenAsync(command, ct);
        var (applied, rights) = await database.MigrateAsync(ct);
        await TellAsync("applied ", applied);
        if (rights > 0)
        {
            await Console.Out.WriteLineAsync(
                $"changed {rights} right{(rights == 1 ? "" : "s")} of the role {database.ServingRole}");
        }

        return 0;
    }

    private static async Task TellAsync(string verb, IReadOnlyCollection<string> migrations)
    {
        foreach (var name in migrations)
        {
            await Console.Out.WriteLineAsync(verb + name);
        }

        if (migrations.Count == 0)
        {
            await Console.Out.WriteLineAsync("The database is up to date.");
        }
    }
}
