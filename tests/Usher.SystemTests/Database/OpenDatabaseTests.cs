using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Usher.Engine.Database;
using Usher.Server.Hosting;
using Usher.Testing;

namespace Usher.SystemTests.Database;

public sealed class OpenDatabaseTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_configured_server_is_used_and_reads_go_to_it_too()
    {
        await using var opened = await OpenAsync(("ConnectionStrings:Postgres", database.ConnectionString));

        opened.PrivatePostgres.ShouldBeNull();
        opened.DataSources.Replica.ShouldBeSameAs(opened.DataSources.Primary);
        (await NameAsync(opened.DataSources.Primary)).ShouldBe(NameOf(database.ConnectionString));
    }

    [Fact]
    public async Task Replicas_are_read_from_and_with_none_standing_by_the_one_there_is_answers()
    {
        await using var opened = await OpenAsync(
            ("ConnectionStrings:Postgres", database.ConnectionString),
            ("ConnectionStrings:PostgresReplicas", database.ConnectionString));

        opened.DataSources.Replica.ShouldNotBeSameAs(opened.DataSources.Primary);
        (await NameAsync(opened.DataSources.Replica)).ShouldBe(NameOf(database.ConnectionString));
    }

    [Fact]
    public async Task Pools_and_waits_are_bounded_unless_the_connection_string_says_otherwise()
    {
        await using var opened = await OpenAsync(
            ("ConnectionStrings:Postgres", "Host=db.example.com;Command Timeout=7"),
            ("Database:PrimaryConnectionsMax", "5"),
            ("Database:ConnectSecondsMax", "3"));

        var used = new NpgsqlConnectionStringBuilder(opened.DataSources.Primary.ConnectionString);
        (used.MaxPoolSize, used.Timeout, used.CommandTimeout).ShouldBe((5, 3, 7));
    }

    [Fact]
    public async Task A_server_that_is_away_does_not_keep_the_program_from_starting()
    {
        await using var opened = await OpenAsync(("ConnectionStrings:Postgres", "Host=127.0.0.1;Port=1;Timeout=1"));

        await Should.ThrowAsync<NpgsqlException>(() => NameAsync(opened.DataSources.Primary));
    }

    [Theory]
    [InlineData("ConnectionStrings:Postgres", "postgres://asha:secret@db.example.com/usher")]
    [InlineData("ConnectionStrings:Postgres", "Host=db.example.com;Hoost=x")]
    [InlineData("ConnectionStrings:Postgres", "Host=db.example.com;Port=many")]
    [InlineData("ConnectionStrings:Postgres", "Database=usher")]
    [InlineData("ConnectionStrings:Postgres", "Host=db.example.com;Maximum Pool Size=1;Minimum Pool Size=2")]
    [InlineData("ConnectionStrings:PostgresReplicas", "nonsense")]
    [InlineData("Database:PrimaryConnectionsMax", "0")]
    [InlineData("Database:PrimaryConnectionsMax", "lots")]
    [InlineData("PrivatePostgres:StartSecondsMax", "99999")]
    public async Task A_bad_setting_is_refused_by_name_without_repeating_a_secret(string name, string value)
    {
        var refusal = await Should.ThrowAsync<DatabaseConfigurationException>(() => OpenAsync((name, value)));

        // A connection string usually comes from the environment, which writes the colon so.
        refusal.Message.Replace("__", ":").ShouldContain(name);
        refusal.Message.ShouldNotContain("secret@");
    }

    private static Task<OpenedDatabase> OpenAsync(params (string Name, string Value)[] settings) =>
        OpenDatabase.OpenAsync(
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Append((Name: "Privacy:KeyRing", Value: TestKeys.Path))
                .ToDictionary(setting => setting.Name, setting => (string?)setting.Value))
            .Build(),
        NullLoggerFactory.Instance, mayCreate: true);

    private static async Task<string?> NameAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("select current_database()");
        return (string?)await command.ExecuteScalarAsync();
    }

    private static string? NameOf(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString).Database;
}
