using Npgsql;
using Usher.Engine.Database;
using Usher.Testing;

namespace Usher.Tests.Database;

/// <summary>Migrations that are cut short, have to wait, or meet a database that is not as it should be.</summary>
public sealed class MigratorFaultTests(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly Migration Fruits = new("0001_fruits.sql", "create table fruits (name text);\n");
    private static readonly Migration Apple = new("0002_apple.sql", "insert into fruits values ('apple');\n");
    private static readonly Migration Slow = new(
        Apple.Name, "insert into fruits values ('plum'); select pg_sleep(60);\n");

    private readonly BareDatabase _database = new(postgres);

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task One_that_dies_half_way_leaves_whole_migrations_only()
    {
        var migrating = Migrator(Fruits, Slow).ApplyAsync();
        await _database.UntilAsleepAsync();
        await _database.ExecuteAsync("""
            select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and wait_event = 'PgSleep'
            """);

        var failure = await Should.ThrowAsync<MigrationException>(() => migrating);

        failure.Message.ShouldContain("The connection to the database was lost at 0002_apple.sql");
        await ShouldHaveOnlyFruitsAsync();
        (await Migrator(Fruits, Apple).ApplyAsync()).ShouldBe([Apple.Name]);
    }

    [Fact]
    public async Task A_migration_under_way_can_be_interrupted()
    {
        using var interrupt = new CancellationTokenSource();
        var migrating = Migrator(Fruits, Slow).ApplyAsync(interrupt.Token);
        await _database.UntilAsleepAsync();

        await interrupt.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => migrating);
        await ShouldHaveOnlyFruitsAsync();
        (await Migrator(Fruits, Apple).ApplyAsync()).ShouldBe([Apple.Name]);
    }

    [Fact]
    public async Task Who_waits_for_another_to_migrate_can_be_interrupted()
    {
        await using var other = await _database.DataSource.OpenConnectionAsync();
        await using var command = new NpgsqlCommand($"select pg_advisory_lock({FirstRunner.Lock})", other);
        await command.ExecuteNonQueryAsync();
        using var interrupt = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Should.ThrowAsync<OperationCanceledException>(() => Migrator(Fruits).ApplyAsync(interrupt.Token));

        (await _database.ReadAsync("select tablename from pg_tables where schemaname = 'public'")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Everything_goes_to_the_default_schema_of_the_connection()
    {
        await _database.ExecuteAsync("create schema theatre");
        await using var theatre = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(_database.ConnectionString) { SearchPath = "theatre" });

        await new Migrator(theatre, [Fruits, Apple]).ApplyAsync();

        (await _database.ReadAsync("select tablename from pg_tables where schemaname = 'theatre' order by 1"))
            .ShouldBe(["fruits", "schema_migrations", "schema_versions"]);
        (await _database.ReadAsync("select tablename from pg_tables where schemaname = 'public'")).ShouldBeEmpty();
        (await new Migrator(theatre, [Fruits, Apple]).CheckAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_schema_that_does_not_exist_is_not_made()
    {
        await using var nowhere = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(_database.ConnectionString) { SearchPath = "theatre" });

        await Should.ThrowAsync<MigrationException>(() => new Migrator(nowhere, [Fruits]).ApplyAsync());

        (await _database.ReadAsync("select nspname::text from pg_namespace where nspname = 'theatre'")).ShouldBeEmpty();
    }

    // Evolve would take note of an empty schema as one that its erase command may empty.
    [Fact]
    public async Task The_record_has_files_only()
    {
        await Migrator(Fruits, Apple).ApplyAsync();

        (await _database.ReadAsync("select name from schema_versions order by id")).ShouldBe([Fruits.Name, Apple.Name]);
    }

    private async Task ShouldHaveOnlyFruitsAsync()
    {
        (await _database.ReadAsync("select name from fruits")).ShouldBeEmpty();
        (await _database.ReadAsync("select name from schema_migrations")).ShouldBe([Fruits.Name]);
        (await _database.ReadAsync("select name from schema_versions where success")).ShouldBe([Fruits.Name]);
    }

    private Migrator Migrator(params Migration[] migrations) => new(_database.DataSource, migrations);
}
