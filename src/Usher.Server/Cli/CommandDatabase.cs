using System.Collections.Immutable;
using System.CommandLine;
using Usher.Engine.Database;
using Usher.Engine.Privacy;
using Usher.Server.Hosting;
using Usher.Server.Observability;

namespace Usher.Server.Cli;

/// <summary>The database and the settings, for a command that is not the server.</summary>
internal sealed class CommandDatabase : IAsyncDisposable
{
    private readonly ILoggerFactory _loggers;
    private readonly OpenedDatabase _opened;

    private CommandDatabase(IConfiguration configuration, ILoggerFactory loggers, OpenedDatabase opened)
    {
        Configuration = configuration;
        _loggers = loggers;
        _opened = opened;
    }

    public IConfiguration Configuration { get; }

    public DataSources DataSources => _opened.DataSources;

    public Migrator Migrator => new(_opened.Owner, logger: _loggers.CreateLogger<Migrator>());

    /// <summary>The role that serves, where another one owns the tables; otherwise null.</summary>
    public string? ServingRole => _opened.ServingRole;

    /// <summary>Applies what is missing, and makes the rights of the role that serves what they should be.</summary>
    public Task<(ImmutableArray<string> Applied, int Rights)> MigrateAsync(CancellationToken ct) =>
        _opened.MigrateAsync(_loggers, mayTake: true, ct);

    /// <summary>Opens it as it is, and joins a private PostgreSQL that the server has running. Only the server creates
    /// one: a mistyped folder is no wish for a new database.</summary>
    public static async Task<CommandDatabase> OpenAsync(ParseResult command, CancellationToken ct)
    {
        var configuration = CommandSettings.Load(command.SettingsArguments());
        // The command's own output shows progress; only problems are logged.
        var loggers = ConsoleLogging.CreateFactory(configuration, LogLevel.Warning);
        try
        {
            KnownSettings.Require(configuration, loggers);
            RenamedSettings.WarnOfOldNames(configuration, loggers);
            SettingValues.Require(configuration);
            var opened = await OpenDatabase.OpenAsync(configuration, loggers, mayCreate: false, ct);
            return new CommandDatabase(configuration, loggers, opened);
        }
        catch
        {
            loggers.Dispose();
            throw;
        }
    }

    /// <summary>Opens it and checks that it has this program's schema.</summary>
    /// <exception cref="CommandException">Migrations are pending.</exception>
    /// <exception cref="Engine.Sealing.KeyRingException">The key ring is not the database's.</exception>
    public static async Task<CommandDatabase> OpenMigratedAsync(ParseResult command, CancellationToken ct)
    {
        var database = await OpenAsync(command, ct);
        try
        {
            var pending = await database.Migrator.CheckAsync(ct);
            if (!pending.IsEmpty)
            {
                throw new CommandException(
                    $"the database is missing the migrations {string.Join(", ", pending)}; run 'usher migrate'.");
            }

            await new StoredKeys(database.DataSources).RequireAsync(ct);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _opened.DisposeAsync();
        _loggers.Dispose();
    }
}
