using Usher.Postgres;


namespace Usher.Server.Workers;

/// <summary>Restarts the private PostgreSQL if it stops while this process serves.</summary>
internal sealed class DatabaseWatch(PrivatePostgres postgres) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => postgres.WatchAsync(stoppingToken);
}
