using Usher.Postgres;


namespace Usher.Server.Workers;

/// <summary>Keeps the private PostgreSQL running while this process serves.</summary>
internal sealed class DatabaseWatch(PrivatePostgres postgres) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => postgres.WatchAsync(stoppingToken);
}
