using Microsoft.Extensions.Options;
using Npgsql;
using Usher.Engine.Audit;
using Usher.Engine.Selling;

namespace Usher.Testing;

/// <summary>A database of one test's own in which a show of 20 seats has seen every kind of change.</summary>
public sealed class AuditedDatabase(TestPostgres postgres) : IAsyncDisposable
{
    private readonly TestDatabase _database = new(postgres);

    public ShowId Show { get; private set; }

    public BookingId Pending { get; private set; }

    public BookingId Confirmed { get; private set; }

    public BookingId Failed { get; private set; }

    public string ConnectionString => _database.ConnectionString;

    public static async Task<AuditedDatabase> CreateAsync(TestPostgres postgres)
    {
        var audited = new AuditedDatabase(postgres);
        await audited._database.InitializeAsync();
        await audited.SellAsync();
        return audited;
    }

    public Task<AuditReport> AuditAsync(int violationsMax = 20) => new DatabaseAudit(
        _database.DataSources,
        Options.Create(new SweepOptions()),
        Options.Create(new AuditOptions { ViolationsMax = violationsMax })).RunAsync(starting: null, default);

    /// <summary>Breaks something behind the engine's back. Fills in {show}, {pending}, {confirmed}, {failed}.</summary>
    public async Task PlantAsync(string sql)
    {
        await using var command = _database.DataSource.CreateCommand(sql
            .Replace("{show}", $"{Show}")
            .Replace("{pending}", $"'{Pending}'")
            .Replace("{confirmed}", $"'{Confirmed}'")
            .Replace("{failed}", $"'{Failed}'"));
        await command.ExecuteNonQueryAsync();
    }

    public Task<NpgsqlConnection> ConnectAsync() => _database.DataSource.OpenConnectionAsync().AsTask();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    // Seats 1 and 2 are held, 3 and 4 sold, 5 was given back, 6 extended, 7 taken over, 8 and 9 expired.
    private async Task SellAsync()
    {
        var clock = new TestClock(TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-10));
        await using var engine = new TestEngine(_database.DataSources, clock);
        Show = await TestEngine.CreateShowAsync(_database.DataSources, seats: 20, holdSeconds: 300);
        await engine.HoldAsync(Show, 7);
        await engine.ExpireAfterAsync(TimeSpan.FromMinutes(9), (await engine.HoldAsync(Show, 8, 9)).Id);
        await engine.HoldAsync(Show, 7);
        Pending = (await engine.HoldAsync(Show, 1, 2)).Id;
        Confirmed = (await engine.HoldAsync(Show, 3, 4)).Id;
        await engine.ConfirmAsync(Confirmed);
        Failed = (await engine.HoldAsync(Show, 5)).Id;
        await engine.CancelAsync(Failed);
        await engine.ExtendAsync((await engine.HoldAsync(Show, 6)).Id);
    }
}

internal static class Expiring
{
    public static async Task ExpireAfterAsync(this TestEngine engine, TimeSpan time, BookingId id)
    {
        engine.Clock.Advance(time);
        (await engine.ExpireAsync(id)).ShouldBeOfType<ExpireOutcome.Expired>();
    }
}
