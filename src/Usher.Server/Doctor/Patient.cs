using Usher.Engine.Database;
using Usher.Server.Hosting;

namespace Usher.Server.Doctor;

/// <summary>The installation that is looked at: its settings, and the database that they name.</summary>
internal sealed class Patient : IAsyncDisposable
{
    private readonly OpenedDatabase? database;
    private readonly ServiceProvider? services;
    private readonly Exception? failure;

    private Patient(
        WebApplicationBuilder server, IReadOnlyList<string> settingProblems, OpenedDatabase? database,
        Exception? failure)
    {
        Configuration = server.Configuration;
        IsDevelopment = server.Environment.IsDevelopment();
        SettingProblems = settingProblems;
        this.database = database;
        this.failure = failure;
        services = database is null
            ? null
            : PeopleServices.Of(Configuration, database.DataSources);
    }

    public IConfiguration Configuration { get; }

    public bool IsDevelopment { get; }

    /// <summary>What is wrong with the settings, a line each.</summary>
    public IReadOnlyList<string> SettingProblems { get; }

    /// <summary>The database.</summary>
    /// <exception cref="Exception">What kept it from being opened.</exception>
    public OpenedDatabase Database => database ?? throw NotThere();

    /// <summary>People and keys over it.</summary>
    /// <exception cref="Exception">What kept it from being opened.</exception>
    public IServiceProvider Services => services ?? throw NotThere();

    /// <summary>Reads the settings as the server does, and opens the database without changing it.</summary>
    public static async Task<Patient> ComeAsync(string[] arguments, ILoggerFactory loggers, CancellationToken ct)
    {
        var server = ServerHost.CreateBuilder(arguments);
        server.Configuration.AddInMemoryCollection(RenamedSettings.Translate(server.Configuration));
        var problems = ServerHost.SettingProblems(server);
        try
        {
            var opened = await OpenDatabase.OpenAsync(server.Configuration, loggers, mayCreate: false, ct);
            return new Patient(server, problems, opened, failure: null);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new Patient(server, problems, database: null, e);
        }
    }

    /// <summary>Values as the server would have them; the defaults where one is wrong, which the settings' own check
    /// tells.</summary>
    public T Options<T>(string section)
        where T : class, new()
    {
        try
        {
            return Configuration.GetSection(section).Get<T>() ?? new T();
        }
        catch (InvalidOperationException)
        {
            return new T();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (services is not null)
        {
            await services.DisposeAsync();
        }

        if (database is not null)
        {
            await database.DisposeAsync();
        }
    }

    private Exception NotThere() => failure ?? new DatabaseConfigurationException("There is no database.");
}
