using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Usher.Engine.Database;

/// <summary>The database that the configuration names, open. Disposing it closes the connections and stops the private
/// PostgreSQL if this process started one.</summary>
public sealed class OpenedDatabase : IAsyncDisposable
{
    readonly NpgsqlDataSource? replicas;

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
            await replicas.DisposeAsync();
        await DataSources.Primary.DisposeAsync();
        if (PrivatePostgres is not null)
            await PrivatePostgres.DisposeAsync();
    }
}

/// <summary>Opens the database that the configuration names.</summary>
public static class OpenDatabase
{
    const string Primary = "Postgres";
    const string Replicas = "PostgresReplicas";
    const string DataDirectory = "Data:Directory";
    const string DataDirectoryDefault = ".usher";

    /// <summary>
    /// Builds the pools for <c>ConnectionStrings:Postgres</c> (without it: starts or joins the private PostgreSQL under
    /// <c>Data:Directory</c>) and <c>ConnectionStrings:PostgresReplicas</c> (without it: the primary). A configured server
    /// is not contacted yet, so a program can start before its database does.
    /// </summary>
    /// <exception cref="DatabaseConfigurationException">A setting is wrong; the message names it.</exception>
    /// <exception cref="PrivatePostgresException">The private PostgreSQL does not start.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "OpenedDatabase owns them")]
    public static async Task<OpenedDatabase> OpenAsync(
        IConfiguration configuration, ILoggerFactory loggers, CancellationToken ct = default)
    {
        var options = Bind(configuration, DatabaseOptions.Section, new DatabaseOptions());
        options.Validate();
        var replicas = configuration.GetConnectionString(Replicas) is { Length: > 0 } replicaText
            ? Build(Replicas, replicaText, options.ReplicaConnectionsMax, options).BuildMultiHost()
            : null;
        if (configuration.GetConnectionString(Primary) is { Length: > 0 } primaryText)
            return new OpenedDatabase(null, Build(Primary, primaryText, options.PrimaryConnectionsMax, options).Build(), replicas);

        var server = await PrivatePostgres.StartAsync(
            PrivateOptions(configuration), loggers.CreateLogger<PrivatePostgres>(), ct);
        var primary = Build(Primary, server.ConnectionString, options.PrimaryConnectionsMax, options).Build();
        return new OpenedDatabase(server, primary, replicas);
    }

    static PrivatePostgresOptions PrivateOptions(IConfiguration configuration)
    {
        var directory = configuration[DataDirectory] is { Length: > 0 } configured ? configured : DataDirectoryDefault;
        return Bind(configuration, PrivatePostgresOptions.Section, new PrivatePostgresOptions
        {
            Directory = Path.Combine(directory, "postgres"),
            BinariesDirectory = configuration["Data:PostgresBinaries"],
        });
    }

    static T Bind<T>(IConfiguration configuration, string section, T options)
        where T : class
    {
        try
        {
            configuration.GetSection(section).Bind(options);
            return options;
        }
        catch (InvalidOperationException e)
        {
            throw new DatabaseConfigurationException($"{e.Message} It must be a whole number.", e);
        }
    }

    static NpgsqlDataSourceBuilder Build(string setting, string text, int connectionsMax, DatabaseOptions options)
    {
        try
        {
            var builder = new NpgsqlDataSourceBuilder(text);
            var connection = builder.ConnectionStringBuilder;
            if (string.IsNullOrWhiteSpace(connection.Host))
                throw new FormatException("It names no Host.");
            var given = new HashSet<string>(connection.Keys.Cast<string>(), StringComparer.OrdinalIgnoreCase);
            if (!given.Contains("Maximum Pool Size"))
                connection.MaxPoolSize = connectionsMax;
            if (!given.Contains("Timeout"))
                connection.Timeout = options.ConnectSecondsMax;
            if (!given.Contains("Command Timeout"))
                connection.CommandTimeout = options.CommandSecondsMax;
            if (!given.Contains("Connection Idle Lifetime"))
                connection.ConnectionIdleLifetime = options.IdleSecondsMax;
            connection.ApplicationName ??= "usher";
            // Never echoed: an error's detail may end in a log that others read.
            connection.IncludeErrorDetail = false;
            connection.PersistSecurityInfo = false;
            return builder;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException)
        {
            var hint = text.Contains("://", StringComparison.Ordinal) ? " It looks like a URI, which Npgsql does not read." : "";
            throw new DatabaseConfigurationException(
                $"ConnectionStrings__{setting} is not a connection string: {e.Message}{hint} "
                + "Write it like Host=db.example.com;Database=usher;Username=usher;Password=…", e);
        }
    }
}
