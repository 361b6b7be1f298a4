using Microsoft.Extensions.DependencyInjection;
using Usher.Server.Demo;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>A server with the demo's shows, whose venues are in London.</summary>
public sealed class DemoSite(TestPostgres postgres) : IAsyncLifetime
{
    private readonly TestDatabase _database = new(postgres);
    private TestServer? _server;

    internal TestServer Server =>
        _server ?? throw new InvalidOperationException("The fixture has not been initialized.");

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _server = await TestServer.StartAsync(_database, ("Shows:TimeZone", "Europe/London"));
        await ActivatorUtilities.CreateInstance<DemoShows>(Server.Services).CreateAsync(CancellationToken.None);
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
