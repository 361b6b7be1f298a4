using System.Diagnostics;
using Microsoft.Extensions.Options;
using Npgsql;
using Usher.Engine.Audit;
using Usher.Engine.Database;
using Usher.Testing;

namespace Usher.SystemTests.Faults;

/// <summary>
/// Real servers on a real database with a crowd before them: the place where things are broken. What it starts ends
/// with it, however a test ends.
/// </summary>
internal sealed class Arena : IAsyncDisposable
{
    private const int Buyers = 12;
    private const int HoldSeconds = 2;
    private const int WatchmansSeats = 20_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan WatchPause = TimeSpan.FromMilliseconds(50);

    private readonly BookingClient _client;
    private readonly NpgsqlDataSource _database;
    private readonly DataSources _data;
    private readonly int _seed;
    private long _watchmansShow;
    private int _watchmansSeat;

    private Arena(string connectionString, int seed, SupervisedServer[] servers)
    {
        _seed = seed;
        Servers = servers;
        ConnectionString = connectionString;
        _client = new BookingClient([.. servers.Select(server => server.Url)]);
        // Unpooled: no connection in it outlives a server that is killed.
        _database = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        _data = new DataSources(_database, _database, TestKeys.Ring);
        Crowd = new Crowd(_client, seed, Buyers);
    }

    public IReadOnlyList<SupervisedServer> Servers { get; }

    public Crowd Crowd { get; }

    public string ConnectionString { get; }

    public BookingClient Client => _client;

    /// <summary>How long the service was away after each fault.</summary>
    public List<Recovery> Recoveries { get; } = [];

    /// <summary>Opens with a full house: the servers sell, the crowd buys.</summary>
    public static async Task<Arena> OpenAsync(
        Func<string> findDatabase, int seed, params SupervisedServer[] servers)
    {
        try
        {
            await Task.WhenAll(servers.Select(server => server.UntilReadyAsync()));
            var arena = new Arena(findDatabase(), seed, servers);
            arena._watchmansShow = (await arena.PutOnSaleAsync(WatchmansSeats)).Id;
            await arena.RenewShowsAsync();
            arena.Crowd.Start();
            return arena;
        }
        catch
        {
            await Task.WhenAll(servers.Select(server => server.DisposeAsync().AsTask()));
            throw;
        }
    }

    /// <summary>A show that many fight for, and one with room for all: the crowd goes there.</summary>
    public async Task RenewShowsAsync() => Crowd.SendTo(await PutOnSaleAsync(60), await PutOnSaleAsync(3_000));

    public async Task<SaleShow> PutOnSaleAsync(int seats, int holdSeconds = HoldSeconds) =>
        new((await TestEngine.CreateShowAsync(_data, seats, holdSeconds)).Value, seats, holdSeconds);

    /// <summary>
    /// Does harm and waits until the service is back without a hand: until a booking is made that was asked for after
    /// the harm was seen mended. Keeps how long that took.
    /// </summary>
    public async Task SufferAsync(string name, Func<Task> harm, Func<Task>? untilMended = null)
    {
        var begun = Stopwatch.GetTimestamp();
        await harm();
        await (untilMended?.Invoke() ?? Task.CompletedTask);
        await UntilServedAsync();
        Recoveries.Add(new Recovery(name, Stopwatch.GetElapsedTime(begun)));
    }

    public async Task UntilServedAsync()
    {
        var begun = Stopwatch.GetTimestamp();
        while ((await AskOnceAsync()).Status != 201)
        {
            Stopwatch.GetElapsedTime(begun).ShouldBeLessThan(Patience, "the service does not come back");
            await Task.Delay(WatchPause);
        }
    }

    /// <summary>The watchman wants a seat that nobody else wants.</summary>
    public Task<Reply> AskOnceAsync()
    {
        _watchmansSeat++;
        return _client.BookAsync(Crowd.Add(new Purchase(
            $"watchman{_seed}-{_watchmansSeat}@example.com", _watchmansShow, [_watchmansSeat], key: null)));
    }

    /// <summary>One value from the database, or null while it is away.</summary>
    public async Task<object?> TryAskAsync(string sql)
    {
        try
        {
            await using var command = _database.CreateCommand(sql);
            return await command.ExecuteScalarAsync();
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }

    /// <summary>What must always hold, checked while everybody buys.</summary>
    public async Task AuditAsync()
    {
        var report = await new DatabaseAudit(
            _data, Options.Create(new SweepOptions()), Options.Create(new AuditOptions())).RunAsync(null, default);
        report.Findings.SelectMany(finding => finding.Violations).ShouldBeEmpty($"seed {_seed}");
    }

    /// <summary>Sends everybody home and proves that what they were told is what is stored.</summary>
    public async Task<Proof> ProveAsync()
    {
        await Crowd.LeaveAsync();
        var audit = await UsherProcess.RunAsync(ConnectionString, "audit");
        audit.Code.ShouldBe(0, $"{audit.Output}\n{audit.Errors}");
        var stored = await StoredBooking.ReadAllAsync(_database);
        var proof = Proof.Of(Crowd.Purchases, stored, Recoveries);
        proof.Violations.ShouldBeEmpty($"seed {_seed}");
        proof.Acknowledged.ShouldBeGreaterThan(0, "nobody was served at all");
        TestContext.Current.TestOutputHelper?.WriteLine(proof.ToString());
        return proof;
    }

    public async ValueTask DisposeAsync()
    {
        // Servers first: a crowd that still asks then hears so at once.
        await Task.WhenAll(Servers.Select(server => server.DisposeAsync().AsTask()));
        await Crowd.LeaveAsync();
        Crowd.Dispose();
        _client.Dispose();
        await _database.DisposeAsync();
    }
}
