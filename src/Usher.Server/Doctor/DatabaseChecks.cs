using Microsoft.Extensions.Options;
using Usher.Engine.Database;

namespace Usher.Server.Doctor;

/// <summary>The database, its schema, and what the role that serves may do in it.</summary>
internal static class DatabaseChecks
{
    private const int VersionMin = 15;

    // Holds end by the database's clock; people and certificates go by this machine's.
    private static readonly TimeSpan ClockWarned = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ClockFailed = TimeSpan.FromMinutes(1);

    public static async Task<Finding> VersionAsync(Patient patient, CancellationToken ct)
    {
        var facts = await DatabaseFacts.ReadAsync(patient.Database.DataSources, ct);
        return facts.Major >= VersionMin
            ? Finding.Ok($"PostgreSQL {facts.Version} responds.")
            : Finding.Failed(
                $"PostgreSQL {facts.Version} is too old.", $"Upgrade it to {VersionMin} or newer.");
    }

    public static async Task<Finding> SchemaAsync(Patient patient, CancellationToken ct)
    {
        var migrator = new Migrator(patient.Database.Owner);
        var pending = await migrator.CheckAsync(ct);
        return !pending.IsEmpty
            ? Finding.Failed($"It is missing the migrations {string.Join(", ", pending)}.", "Run 'usher migrate'.")
            : await migrator.IsBehindAsync(ct)
            ? Finding.Warning(
                "A later version of Usher has upgraded it. This one runs on it too.", "Upgrade this one when you can.")
            : Finding.Ok("It is up to date.");
    }

    public static async Task<Finding> RoleAsync(Patient patient, CancellationToken ct)
    {
        var role = (await ApplicationRole.FindAsync(patient.Database.DataSources.Primary, name: null, ct))!;
        var remedy = "Serve with a role of its own and migrate with the owner's (docs/security.md, Database roles).";
        return role switch
        {
            { IsSuperuser: true } => Told($"{role.Name} is a superuser: nothing protects what is append-only from it."),
            { IsOwner: true } => Told($"{role.Name} owns the tables: it can alter them, and remove any row."),
            { Missing.IsEmpty: false } => Finding.Failed(
                $"{role.Name} lacks {string.Join(", ", role.Missing)}.",
                "Run 'usher migrate' with ConnectionStrings__PostgresMigrations, which grants it."),
            { Surplus.IsEmpty: false } => Finding.Failed(
                $"{role.Name} has rights that it should not have: {string.Join(", ", role.Surplus)}.",
                "Run 'usher migrate' with ConnectionStrings__PostgresMigrations, which takes them; what everybody "
                    + "has, revoke from public."),
            { HasAttributes: true } => Finding.Warning(
                $"{role.Name} may make roles or databases, replicate, or pass row-level security.",
                $"Take that from it: alter role \"{role.Name}\" nocreaterole nocreatedb noreplication nobypassrls;"),
            _ => Finding.Ok($"{role.Name} can read and write rows, and no more."),
        };

        // One role for all is a way to begin with, and no server fails for it.
        Finding Told(string message) => Finding.Warning(message, remedy);
    }

    public static async Task<Finding> ClockAsync(Patient patient, CancellationToken ct)
    {
        var before = TimeProvider.System.GetUtcNow();
        var facts = await DatabaseFacts.ReadAsync(patient.Database.DataSources, ct);
        var after = TimeProvider.System.GetUtcNow();
        // Whatever the way there and back took is no difference.
        var apart = facts.Now < before ? before - facts.Now : facts.Now > after ? facts.Now - after : TimeSpan.Zero;
        var seconds = Math.Round(apart.TotalSeconds, 1);
        const string remedy = "Let both machines keep their time by NTP.";
        return apart >= ClockFailed
            ? Finding.Failed($"This machine's clock and the database's are {seconds} s apart.", remedy)
            : apart >= ClockWarned
            ? Finding.Warning($"This machine's clock and the database's are {seconds} s apart.", remedy)
            : Finding.Ok("This machine's clock and the database's agree.");
    }

    public static async Task<Finding> DiskAsync(Patient patient, CancellationToken ct)
    {
        if (patient.Database.Folders is not { } folders)
        {
            return Finding.Ok("The database is a server's of its own; its disk cannot be seen from here.");
        }

        var options = patient.Options<DiskSpaceOptions>(DiskSpaceOptions.Section);
        var space = new DiskSpace(
            patient.Database.DataSources, Options.Create(options), TimeProvider.System, folders);
        return await space.ProblemAsync(ct) is { } problem
            ? Finding.Failed(problem, "Free up space: nothing can be sold meanwhile.")
            : Finding.Ok($"At least {options.FreeMebibytesMin} MiB are free.");
    }
}
