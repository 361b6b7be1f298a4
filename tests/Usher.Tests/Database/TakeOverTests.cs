using Usher.Engine.Database;
using Usher.Testing;

namespace Usher.Tests.Database;

/// <summary>Databases that the program before Evolve made, and databases that it is to run on.</summary>
public sealed class TakeOverTests(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly Migration Note = new("0010_note.sql", "alter table shows add column remark text;\n");
    private static readonly Migration[] Files = [.. Migration.Embedded.Take(9), Note];

    private readonly BareDatabase _database = new(postgres);

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public void The_first_nine_files_are_the_ones_that_the_program_before_knows() =>
        Migration.Embedded.Take(9).Select(file => (file.Name, file.Checksum)).ShouldBe(FirstRunner.Files);

    [Fact]
    public async Task On_a_new_database_the_program_before_finds_its_nine_files_and_no_other()
    {
        await Migrator(Files).ApplyAsync();

        await ShouldSuitTheProgramBeforeAsync();
        (await VersionsAsync()).ShouldBe(Files.Select(file => file.Name));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(9)]
    public async Task A_database_of_an_older_release_is_continued_without_running_again_what_ran(int files)
    {
        await FirstRunner.OfRelease(_database.DataSource, files).ApplyAsync();

        (await Migrator(Files).CheckAsync()).ShouldBe(Files.Skip(files).Select(file => file.Name));
        (await Migrator(Files).ApplyAsync()).ShouldBe(Files.Skip(files).Select(file => file.Name));

        await ShouldSuitTheProgramBeforeAsync();
        (await VersionsAsync()).ShouldBe(Files.Select(file => file.Name));
        (await Migrator(Files).ApplyAsync()).ShouldBeEmpty();
    }

    // Also where the one that serves may not create anything.
    [Fact]
    public async Task A_database_with_nothing_pending_is_not_touched()
    {
        await FirstRunner.OfRelease(_database.DataSource).ApplyAsync();

        (await Migrator(Files[..9]).ApplyAsync()).ShouldBeEmpty();

        (await _database.ReadAsync("select tablename from pg_tables where tablename = 'schema_versions'"))
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task What_this_program_began_the_program_before_may_go_on_with_and_the_other_way_round()
    {
        await Migrator(Files[..3]).ApplyAsync();
        (await FirstRunner.OfRelease(_database.DataSource, 6).ApplyAsync())
            .ShouldBe(Files[3..6].Select(file => file.Name));

        (await Migrator(Files).ApplyAsync()).ShouldBe(Files[6..].Select(file => file.Name));

        await ShouldSuitTheProgramBeforeAsync();
        (await VersionsAsync()).ShouldBe(Files.Select(file => file.Name));
    }

    [Fact]
    public async Task Both_programs_at_once_apply_each_file_once()
    {
        var before = Task.Run(() => FirstRunner.OfRelease(_database.DataSource).ApplyAsync());
        var these = Enumerable.Range(0, 3).Select(_ => Task.Run(() => Migrator(Files).ApplyAsync())).ToList();

        var applied = (await before).Concat((await Task.WhenAll(these)).SelectMany(names => names));

        applied.Order().ShouldBe(Files.Select(file => file.Name));
        await ShouldSuitTheProgramBeforeAsync();
        (await VersionsAsync()).ShouldBe(Files.Select(file => file.Name));
    }

    [Fact]
    public async Task A_file_that_changed_since_the_program_before_applied_it_is_refused_by_name()
    {
        await FirstRunner.OfRelease(_database.DataSource).ApplyAsync();
        var changed = new Migration(Files[3].Name, Files[3].Sql + "select 1;\n");

        var refusal = await Should.ThrowAsync<MigrationException>(
            () => Migrator([.. Files[..3], changed, .. Files[4..]]).ApplyAsync());

        refusal.Message.ShouldContain("0004_batch_marks.sql has changed");
    }

    // The stand-in would not do if it accepted what the real one refuses.
    [Fact]
    public async Task The_program_before_would_refuse_a_tenth_file_in_its_table()
    {
        await Migrator(Files).ApplyAsync();
        await _database.ExecuteAsync("insert into schema_migrations values (10, '0010_note.sql', '')");

        var refusal = await Should.ThrowAsync<MigrationException>(
            () => FirstRunner.OfRelease(_database.DataSource).ApplyAsync());

        refusal.Message.ShouldContain("0010_note.sql");
    }

    private async Task ShouldSuitTheProgramBeforeAsync()
    {
        (await FirstRunner.OfRelease(_database.DataSource).ApplyAsync()).ShouldBeEmpty();
        (await _database.ReadAsync("select name || ' ' || checksum from schema_migrations order by number"))
            .ShouldBe(FirstRunner.Files.Select(file => $"{file.Name} {file.Checksum}"));
    }

    private Task<List<string>> VersionsAsync() =>
        _database.ReadAsync("select name from schema_versions where success order by version::int, id");

    private Migrator Migrator(Migration[] migrations) => new(_database.DataSource, migrations);
}
