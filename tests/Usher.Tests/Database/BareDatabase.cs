using Npgsql;
using Usher.Testing;

namespace Usher.Tests.Database;

/// <summary>A database without anything in it, which a test migrates itself.</summary>
internal sealed class BareDatabase(TestPostgres postgres) : IAsyncLifetime
{
    public string ConnectionString { get; private set; } = "";

    public NpgsqlDataSource DataSource { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        ConnectionString = await postgres.CreateEmptyDatabaseAsync();
        DataSource = NpgsqlDataSource.Create(ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        if (DataSource is not null)
        {
            await DataSource.DisposeAsync();
            await postgres.DropDatabaseAsync(ConnectionString);
        }
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first column of each row, which is text.</summary>
    public async Task<List<string>> ReadAsync(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    /// <summary>Returns when a query finds something.</summary>
    public async Task UntilFoundAsync(string sql)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((await ReadAsync(sql)).Count == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        }
    }

    /// <summary>Returns when a migration has come to its <c>pg_sleep</c>.</summary>
    public Task UntilAsleepAsync() => UntilFoundAsync("""
        select 'asleep' from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'
        """);
}
