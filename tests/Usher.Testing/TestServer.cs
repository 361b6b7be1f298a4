using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Usher.Api;
using Usher.BoxOffice;
using Usher.Engine;
using Usher.Engine.Database;
using Usher.Engine.Selling;
using Usher.Engine.Shows;
using Usher.Pages;
using Usher.Server.Hosting;

namespace Usher.Testing;

/// <summary>The real API on a real port, over a given database. Settings are configuration: "Auth:AdminKey".</summary>
internal sealed class TestServer : IAsyncDisposable
{
    // Tests share the machine with each other: nobody is refused because it is busy, unless a test is about that.
    private static readonly Dictionary<string, string?> Patience = new()
    {
        ["Http:QueueDelayMillisecondsMax"] = "60000",
        ["Bookings:QueueMillisecondsMax"] = "60000",
        // And all of them come from one address.
        ["Bookings:HeldSeatsPerClientMax"] = "0",
        ["RateLimits:Enabled"] = "false",
    };

    private readonly WebApplication _app;

    private TestServer(WebApplication app, DataSources data)
    {
        _app = app;
        Data = data;
        Http = new HttpClient(new OpenApiWitness(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
        }))
        {
            BaseAddress = new Uri(app.Urls.Single()),
            DefaultRequestVersion = HttpVersion.Version11,
        };
    }

    public HttpClient Http { get; }

    public DataSources Data { get; }

    public IServiceProvider Services => _app.Services;

    public IBookingService Bookings => Services.GetRequiredService<IBookingService>();

    public static Task<TestServer> StartAsync(TestDatabase database, params (string Key, string Value)[] settings) =>
        StartAsync(database.DataSources, "Development", EngineClock.Database, settings);

    public static Task<TestServer> StartAsync(
        DataSources data, string environment, EngineClock clock, params (string Key, string Value)[] settings) =>
        StartAtAsync(data, environment, clock, "http://127.0.0.1:0", settings);

    /// <summary>At an address of the test's choice.</summary>
    public static Task<TestServer> StartAtAsync(
        TestDatabase database, string url, params (string Key, string Value)[] settings) =>
        StartAtAsync(database.DataSources, "Development", EngineClock.Database, url, settings);

    private static async Task<TestServer> StartAtAsync(
        DataSources data, string environment, EngineClock clock, string url, (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            EnvironmentName = environment,
            ApplicationName = typeof(ServerHost).Assembly.GetName().Name,
        });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(Patience);
        builder.Configuration.AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        builder.Services.AddSingleton(data);
        builder.Services.AddSingleton(clock);
        builder.Services.AddUsherEngine(builder.Configuration).AddUsherBoxOffice();
        var app = builder.AddUsherApi().AddUsherPages().Build().MapUsherApi().MapUsherPages();
        try
        {
            await app.StartAsync();
            return new TestServer(app, data);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public async Task<Show> CreateShowAsync(
        int seats = 50, int? holdSeconds = null, DateTime? opensAt = null, bool extensionAllowed = true,
        string name = "Evening performance", DateTime? startsAt = null, string? timeZone = null) =>
        await CreateShowAsync(new NewShow(name, startsAt ?? FarOff, seats, holdSeconds, opensAt)
        {
            ExtensionAllowed = extensionAllowed,
            TimeZone = timeZone,
        });

    public async Task<Show> CreateShowAsync(NewShow show) =>
        await Services.GetRequiredService<ShowCreation>().CreateAsync(show, seatsCreated: null, CancellationToken.None);

    /// <summary>When shows begin, unless a test says otherwise: not in this program's time.</summary>
    public static DateTime FarOff { get; } = new(2999, 3, 14, 19, 30, 0, DateTimeKind.Utc);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

/// <summary>A server and a database of a test class's own, as its <c>IClassFixture&lt;TestApi&gt;</c>.</summary>
public sealed class TestApi(TestPostgres postgres) : IAsyncLifetime
{
    public const string AdminKey = "a-key-for-the-tests-only";

    private readonly TestDatabase _database = new(postgres);
    private TestServer? _server;

    internal TestServer Server =>
        _server ?? throw new InvalidOperationException("The fixture has not been initialized.");

    internal HttpClient Http => Server.Http;

    public TestDatabase Database => _database;

    public TestPostgres Postgres => postgres;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _server = await TestServer.StartAsync(_database, ("Auth:AdminKey", AdminKey));
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        await _database.DisposeAsync();
    }
}
