using Npgsql;
using Usher.Engine.Database;
using Usher.Postgres;

namespace Usher.Server.Hosting;

/// <summary>The database that the configuration names, open. Disposing it closes the connections and stops the private
/// PostgreSQL if this process started one.</summary>
public sealed class OpenedDatabase : IAsyncDisposable
{
    private readonly NpgsqlDataSource? replicas;

    internal OpenedDatabase(PrivatePostgres? server, NpgsqlDataSource primary, NpgsqlMultiHostDataSource? replicas)
    {
        PrivatePostgres = server;
        this.replicas = replicas;
        DataSources = new DataSources(
            primary, replicas?.WithTargetSession(TargetSessionAttributes.PreferStandby) ?? primary);
    }

    /// <summary>Where to read and write.</summary>
    public DataSources DataSources { get; }

    /// <summary>The private server; null where a connection string is configured.</summary>
    public PrivatePostgres? PrivatePostgres { get; }

    /// <summary>Closes the pools, then stops the private server if this process owns it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (replicas is not null)
        {
            await replicas.DisposeAsync();
        }

        await DataSources.Primary.DisposeAsync();
        if (PrivatePostgres is not null)
        {
            await PrivatePostgres.DisposeAsync();
        }
    }
}
