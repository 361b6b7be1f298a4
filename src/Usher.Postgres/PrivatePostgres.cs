using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;
using ConnectionSettings = Npgsql.NpgsqlConnectionStringBuilder;

namespace Usher.Postgres;

/// <summary>
/// A PostgreSQL of our own, from the machine's binaries, on a Unix socket that only its user and root can reach. One
/// process owns it and stops it at the end; others that open the same directory meanwhile join it.
/// </summary>
/// <remarks>
/// The next owner takes over a server that a killed owner left running. What a killed server left behind is cleared,
/// and PostgreSQL recovers from its log. <c>fsync</c> and <c>synchronous_commit</c> are on.
/// </remarks>
public sealed class PrivatePostgres : IAsyncDisposable
{
    private const string DatabaseName = "usher";
    private const string ApplicationRole = "usher_app";
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMac = 35;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan WatchPoll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan WatchPause = TimeSpan.FromSeconds(5);

    private readonly PostgresHome home;
    private FileStream? ownership;
    private PostgresCluster? cluster;

    private readonly PrivatePostgresOptions options;
    private readonly ILogger logger;

    private PrivatePostgres(PostgresHome home, PrivatePostgresOptions options, ILogger logger) =>
        (this.home, this.options, this.logger) = (home, options, logger);

    /// <summary>How to connect as the superuser, who owns the tables, as Npgsql writes it. The database is
    /// <c>usher</c>.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>How to connect as the role that serves: it is no superuser and owns nothing.</summary>
    public string ApplicationConnectionString { get; private set; } = "";

    /// <summary>Whether disposing this stops the server; false if another process started it.</summary>
    public bool IsOwner => ownership is not null;

    /// <summary>Where its files are: the configured directory; as root, where the unprivileged user that runs the
    /// server could not get there, one in /var/lib/usher.</summary>
    public string Directory => home.Directory;

    /// <summary>Where PostgreSQL keeps its data, with the write-ahead log in pg_wal.</summary>
    public string DataDirectory => home.Data;

    /// <summary>Creates, starts, takes over or joins the server. It answers when this returns.</summary>
    /// <param name="options">Where it is, and its limits.</param>
    /// <param name="logger">Told what becomes of it.</param>
    /// <param name="mayCreate">Whether it is created where it is not there.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="PostgresNotFoundException">This machine has no PostgreSQL.</exception>
    /// <exception cref="PrivatePostgresException">The server does not start, or not in time.</exception>
    /// <exception cref="PrivatePostgresException">An option is out of its range.</exception>
    public static async Task<PrivatePostgres> StartAsync(
        PrivatePostgresOptions options, ILogger logger, bool mayCreate = true, CancellationToken ct = default)
    {
        options.Validate();
        if (OperatingSystem.IsWindows())
        {
            throw new PrivatePostgresException("The private PostgreSQL does not run on Windows: set "
                + "ConnectionStrings__Postgres.");
        }

        var place = options.Directory;
        try
        {
            var chosen = mayCreate ? await PostgresHome.ChooseAsync(options.Directory, logger, ct)
                : PostgresHome.Find(options.Directory)
                ?? throw new PrivatePostgresException(
                    $"There is no database in {Path.GetFullPath(options.Directory)}, and none was created. Check "
                    + "Data__Directory. 'usher serve' creates a new database.");
            var postgres = new PrivatePostgres(chosen, options, logger);
            place = postgres.home.Directory;
            var begun = Stopwatch.GetTimestamp();
            while (!await postgres.TryOwnAsync(ct) && !await postgres.TryAttachAsync(ct))
            {
                if (Stopwatch.GetElapsedTime(begun).TotalSeconds > options.StartSecondsMax)
                {
                    throw new PrivatePostgresException(
                        $"Another process holds {postgres.home.Lock}, but its PostgreSQL did not respond within "
                        + $"{options.StartSecondsMax} s. See {postgres.home.Log}, or stop that process.");
                }

                await Task.Delay(Poll, ct);
            }
            return postgres;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new PrivatePostgresException(
                $"The database's folder {place} cannot be used: {e.Message} "
                + "Run usher as the user who owns it, or choose another Data__Directory.", e);
        }
    }

    /// <summary>
    /// Keeps the server running until cancelled, if this process owns it: a server that stopped unexpectedly, for
    /// example because it was killed, is restarted and recovers from its log. Cancel it before disposing.
    /// </summary>
    public async Task WatchAsync(CancellationToken ct)
    {
        while (IsOwner)
        {
            await Task.Delay(WatchPoll, ct);
            try
            {
                if (cluster is null || Postmaster.Read(home.Data)?.IsRunning() is true)
                {
                    continue;
                }

                PostgresLog.Gone(logger, home.Directory);
                await RunAsync(cluster, ct);
            }
            catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                PostgresLog.NotStartedAgain(logger, e.Message, (int)WatchPause.TotalSeconds);
                await Task.Delay(WatchPause, ct);
            }
        }
    }

    /// <summary>Stops the server if this process owns it: its sessions end, and a checkpoint is written.</summary>
    public async ValueTask DisposeAsync()
    {
        if (ownership is null)
        {
            return;
        }

        if (cluster is not null)
        {
            await cluster.StopAsync();
        }

        home.RemoveSocketDirectoryElsewhere();
        // Last, so that a process that waits for the lock finds the server stopped.
        await ownership.DisposeAsync();
        ownership = null;
    }

    private async Task<bool> TryOwnAsync(CancellationToken ct)
    {
        System.IO.Directory.CreateDirectory(home.Directory);
        try
        {
            // The kernel releases this lock with its process, however that ends.
            ownership = new FileStream(home.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult is WouldBlockOnLinux or WouldBlockOnMac)
        {
            return false;
        }
        try
        {
            await OwnAsync(ct);
            return true;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private async Task OwnAsync(CancellationToken ct)
    {
        var user = await ServerUser.ChooseAsync(home.Data, ct);
        await home.PrepareAsync(user, ct);
        if (!await user.CanEnterAsync(home.Directory, ct))
        {
            throw new PrivatePostgresException(
                $"The database in {home.Directory} is run by the user {user.Name}, who cannot access one of its parent "
                + "folders. Allow it (chmod o+x), or move the database.");
        }

        var binaries = await PostgresBinaries.FindAsync(
            options.BinariesDirectory, Path.GetDirectoryName(home.Configured)!, home.ReadVersion(), ct);
        binaries = await binaries.ReachableAsync(user, home, ct);
        cluster = new PostgresCluster(home, binaries, user, options, logger);
        await cluster.CreateAsync(ct);
        await RunAsync(cluster, ct);
    }

    private async Task RunAsync(PostgresCluster server, CancellationToken ct)
    {
        if (Postmaster.Read(home.Data) is { } left && left.IsRunning())
        {
            PostgresLog.Adopted(logger, home.Directory, left.ProcessId);
        }

        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            // Also when a server that was taken over was shutting down, or sessions of a killed one are still ending.
            if (Postmaster.Read(home.Data)?.IsRunning() is not true)
            {
                await server.LaunchAsync(ct);
            }

            var refusal = await TryMakeDatabaseAsync(ct);
            if (refusal is null)
            {
                return;
            }

            if (Stopwatch.GetElapsedTime(begun).TotalSeconds > options.StartSecondsMax)
            {
                var reason = $"It did not respond within {options.StartSecondsMax} s: {refusal.Message}";
                throw new PrivatePostgresException(server.Explain(reason), refusal);
            }
            await Task.Delay(Poll, ct);
        }
    }

    private async Task<NpgsqlException?> TryMakeDatabaseAsync(CancellationToken ct)
    {
        if (Postmaster.Read(home.Data) is not { SocketDirectory.Length: > 0 } postmaster)
        {
            return new NpgsqlException("it is not listening yet");
        }

        try
        {
            await using var connection = new NpgsqlConnection(Describe(postmaster, "postgres", pooling: false));
            await connection.OpenAsync(ct);
            await MakeRoleAsync(connection, ct);
            await using var exists = new NpgsqlCommand(
                "select exists (select from pg_database where datname = $1)", connection)
            {
                Parameters = { new() { Value = DatabaseName } },
            };
            if (await exists.ExecuteScalarAsync(ct) is false)
            {
                await using var create = new NpgsqlCommand($"create database {DatabaseName}", connection);
                await create.ExecuteNonQueryAsync(ct);
            }
            Remember(postmaster);
            return null;
        }
        catch (NpgsqlException e)
        {
            return e;
        }
    }

    private async Task<bool> TryAttachAsync(CancellationToken ct)
    {
        if (Postmaster.Read(home.Data) is not { SocketDirectory.Length: > 0 } postmaster || !postmaster.IsRunning())
        {
            return false;
        }

        try
        {
            await using var connection = new NpgsqlConnection(Describe(postmaster, DatabaseName, pooling: false));
            await connection.OpenAsync(ct);
            // Its owner may be a program of before there was this role.
            await MakeRoleAsync(connection, ct);
        }
        catch (NpgsqlException)
        {
            return false;
        }
        Remember(postmaster);
        PostgresLog.Attached(logger, home.Directory);
        return true;
    }

    private static async Task MakeRoleAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var exists = new NpgsqlCommand(
            "select exists (select from pg_roles where rolname = $1)", connection)
        {
            Parameters = { new() { Value = ApplicationRole } },
        };
        if (await exists.ExecuteScalarAsync(ct) is false)
        {
            await using var create = new NpgsqlCommand($"create role {ApplicationRole} login noinherit", connection);
            await create.ExecuteNonQueryAsync(ct);
        }
    }

    private void Remember(Postmaster postmaster)
    {
        ConnectionString = Describe(postmaster, DatabaseName, pooling: true);
        ApplicationConnectionString = Describe(postmaster, DatabaseName, pooling: true, ApplicationRole);
    }

    private static string Describe(
        Postmaster postmaster, string database, bool pooling, string role = PostgresCluster.Superuser) =>
        new ConnectionSettings
        {
            Host = postmaster.SocketDirectory,
            Port = postmaster.Port,
            Database = database,
            Username = role,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
            Pooling = pooling,
        }.ConnectionString;
}
