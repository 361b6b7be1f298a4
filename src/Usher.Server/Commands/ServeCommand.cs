using System.CommandLine;
using System.CommandLine.Parsing;
using Microsoft.Extensions.Options;
using Npgsql;
using Usher.Engine;
using Usher.Engine.Database;
using Usher.Server.Demo;
using Usher.Server.Desk;
using Usher.Server.Http;
using Usher.Server.Observability;
using Usher.Server.Pages;
using Usher.Server.Workers;

namespace Usher.Server.Commands;

internal static class ServeCommand
{
    private const string UrlDefault = "http://localhost:8080";

    // One for the sweep and one for those who ask.
    private const int ConnectionsBesideLanesMin = 2;

    // Requests under way get this long to finish before the server closes on them.
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(20);

    public static Command Create()
    {
        var roles = new Option<Roles>("--roles")
        {
            Description = "What this process does; everything, unless this names less.",
            HelpName = "api,worker,web",
            DefaultValueFactory = _ => Roles.All,
            CustomParser = ParseRoles,
        };
        var demo = new Option<bool>("--demo") { Description = "Put a handful of demo shows on sale, once." };
        var command = new Command(
            "serve", $"Sell seats over HTTP, on {UrlDefault} unless --urls says otherwise, until Ctrl-C.")
        {
            roles,
            demo,
        }.WithSettings();
        command.SetAction((parsed, ct) =>
            RunAsync(parsed.SettingsArguments(), parsed.GetValue(roles), parsed.GetValue(demo), ct));
        return command;
    }

    /// <param name="settings">Arguments that are settings.</param>
    /// <param name="roles">What the process does.</param>
    /// <param name="demo">Whether it puts demo shows on sale.</param>
    /// <param name="ct">Ends it.</param>
    /// <param name="replace">Replaces services by what a measurement needs; no configuration can.</param>
    public static async Task<int> RunAsync(
        string[] settings, Roles roles, bool demo, CancellationToken ct, Action<IServiceCollection>? replace = null)
    {
        var builder = CreateBuilder(settings);
        AddRoles(builder, roles);
        replace?.Invoke(builder.Services);
        RequireValidOptions(builder.Services);
        using var loggers = ConsoleLogging.CreateFactory(builder.Configuration);
        await using var database = await OpenDatabase.OpenAsync(builder.Configuration, loggers, ct);
        builder.Services.AddSingleton(database.DataSources);
        RequireRoomBesideLanes(database.DataSources.Primary, builder.Configuration);
        if (database.PrivatePostgres is { IsOwner: true } postgres)
        {
            builder.Services.AddSingleton<IHostedService>(new DatabaseWatch(postgres));
        }

        await new Migrator(database.DataSources.Primary, logger: loggers.CreateLogger<Migrator>()).ApplyAsync(ct);

        // Disposed before the database: requests end first, then the engine, then the connections and the server.
        await using var app = builder.Build();
        MapRoles(app, roles);
        if (demo)
        {
            await ActivatorUtilities.CreateInstance<DemoShows>(app.Services).CreateAsync(ct);
        }

        var warmUp = app.Services.GetService<WarmUp>();
        warmUp?.Announce();
        await app.StartAsync(ct);
        await (warmUp?.RunAsync(Welcome.UrlOf(app), ct) ?? Task.CompletedTask);
        await Console.Out.WriteLineAsync(await Welcome.TextAsync(app, roles, ct));
        await app.WaitForShutdownAsync(ct);
        // A worker that failed has stopped the server; whoever watches it is to start it again.
        return app.Services.GetServices<IHostedService>().OfType<BackgroundService>()
            .Any(worker => worker.ExecuteTask is { IsFaulted: true }) ? CommandFailure.Defect : 0;
    }

    private static void AddRoles(WebApplicationBuilder builder, Roles roles)
    {
        builder.Services.AddUsherEngine(builder.Configuration);
        builder.Services.AddUsherHttp();
        if (roles.HasFlag(Roles.Api))
        {
            builder.AddUsherApi();
        }

        if (roles.HasFlag(Roles.Web))
        {
            builder.AddUsherPages();
        }

        if (roles.HasFlag(Roles.Worker))
        {
            builder.Services.AddDeskOptions();
            builder.Services.AddHostedService<ExpirySweep>();
            builder.Services.AddHostedService<ActivityAddition>();
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
            app.UseUsherProblems();
            app.MapHealth();
        }

        if (roles.HasFlag(Roles.Web))
        {
            app.MapUsherPages();
        }
    }

    // A wrong setting should be told at once, not after a database was created for it.
    private static void RequireValidOptions(IServiceCollection services)
    {
        using var provider = services.BuildServiceProvider();
        provider.GetService<IStartupValidator>()?.Validate();
    }

    // Lanes keep their connections, and what everybody else waits for must not be the last one.
    private static void RequireRoomBesideLanes(NpgsqlDataSource primary, IConfiguration configuration)
    {
        var lanes = configuration.GetValue(
            $"{EngineOptions.Section}:{nameof(EngineOptions.Lanes)}", new EngineOptions().Lanes);
        var connections = new NpgsqlConnectionStringBuilder(primary.ConnectionString).MaxPoolSize;
        if (connections < lanes + ConnectionsBesideLanesMin)
        {
            throw new DatabaseConfigurationException(
                $"{connections} connections to the primary are too few, for Bookings:Lanes keeps {lanes} of them. "
                + $"Allow {lanes + ConnectionsBesideLanesMin} at least: by Database:PrimaryConnectionsMax, or by "
                + "Maximum Pool Size where ConnectionStrings:Postgres has it.");
        }
    }

    private static WebApplicationBuilder CreateBuilder(string[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = settings,
            // What belongs to the program lies beside it, wherever it is started.
            ContentRootPath = AppContext.BaseDirectory,
        });
        ((IConfigurationBuilder)builder.Configuration).AddConsoleLoggingDefaults();
        builder.Logging.ClearProviders().AddUsherConsole();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = DrainTimeout);
        string[] places = ["urls", "http_ports", "https_ports"];
        if (places.All(key => string.IsNullOrEmpty(builder.Configuration[key]))
            && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            builder.WebHost.UseUrls(UrlDefault);
        }

        return builder;
    }

    private static Roles ParseRoles(ArgumentResult argument)
    {
        var roles = Roles.None;
        var names = argument.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries));
        foreach (var name in names)
        {
            var known = name switch
            {
                "api" => Roles.Api,
                "worker" => Roles.Worker,
                "web" => Roles.Web,
                _ => Roles.None,
            };
            if (known == Roles.None)
            {
                argument.AddError($"--roles knows api, worker and web, not '{name}'");
            }

            roles |= known;
        }

        return roles;
    }
}
