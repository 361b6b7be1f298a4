using Npgsql;
using Usher.Engine.Database;

namespace Usher.Testing;

/// <summary>A migrated database of a test class's own, which takes it as its class fixture.</summary>
public sealed class TestDatabase(TestPostgres postgres) : IAsyncLifetime
{
    private const int ConnectionsMax = 20;

    private string? whySkipped;
    private string? connectionString;
    private DataSources? dataSources;
    private NpgsqlDataSource? dataSource;

    public string ConnectionString => connectionString ?? throw NotThere();

    /// <summary>As the role that serves, for the code under test: it has the rights that production gives it, and no
    /// more.</summary>
    public DataSources DataSources => dataSources ?? throw NotThere();

    /// <summary>As the owner of the tables, for what a test itself reads and changes.</summary>
    public NpgsqlDataSource DataSource => dataSource ?? throw NotThere();

    public async ValueTask InitializeAsync()
    {
        whySkipped = await postgres.WhySkippedAsync();
        if (whySkipped is not null)
        {
            return;
        }

        var created = await postgres.CreateDatabaseAsync();
        connectionString = new NpgsqlConnectionStringBuilder(created) { MaxPoolSize = ConnectionsMax }.ConnectionString;
        dataSource = NpgsqlDataSource.Create(connectionString);
        var serving = NpgsqlDataSource.Create(postgres.AsServingRole(connectionString));
        dataSources = new DataSources(serving, serving, TestKeys.Ring);
    }

    /// <summary>Returns when a session in it waits for a lock that another one holds.</summary>
    public async Task UntilSomebodyWaitsAsync()
    {
        await using var command = DataSource.CreateCommand("""
            select exists (
                select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')
            """);
        while (await command.ExecuteScalarAsync() is not true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (dataSources is not null)
        {
            await dataSources.Primary.DisposeAsync();
            await dataSource!.DisposeAsync();
        }

        if (connectionString is not null)
        {
            await postgres.DropDatabaseAsync(connectionString);
        }
    }

    // A fixture that skips would fail its whole class; so the test skips when it reaches for the database.
    private InvalidOperationException NotThere()
    {
        Assert.SkipWhen(whySkipped is not null, whySkipped ?? "");
        return new InvalidOperationException("The fixture has not been initialized.");
    }
}
