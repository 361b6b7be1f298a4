using System.Diagnostics.CodeAnalysis;
using Npgsql;
using Usher.Engine.Database;
using Usher.Engine.Sealing;
using Usher.Postgres;

namespace Usher.Server.Hosting;

/// <summary>Opens the database that the configuration names.</summary>
public static class OpenDatabase
{
    private const string Primary = "Postgres";
    private const string Replicas = "PostgresReplicas";
    private const string Migrations = "PostgresMigrations";

    // One that migrates, one that cancels its statements, one for the rights.
    private const int OwnersConnectionsMax = 3;
    private const string DataDirectory = "Data:Directory";
    private const string DataDirectoryDefault = ".usher";

    /// <summary>
    /// Builds the pools for <c>ConnectionStrings:Postgres</c> (without it: starts or joins the private PostgreSQL under
    /// <c>Data:Directory</c>), <c>ConnectionStrings:PostgresReplicas</c> (without it: the primary) and
    /// <c>ConnectionStrings:PostgresMigrations</c> (without it: the primary, or the private PostgreSQL's superuser). A
    /// configured server is not contacted yet, so a program can start before its database does.
    /// </summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="loggers">Told what the private PostgreSQL does.</param>
    /// <param name="mayCreate">Whether a private PostgreSQL that is not there is created.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="DatabaseConfigurationException">A setting is wrong; the message names it.</exception>
    /// <exception cref="KeyRingException">There is no key ring.</exception>
    /// <exception cref="PrivatePostgresException">The private PostgreSQL does not start.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "OpenedDatabase owns them")]
    public static async Task<OpenedDatabase> OpenAsync(
        IConfiguration configuration, ILoggerFactory loggers, bool mayCreate, CancellationToken ct = default)
    {
        var options = Options(configuration);
        var replicas = configuration.GetConnectionString(Replicas) is { Length: > 0 } replicaText
            ? Build(Replicas, replicaText, options.ReplicaConnectionsMax, options, pool => pool.BuildMultiHost())
            : null;
        var ring = new OpenKeyRing(configuration, DataFolder(configuration));
        ring.Require();
        var primaryText = configuration.GetConnectionString(Primary);
        var ownerText = configuration.GetConnectionString(Migrations);
        RequireRole(primaryText, ownerText);
        PrivatePostgres? server = null;
        if (string.IsNullOrEmpty(primaryText))
        {
            var logger = loggers.CreateLogger<PrivatePostgres>();
            server = await PrivatePostgres.StartAsync(PrivateOptions(configuration), logger, mayCreate, ct);
            (primaryText, ownerText) = (server.ApplicationConnectionString, server.ConnectionString);
        }
        var primary = Build(Primary, primaryText, options.PrimaryConnectionsMax, options, pool => pool.Build());
        var owner = string.IsNullOrEmpty(ownerText)
            ? null
            : Build(Migrations, ownerText, OwnersConnectionsMax, options, pool => pool.Build());
        return new OpenedDatabase(server, primary, replicas, owner, await ReadAsync(ring, server));
    }

    // After the database was found: a mistyped folder gets no ring either.
    private static async Task<KeyRing> ReadAsync(OpenKeyRing ring, PrivatePostgres? server)
    {
        try
        {
            return ring.Read();
        }
        catch when (server is not null)
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether opening it would create it: nobody can be in it yet.</summary>
    public static bool IsNew(IConfiguration configuration) =>
        string.IsNullOrEmpty(configuration.GetConnectionString(Primary))
        && !Directory.Exists(PrivateOptions(configuration).Directory);

    /// <summary>How many connections to the primary there may be.</summary>
    /// <exception cref="DatabaseConfigurationException">A setting is wrong; the message names it.</exception>
    public static int PrimaryConnections(IConfiguration configuration)
    {
        var options = Options(configuration);
        if (configuration.GetConnectionString(Primary) is not { Length: > 0 } text)
        {
            return options.PrimaryConnectionsMax;
        }

        using var pool = Build(Primary, text, options.PrimaryConnectionsMax, options, pool => pool.Build());
        return new NpgsqlConnectionStringBuilder(pool.ConnectionString).MaxPoolSize;
    }

    // Whoever grants rights must know to whom, and a private PostgreSQL has an owner of its own.
    private static void RequireRole(string? primaryText, string? ownerText)
    {
        if (string.IsNullOrEmpty(ownerText))
        {
            return;
        }

        if (string.IsNullOrEmpty(primaryText))
        {
            throw new DatabaseConfigurationException(
                "ConnectionStrings__PostgresMigrations is set, but ConnectionStrings__Postgres is not. Set both, or "
                + "neither for a private PostgreSQL.");
        }

        using var pool = Build(Primary, primaryText, 1, new DatabaseOptions(), pool => pool.Build());
        if (string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(pool.ConnectionString).Username))
        {
            throw new DatabaseConfigurationException(
                "ConnectionStrings__Postgres has no Username: name the role that serves, because "
                + "ConnectionStrings__PostgresMigrations is set and grants it its rights.");
        }
    }

    /// <summary>The folder that everything of the program's own lies in, the private PostgreSQL too.</summary>
    public static string DataFolder(IConfiguration configuration) =>
        configuration[DataDirectory] is { Length: > 0 } configured ? configured : DataDirectoryDefault;

    private static DatabaseOptions Options(IConfiguration configuration)
    {
        var options = Bind(configuration, DatabaseOptions.Section, new DatabaseOptions());
        options.Validate();
        return options;
    }

    private static PrivatePostgresOptions PrivateOptions(IConfiguration configuration)
    {
        var options = Bind(configuration, PrivatePostgresOptions.Section, new PrivatePostgresOptions
        {
            Directory = Path.Combine(DataFolder(configuration), "postgres"),
            BinariesDirectory = configuration["Data:PostgresBinaries"],
        });
        try
        {
            options.Validate();
            return options;
        }
        catch (PrivatePostgresException wrong)
        {
            throw new DatabaseConfigurationException(wrong.Message, wrong);
        }
    }

    private static T Bind<T>(IConfiguration configuration, string section, T options)
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

    private static T Build<T>(
        string setting, string text, int connectionsMax, DatabaseOptions options,
        Func<NpgsqlDataSourceBuilder, T> build)
    {
        try
        {
            var builder = new NpgsqlDataSourceBuilder(text);
            var connection = builder.ConnectionStringBuilder;
            if (string.IsNullOrWhiteSpace(connection.Host))
            {
                throw new FormatException("It does not contain a Host.");
            }

            var given = new HashSet<string>(connection.Keys.Cast<string>(), StringComparer.OrdinalIgnoreCase);
            if (!given.Contains("Maximum Pool Size"))
            {
                connection.MaxPoolSize = connectionsMax;
            }

            if (!given.Contains("Timeout"))
            {
                connection.Timeout = options.ConnectSecondsMax;
            }

            if (!given.Contains("Command Timeout"))
            {
                connection.CommandTimeout = options.CommandSecondsMax;
            }

            if (!given.Contains("Connection Idle Lifetime"))
            {
                connection.ConnectionIdleLifetime = options.IdleSecondsMax;
            }

            connection.ApplicationName ??= "usher";
            // Never echoed: an error's detail may end in a log that others read.
            connection.IncludeErrorDetail = false;
            connection.PersistSecurityInfo = false;
            return build(builder);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException)
        {
            var uri = text.Contains("://", StringComparison.Ordinal) ? " It looks like a URI." : "";
            throw new DatabaseConfigurationException(
                $"ConnectionStrings__{setting} is not a connection string: {e.Message}{uri} "
                + "Use the form Host=db.example.com;Database=usher;Username=usher;Password=secret.", e);
        }
    }
}
