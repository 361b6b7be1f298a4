using Usher.Engine.Database;
using Usher.Testing;

namespace Usher.Tests.Database;

/// <summary>Migrations outside of a transaction, for <c>create index concurrently</c>.</summary>
public sealed class ConcurrentIndexTests(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly Migration Fruits = new("0001_fruits.sql", "create table fruits (name text);\n");
    private static readonly Migration Index = new("0010_fruits_by_name.sql", """
        -- evolve-tx-off
        create unique index concurrently if not exists fruits_by_name on fruits (name);
        """);

    private readonly BareDatabase _database = new(postgres);

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task An_index_is_created_concurrently()
    {
        (await Migrator(Fruits, Index).ApplyAsync()).ShouldBe([Fruits.Name, Index.Name]);

        (await ValidIndexesAsync()).ShouldBe(["fruits_by_name"]);
        (await Migrator(Fruits, Index).CheckAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_failed_attempt_left_is_replaced_by_the_next()
    {
        await Migrator(Fruits).ApplyAsync();
        await _database.ExecuteAsync("insert into fruits values ('pear'), ('pear')");

        var failure = await Should.ThrowAsync<MigrationException>(() => Migrator(Fruits, Index).ApplyAsync());
        var left = await _database.ReadAsync("select indexrelid::regclass::text from pg_index where not indisvalid");
        await _database.ExecuteAsync("delete from fruits");
        var applied = await Migrator(Fruits, Index).ApplyAsync();

        failure.Message.ShouldContain("0010_fruits_by_name.sql failed and may have left something behind");
        left.ShouldBe(["fruits_by_name"]);
        applied.ShouldBe([Index.Name]);
        (await ValidIndexesAsync()).ShouldBe(["fruits_by_name"]);
    }

    [Fact]
    public async Task One_that_died_before_it_could_record_its_index_is_made_up_for()
    {
        await Migrator(Fruits).ApplyAsync();
        await _database.ExecuteAsync("create unique index fruits_by_name on fruits (name)");

        (await Migrator(Fruits, Index).ApplyAsync()).ShouldBe([Index.Name]);
    }

    [Fact]
    public async Task Many_that_run_at_once_do_not_wait_for_each_other_in_a_circle()
    {
        var runs = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => Task.Run(() => Migrator(Fruits, Index).ApplyAsync())));

        runs.SelectMany(applied => applied).Order().ShouldBe([Fruits.Name, Index.Name]);
        (await ValidIndexesAsync()).ShouldBe(["fruits_by_name"]);
    }

    // It waits inside of a statement, which the index would wait for.
    [Fact]
    public async Task The_runner_before_that_waits_for_its_turn_does_not_hold_up_the_index()
    {
        var slow = new Migration("0002_slow.sql", "insert into fruits values ('plum'); select pg_sleep(1);\n");
        var migrating = Migrator(Fruits, slow, Index).ApplyAsync();
        await _database.UntilAsleepAsync();
        var before = new FirstRunner(_database.DataSource, [Fruits, slow]).ApplyAsync();
        await _database.UntilFoundAsync("""
            select 'waiting' from pg_stat_activity where datname = current_database() and wait_event = 'advisory'
            """);

        (await migrating.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBe([Fruits.Name, slow.Name, Index.Name]);
        (await before.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeEmpty();
    }

    private Task<List<string>> ValidIndexesAsync() => _database.ReadAsync(
        "select indexrelid::regclass::text from pg_index where indisvalid and indrelid = 'fruits'::regclass");

    private Migrator Migrator(params Migration[] migrations) => new(_database.DataSource, migrations);
}
