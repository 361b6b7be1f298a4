using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Usher.Api;
using Usher.Api.Health;
using Usher.BoxOffice;
using Usher.Engine;
using Usher.Engine.Database;
using Usher.Engine.Privacy;
using Usher.Http;
using Usher.Http.Security;
using Usher.Pages;
using Usher.Server.Demo;
using Usher.Server.Observability;
using Usher.Server.Workers;

namespace Usher.Server.Hosting;

/// <summary>Puts the server together from its parts and runs it.</summary>
public static class ServerHost
{
    public const string UrlDefault = "http://localhost:8080";

    // One for the sweep and one for those who ask.
    private const int ConnectionsBesideWorkersMin = 2;

    // Requests under way get this long to finish before the server closes on them.
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(20);

    /// <param name="settings">Arguments that are settings.</param>
    /// <param name="roles">What the process does.</param>
    /// <param name="demo">Whether it puts demo shows on sale.</param>
    /// <param name="ct">Ends it.</param>
    /// <param name="replace">Replaces services by what a measurement needs; no configuration can.</param>
    public static async Task<int> RunAsync(
        string[] settings, Roles roles, bool demo, CancellationToken ct, Action<IServiceCollection>? replace = null)
    {
        var builder = CreateBuilder(settings);
        builder.Configuration.AddInMemoryCollection(RenamedSettings.Translate(builder.Configuration));
        using var loggers = ConsoleLogging.CreateFactory(builder.Configuration);
        KnownSettings.Require(builder.Configuration, loggers);
        RenamedSettings.WarnOfOldNames(builder.Configuration, loggers);
        SettingValues.Require(builder.Configuration);
        DevelopmentDefaults.Require(builder.Configuration, builder.Environment.IsDevelopment());
        AddRoles(builder, roles);
        replace?.Invoke(builder.Services);
        RequireValidOptions(builder.Services);
        RequireRoomBesideWorkers(builder.Configuration);
        ListenAddresses.Require(builder.Configuration, mayHaveCertificate: builder.Environment.IsDevelopment());
        ListenAddresses.AddOperators(builder);
        RequireWayIn(builder, roles);
        await using var database = await OpenDatabase.OpenAsync(builder.Configuration, loggers, mayCreate: true, ct);
        AddDatabase(builder.Services, database);

        await database.MigrateAsync(loggers, mayTake: false, ct);
        await new StoredKeys(database.DataSources).RequireAsync(ct);

        // Disposed before the database: requests end first, then the engine, then the connections and the server.
        await using var app = builder.Build();
        MapRoles(app, roles);
        await RequireNoDemoPeopleAsync(app, ct);
        if (demo)
        {
            await ActivatorUtilities.CreateInstance<DemoShows>(app.Services).CreateAsync(ct);
            await CreatePeopleAsync(app, ct);
        }

        var warmUp = app.Services.GetService<WarmUp>();
        warmUp?.Announce();
        await app.StartAsync(ct);
        Welcome.WarnOfStrangers(app, loggers);
        await (warmUp?.RunAsync(Welcome.UrlOf(app), ct) ?? Task.CompletedTask);
        await Console.Out.WriteLineAsync(await Welcome.TextAsync(app, roles, ct));
        await app.WaitForShutdownAsync(ct);
        // A worker that failed has stopped the server; whoever watches it is to start it again.
        return app.Services.GetServices<IHostedService>().OfType<BackgroundService>()
            .Any(worker => worker.ExecuteTask is { IsFaulted: true }) ? ExitCodes.Defect : 0;
    }

    // Whoever can guess that a server is a demo must not know who is in it: production has no such people.
    private static async Task CreatePeopleAsync(WebApplication app, CancellationToken ct)
    {
        if (app.Environment.IsDevelopment() && app.Services.GetService<PasswordHashes>() is not null)
        {
            await ActivatorUtilities.CreateInstance<DemoTenant>(app.Services).CreateAsync(ct);
            await ActivatorUtilities.CreateInstance<DemoPeople>(app.Services).CreateAsync(ct);
        }
    }

    private static async Task RequireNoDemoPeopleAsync(WebApplication app, CancellationToken ct)
    {
        if (!app.Environment.IsDevelopment()
            && await DevelopmentDefaults.PeopleProblemAsync(app.Services, ct) is { } problem)
        {
            throw new OptionsValidationException("", typeof(DevelopmentDefaults), [problem]);
        }
    }

    /// <summary>What is wrong with the settings, a line each, for whoever only looks.</summary>
    internal static IReadOnlyList<string> SettingProblems(WebApplicationBuilder builder)
    {
        try
        {
            KnownSettings.Require(builder.Configuration, NullLoggerFactory.Instance);
            SettingValues.Require(builder.Configuration);
            AddRoles(builder, Roles.All);
            RequireValidOptions(builder.Services);
            return [];
        }
        catch (OptionsValidationException wrong)
        {
            return [.. wrong.Failures];
        }
    }

    private static void AddRoles(WebApplicationBuilder builder, Roles roles)
    {
        builder.Services.AddUsherEngine(builder.Configuration);
        builder.Services.AddUsherBoxOffice();
        builder.Services.AddUsherHttp();
        if (roles.HasFlag(Roles.Api))
        {
            builder.AddUsherApi();
            builder.Services.AddWarmUp();
        }

        if (roles.HasFlag(Roles.Web))
        {
            builder.AddUsherPages();
            builder.Services.AddSingleton<DeskWarmUp>();
        }

        if (roles.HasFlag(Roles.Worker))
        {
            builder.Services.AddHostedService<ExpirySweep>();
            builder.Services.AddHostedService<StatsRollup>();
            builder.Services.AddHostedService<HoldsTidy>();
            builder.Services.AddHostedService<SealingFill>();
        }
    }

    private static void MapRoles(WebApplication app, Roles roles)
    {
        if (roles.HasFlag(Roles.Api))
        {
            app.MapUsherApi();
        }
        else
        {
            app.UseUsherHttp();
            app.MapHealth();
        }

        if (roles.HasFlag(Roles.Web))
        {
            app.MapUsherPages();
        }
    }

    private static void AddDatabase(IServiceCollection services, OpenedDatabase database)
    {
        services.AddSingleton(database.DataSources);
        if (database.Folders is { } folders)
        {
            services.AddSingleton(folders);
        }

        if (database.PrivatePostgres is { IsOwner: true } postgres)
        {
            services.AddSingleton<IHostedService>(new DatabaseWatch(postgres));
        }
    }

    // A wrong setting should be told at once, not after a database was created for it.
    private static void RequireValidOptions(IServiceCollection services)
    {
        using var provider = services.BuildServiceProvider();
        provider.GetService<IStartupValidator>()?.Validate();
    }

    // The same is asked of a database that is there, once it is open; this one would be made for nobody.
    private static void RequireWayIn(WebApplicationBuilder builder, Roles roles)
    {
        var key = builder.Configuration[$"{AuthOptions.Section}:{nameof(AuthOptions.AdminKey)}"];
        if ((roles & (Roles.Api | Roles.Web)) != Roles.None && !builder.Environment.IsDevelopment()
            && string.IsNullOrEmpty(key) && OpenDatabase.IsNew(builder.Configuration))
        {
            throw OperatorCheck.NobodyCanSignIn();
        }
    }

    // BatchWorkers keep their connections, and what everybody else waits for must not be the last one.
    private static void RequireRoomBesideWorkers(IConfiguration configuration)
    {
        var workers = configuration.GetValue(
            $"{SellingOptions.Section}:{nameof(SellingOptions.BatchWorkers)}", new SellingOptions().BatchWorkers);
        var connections = OpenDatabase.PrimaryConnections(configuration);
        if (connections < workers + ConnectionsBesideWorkersMin)
        {
            throw new DatabaseConfigurationException(
                $"{connections} connections to the primary are not enough, because Bookings:BatchWorkers uses "
                + $"{workers} of them. Allow at least {workers + ConnectionsBesideWorkersMin}: with "
                + "Database:PrimaryConnectionsMax, or with Maximum Pool Size if ConnectionStrings:Postgres sets "
                + "it.");
        }
    }

    /// <summary>The settings as the server reads them, and nothing registered yet.</summary>
    internal static WebApplicationBuilder CreateBuilder(string[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = settings,
            // What belongs to the program lies beside it, wherever it is started.
            ContentRootPath = AppContext.BaseDirectory,
        });
        ((IConfigurationBuilder)builder.Configuration).AddConsoleLoggingDefaults();
        builder.Configuration.AddSecretFiles(settings);
        builder.Logging.ClearProviders().AddUsherConsole();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = DrainTimeout);
        if (ListenAddresses.Settings.All(key => string.IsNullOrEmpty(builder.Configuration[key]))
            && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            builder.WebHost.UseUrls(UrlDefault);
        }

        return builder;
    }
}
