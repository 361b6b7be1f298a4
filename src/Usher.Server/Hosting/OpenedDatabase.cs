using System.Collections.Immutable;
using Npgsql;
using Usher.Engine.Database;
using Usher.Engine.Sealing;
using Usher.Postgres;

namespace Usher.Server.Hosting;

/// <summary>The database that the configuration names, open. Disposing it closes the connections and stops the private
/// PostgreSQL if this process started one.</summary>
public sealed class OpenedDatabase : IAsyncDisposable
{
    private readonly NpgsqlDataSource? replicas;
    private readonly NpgsqlDataSource? owner;

    internal OpenedDatabase(
        PrivatePostgres? server, NpgsqlDataSource primary, NpgsqlMultiHostDataSource? replicas,
        NpgsqlDataSource? owner, KeyRing keys)
    {
        PrivatePostgres = server;
        this.replicas = replicas;
        this.owner = owner;
        DataSources = new DataSources(
            primary, replicas?.WithTargetSession(TargetSessionAttributes.PreferStandby) ?? primary, keys);
    }

    /// <summary>Where to read and write.</summary>
    public DataSources DataSources { get; }

    /// <summary>As whom to migrate: the owner of the tables where one is configured, or else whoever serves.</summary>
    public NpgsqlDataSource Owner => owner ?? DataSources.Primary;

    /// <summary>The private server; null where a connection string is configured.</summary>
    public PrivatePostgres? PrivatePostgres { get; }

    /// <summary>Where the private server keeps its files; null where a connection string is configured.</summary>
    public DataFolders? Folders => PrivatePostgres is { } postgres
        ? new DataFolders(postgres.DataDirectory, Path.Combine(postgres.DataDirectory, "pg_wal"))
        : null;

    /// <summary>The role that serves, where another one owns the tables; otherwise null.</summary>
    public string? ServingRole => owner is null
        ? null
        : new NpgsqlConnectionStringBuilder(DataSources.Primary.ConnectionString).Username;

    /// <summary>Applies what is missing, then gives the role that serves its rights, and closes the owner's
    /// connections.</summary>
    /// <param name="loggers">Told what is applied.</param>
    /// <param name="mayTake">Whether rights that the role should not have are taken, if the database is not a later
    /// program's.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>The files that were applied, and how many rights were changed.</returns>
    /// <exception cref="MigrationException">Something is missing and cannot be applied.</exception>
    public async Task<(ImmutableArray<string> Applied, int Rights)> MigrateAsync(
        ILoggerFactory loggers, bool mayTake, CancellationToken ct)
    {
        var migrator = new Migrator(Owner, logger: loggers.CreateLogger<Migrator>());
        var applied = await migrator.ApplyAsync(ct);
        if (ServingRole is not { } role)
        {
            return (applied, 0);
        }

        var rights = await ApplicationRole.GrantAsync(
            Owner, role, mayTake && !await migrator.IsBehindAsync(ct), ct);
        // Whoever serves from here on should have no connection with more rights than it needs.
        Owner.Clear();
        return (applied, rights);
    }

    /// <summary>Closes the pools, then stops the private server if this process owns it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (replicas is not null)
        {
            await replicas.DisposeAsync();
        }

        if (owner is not null)
        {
            await owner.DisposeAsync();
        }

        await DataSources.Primary.DisposeAsync();
        if (PrivatePostgres is not null)
        {
            await PrivatePostgres.DisposeAsync();
        }
    }
}
