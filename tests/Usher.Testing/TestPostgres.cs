using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Usher.Engine.Database;
using Usher.Postgres;

namespace Usher.Testing;

/// <summary>
/// One PostgreSQL for the whole run, started by the first test that needs it and gone at the end: a private one in the
/// temporary folder, or the server that USHER_TEST_POSTGRES names. It holds a migrated template to copy databases from.
/// </summary>
public sealed class TestPostgres : IAsyncDisposable
{
    private const string Template = "usher_template";

    // Of all test classes that run side by side.
    private const int ConnectionsMax = 300;

    // Creating and dropping a database waits for a checkpoint, which a busy disk may take its time for.
    private const int AdministrationSecondsMax = 300;

    private readonly string directory = Path.Combine(Path.GetTempPath(), $"usher-tests-{Guid.NewGuid():N}");
    private readonly Lazy<Task<string>> administration;
    private PrivatePostgres? server;
    private string? template;
    private int databases;

    public TestPostgres() => administration = new(StartAsync);

    /// <summary>The role that serves, of this run alone: other runs may use the same server.</summary>
    public string ServingRole { get; } = $"usher_test_serving_{Environment.ProcessId}";

    /// <summary>Why tests on a database are skipped on this machine; null where they run, or must.</summary>
    public async Task<string?> WhySkippedAsync()
    {
        try
        {
            await administration.Value;
            return null;
        }
        catch (PostgresNotFoundException e) when (Environment.GetEnvironmentVariable("CI") is not "true")
        {
            return e.Message;
        }
    }

    /// <summary>Creates a freshly migrated database; skips the test where this machine has no PostgreSQL.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var connectionString = await StartedAsync();
        return await CreateAsync(connectionString, $"template {template}");
    }

    /// <summary>
    /// Creates a database without anything in it; skips the test where this machine has no PostgreSQL.
    /// </summary>
    public async Task<string> CreateEmptyDatabaseAsync() => await CreateAsync(await StartedAsync(), "");

    /// <summary>The same connection with the rights of the role that serves.</summary>
    public string AsServingRole(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Options = $"-c role={ServingRole}" }.ConnectionString;

    public async Task DropDatabaseAsync(string connectionString)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await ExecuteAsync(await administration.Value, $"drop database if exists {name} with (force)");
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }
        else if (administration is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await ExecuteAsync(await administration.Value, $"drop database if exists {template} with (force)");
            await ExecuteAsync(await administration.Value, $"drop role if exists {ServingRole}");
        }

        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private async Task<string> StartedAsync()
    {
        var whySkipped = await WhySkippedAsync();
        Assert.SkipWhen(whySkipped is not null, whySkipped ?? "");
        return await administration.Value;
    }

    private async Task<string> CreateAsync(string connectionString, string options)
    {
        var name = $"usher_test_{Environment.ProcessId}_{Interlocked.Increment(ref databases)}";
        await ExecuteAsync(connectionString, $"create database {name} {options}");
        return new NpgsqlConnectionStringBuilder(connectionString) { Database = name, Pooling = true }.ConnectionString;
    }

    private async Task<string> StartAsync()
    {
        var configured = Environment.GetEnvironmentVariable("USHER_TEST_POSTGRES");
        if (string.IsNullOrEmpty(configured))
        {
            var options = new PrivatePostgresOptions
            {
                Directory = Path.Combine(directory, "postgres"),
                ConnectionsMax = ConnectionsMax,
            };
            server = await PrivatePostgres.StartAsync(options, NullLogger.Instance);
            configured = server.ConnectionString;
        }
        var unpooled = new NpgsqlConnectionStringBuilder(configured) { Pooling = false };
        template = $"{Template}_{Environment.ProcessId}";
        await ExecuteAsync(unpooled.ConnectionString, $"drop database if exists {template} with (force)");
        await ExecuteAsync(unpooled.ConnectionString, $"create database {template}");
        await ExecuteAsync(unpooled.ConnectionString, $"create role {ServingRole} noinherit");
        // Unpooled, for a database that somebody is connected to cannot be copied.
        await using (var database = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(unpooled.ConnectionString) { Database = template }))
        {
            await new Migrator(database).ApplyAsync();
            await ApplicationRole.GrantAsync(database, ServingRole, mayTake: true, CancellationToken.None);
        }

        return unpooled.ConnectionString;
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = AdministrationSecondsMax };
        await command.ExecuteNonQueryAsync();
    }
}
