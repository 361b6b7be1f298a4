using Npgsql;
using Usher.Testing;

namespace Usher.SystemTests.Commands;

public sealed class MigrateCommandTests(TestPostgres postgres) : IAsyncLifetime
{
    private readonly TestDatabase _database = new(postgres);

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task It_tells_what_is_pending_applies_it_and_then_has_nothing_to_do()
    {
        await ExecuteAsync("drop schema public cascade; create schema public");

        var before = await RunAsync("migrate", "--check");
        var apply = await RunAsync("migrate");
        var after = await RunAsync("migrate", "--check");
        var again = await RunAsync("migrate");

        (before.Code, before.Output.Split('\n')[0]).ShouldBe((1, "pending 0001_bookings.sql"));
        (apply.Code, apply.Output.Split('\n')[0]).ShouldBe((0, "applied 0001_bookings.sql"));
        (after.Code, after.Output).ShouldBe((0, "The database is up to date.\n"));
        (again.Code, again.Output).ShouldBe((0, "The database is up to date.\n"));
    }

    [Theory]
    [InlineData("migrate")]
    [InlineData("migrate --check")]
    [InlineData("serve --urls http://127.0.0.1:0")]
    public async Task A_database_with_another_version_of_a_file_is_refused_in_one_line(string arguments)
    {
        await ExecuteAsync("update schema_migrations set checksum = 'another' where number = 1");

        (await RunAsync(arguments.Split(' '))).ShouldBeOneLine().ShouldContain("0001_bookings.sql has changed");
    }

    // A rolling upgrade, or a way back: this program runs on what a later one has made of the database.
    [Fact]
    public async Task A_database_that_a_later_version_has_upgraded_is_up_to_date()
    {
        await ExecuteAsync("""
            insert into schema_versions (type, version, description, name, checksum, installed_by, success)
            values (0, '9999', 'later', '9999_later.sql', 'f0', current_user, true)
            """);

        var check = await RunAsync("migrate", "--check");
        await using var serve = UsherProcess.Start(_database.ConnectionString, "serve", "--urls", "http://127.0.0.1:0");

        (check.Code, check.Output).ShouldBe((0, "The database is up to date.\n"));
        (await serve.ReadAfterAsync("Usher sells seats on ")).ShouldStartWith("http://127.0.0.1:");
    }

    [Fact]
    public async Task A_role_that_serves_is_given_its_rights_and_serves_with_them()
    {
        var role = $"usher_test_login_{Guid.NewGuid():N}";
        await ExecuteAsync($"drop schema public cascade; create schema public; create role {role} login");
        try
        {
            await ServeAsync(role);
        }
        finally
        {
            await ExecuteAsync($"drop owned by {role}; drop role {role}");
        }
    }

    private async Task ServeAsync(string role)
    {
        var owner = _database.ConnectionString;
        var serving = new NpgsqlConnectionStringBuilder(owner) { Username = role }.ConnectionString;
        var migrations = new Dictionary<string, string> { ["ConnectionStrings__PostgresMigrations"] = owner };

        var early = await UsherProcess.RunAsync(serving, "serve", "--urls", "http://127.0.0.1:0");
        var migrate = await RunAsync(serving, migrations, "migrate");
        var again = await RunAsync(serving, migrations, "migrate");
        await using var serve = UsherProcess.Start(serving, "serve", "--demo", "--urls", "http://127.0.0.1:0");

        early.ShouldBeOneLine().ShouldContain("run 'usher migrate' with ConnectionStrings__PostgresMigrations");
        migrate.Code.ShouldBe(0, migrate.Errors);
        migrate.Output.ShouldContain($" rights of the role {role}\n");
        (again.Code, again.Output).ShouldBe((0, "The database is up to date.\n"));
        (await serve.ReadAfterAsync("Usher sells seats on ")).ShouldStartWith("http://127.0.0.1:");
    }

    [Theory]
    [InlineData("audit")]
    [InlineData("shows list")]
    public async Task Other_commands_say_that_the_database_is_not_migrated(string arguments)
    {
        await ExecuteAsync("drop schema public cascade; create schema public");

        (await RunAsync(arguments.Split(' '))).ShouldBeOneLine().ShouldContain("run 'usher migrate'");
    }

    private static async Task<UsherExit> RunAsync(
        string connectionString, Dictionary<string, string> environment, params string[] arguments)
    {
        await using var process = UsherProcess.Start(connectionString, environment, arguments);
        return await process.WaitAsync();
    }

    private Task<UsherExit> RunAsync(params string[] arguments) =>
        UsherProcess.RunAsync(_database.ConnectionString, arguments);

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
