using Npgsql;
using Usher.Engine.Database;
using Usher.Testing;

namespace Usher.Tests.Database;

public sealed class MigratorTests(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly Migration Fruits = new("0001_fruits.sql", "create table fruits (name text);\n");
    private static readonly Migration Apple = new("0002_apple.sql", "insert into fruits values ('apple');\n");
    private static readonly Migration Pear = new("0003_pear.sql", "insert into fruits values ('pear');\n");

    private readonly BareDatabase _database = new(postgres);

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task An_empty_database_gets_every_migration_in_order()
    {
        var applied = await Migrator(Apple, Fruits).ApplyAsync();

        applied.ShouldBe([Fruits.Name, Apple.Name]);
        (await _database.ReadAsync("select name from fruits")).ShouldBe(["apple"]);
    }

    [Fact]
    public async Task The_programs_own_migrations_apply_and_are_recorded_by_name()
    {
        var applied = await new Migrator(_database.DataSource).ApplyAsync();

        applied.ShouldBe(Migration.Embedded.Select(migration => migration.Name));
        (await _database.ReadAsync("select name from schema_versions order by version::int")).ShouldBe(applied);
    }

    [Fact]
    public async Task A_second_run_applies_nothing()
    {
        await Migrator(Fruits, Apple).ApplyAsync();

        (await Migrator(Fruits, Apple).ApplyAsync()).ShouldBeEmpty();
        (await _database.ReadAsync("select name from fruits")).ShouldBe(["apple"]);
    }

    [Fact]
    public async Task Only_what_is_new_is_applied()
    {
        await Migrator(Fruits).ApplyAsync();

        (await Migrator(Fruits, Apple, Pear).ApplyAsync()).ShouldBe([Apple.Name, Pear.Name]);
    }

    [Fact]
    public async Task Many_that_run_at_once_apply_each_migration_once()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Migrator(Fruits, Apple, Pear).ApplyAsync()));

        runs.SelectMany(applied => applied).Order().ShouldBe([Fruits.Name, Apple.Name, Pear.Name]);
        (await _database.ReadAsync("select name from fruits order by name")).ShouldBe(["apple", "pear"]);
    }

    // As for a service that may only read and write.
    [Fact]
    public async Task Who_has_nothing_to_apply_needs_no_right_to_create()
    {
        await Migrator(Fruits).ApplyAsync();
        var role = $"seller_{Guid.NewGuid():N}";
        await _database.ExecuteAsync(
            $"create role {role} login; grant select on schema_migrations, schema_versions to {role}");
        try
        {
            await using var seller = NpgsqlDataSource.Create(
                new NpgsqlConnectionStringBuilder(_database.ConnectionString) { Username = role, Pooling = false });

            (await new Migrator(seller, [Fruits]).ApplyAsync()).ShouldBeEmpty();
            (await Should.ThrowAsync<MigrationException>(() => new Migrator(seller, [Fruits, Apple]).ApplyAsync()))
                .Message.ShouldContain("missing the migrations 0002_apple.sql, which this role may not apply");
        }
        finally
        {
            await _database.ExecuteAsync($"drop owned by {role}; drop role {role}");
        }
    }

    [Fact]
    public async Task A_changed_migration_is_refused_by_name()
    {
        await Migrator(Fruits, Apple).ApplyAsync();
        var changed = new Migration(Apple.Name, "insert into fruits values ('cherry');\n");

        var apply = await Should.ThrowAsync<MigrationException>(() => Migrator(Fruits, changed, Pear).ApplyAsync());
        var check = await Should.ThrowAsync<MigrationException>(() => Migrator(Fruits, changed, Pear).CheckAsync());

        apply.Message.ShouldContain("0002_apple.sql has changed");
        check.Message.ShouldBe(apply.Message);
        (await _database.ReadAsync("select name from fruits")).ShouldBe(["apple"]);
    }

    // As for the old program of a rolling upgrade, and for the one before after a rollback.
    [Fact]
    public async Task A_database_that_is_newer_is_left_as_it_is()
    {
        await Migrator(Fruits, Apple, Pear).ApplyAsync();

        (await Migrator(Fruits, Apple).CheckAsync()).ShouldBeEmpty();
        (await Migrator(Fruits, Apple).ApplyAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_changed_migration_is_refused_where_the_database_is_newer_too()
    {
        await Migrator(Fruits, Apple, Pear).ApplyAsync();
        var changed = new Migration(Apple.Name, "insert into fruits values ('cherry');\n");

        var refusal = await Should.ThrowAsync<MigrationException>(() => Migrator(Fruits, changed).ApplyAsync());

        refusal.Message.ShouldContain("0002_apple.sql has changed");
    }

    [Fact]
    public async Task A_removed_migration_is_refused_by_name()
    {
        await Migrator(Fruits, Apple).ApplyAsync();

        var refusal = await Should.ThrowAsync<MigrationException>(() => Migrator(Fruits, Pear).ApplyAsync());

        refusal.Message.ShouldContain("0002_apple.sql is applied to this database but is not part of this program");
    }

    [Fact]
    public async Task A_renamed_migration_is_refused_by_its_old_name()
    {
        await Migrator(Fruits, Apple).ApplyAsync();

        var refusal = await Should.ThrowAsync<MigrationException>(
            () => Migrator(Fruits, new Migration("0002_orange.sql", Apple.Sql)).ApplyAsync());

        refusal.Message.ShouldContain("0002_apple.sql");
    }

    [Fact]
    public async Task A_new_migration_before_an_applied_one_is_refused_by_name()
    {
        await Migrator(Fruits, Pear).ApplyAsync();

        var refusal = await Should.ThrowAsync<MigrationException>(() => Migrator(Fruits, Apple, Pear).ApplyAsync());

        refusal.Message.ShouldContain("0002_apple.sql comes before 0003_pear.sql");
    }

    [Fact]
    public async Task Two_migrations_of_one_number_are_refused_before_anything_is_touched()
    {
        var nuts = new Migration("0001_nuts.sql", "select 1");

        var refusal = Should.Throw<MigrationException>(() => Migrator(Fruits, nuts));

        refusal.Message.ShouldContain("0001_nuts.sql");
        (await _database.ReadAsync("select tablename from pg_tables where schemaname = 'public'")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failing_migration_leaves_nothing_behind_but_those_before_it()
    {
        var broken = new Migration("0002_broken.sql", "insert into fruits values ('plum'); select no_such_column;");

        var failure = await Should.ThrowAsync<MigrationException>(() => Migrator(Fruits, broken, Pear).ApplyAsync());

        failure.Message.ShouldContain("0002_broken.sql failed");
        failure.Message.ShouldContain("no_such_column");
        (await _database.ReadAsync("select name from fruits")).ShouldBeEmpty();
        (await _database.ReadAsync("select name from schema_migrations")).ShouldBe([Fruits.Name]);
        (await _database.ReadAsync("select name from schema_versions")).ShouldBe([Fruits.Name]);
        (await Migrator(Fruits, Apple).ApplyAsync()).ShouldBe([Apple.Name]);
    }

    [Fact]
    public async Task A_check_tells_what_is_pending_and_writes_nothing()
    {
        (await Migrator(Fruits, Apple).CheckAsync()).ShouldBe([Fruits.Name, Apple.Name]);
        (await _database.ReadAsync("select tablename from pg_tables where schemaname = 'public'")).ShouldBeEmpty();

        await Migrator(Fruits).ApplyAsync();
        (await Migrator(Fruits, Apple).CheckAsync()).ShouldBe([Apple.Name]);
        (await _database.ReadAsync("select name from fruits")).ShouldBeEmpty();
    }

    [Fact]
    public void Line_ends_and_a_byte_order_mark_do_not_change_a_migration()
    {
        var other = new Migration(Fruits.Name, "\uFEFF" + Fruits.Sql.ReplaceLineEndings("\r\n"));

        other.Checksum.ShouldBe(Fruits.Checksum);
    }

    [Theory]
    [InlineData("1_fruits.sql")]
    [InlineData("0000_fruits.sql")]
    [InlineData("0001-fruits.sql")]
    [InlineData("0001_fruits.sql.bak")]
    public void A_file_with_another_kind_of_name_is_no_migration(string name) =>
        Should.Throw<ArgumentException>(() => new Migration(name, "select 1")).Message.ShouldContain(name);

    private Migrator Migrator(params Migration[] migrations) => new(_database.DataSource, migrations);
}
