using System.Globalization;
using EvolveDb.Metadata;
using EvolveDb.Migration;

namespace Usher.Engine.Database;

/// <summary>The migration files in Evolve's form.</summary>
internal sealed class EvolveScripts(IEnumerable<Migration> migrations) : IMigrationLoader
{
    private readonly Script[] scripts = [.. migrations.Select(migration => new Script(migration))];

    public static MigrationVersion Version(Migration migration) => new(Label(migration));

    public IEnumerable<MigrationScript> GetMigrations() => scripts;

    public IEnumerable<MigrationScript> GetRepeatableMigrations() => [];

    public bool IsTransactional(Migration migration) =>
        scripts.Single(script => script.Name == migration.Name).IsTransactionEnabled;

    private static string Label(Migration migration) => migration.Number.ToString("D4", CultureInfo.InvariantCulture);

    private sealed class Script(Migration migration) : MigrationScript(
        Label(migration), migration.Title, migration.Name, MigrationRecord.Recording(migration),
        MetadataType.Migration)
    {
        // Of the file alone, for its text here may have the entry in schema_migrations added to it.
        public override string CalculateChecksum() => migration.ShortChecksum;
    }
}
