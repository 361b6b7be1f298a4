using Npgsql;
using Usher.Engine.Database;
using Usher.Engine.Selling;
using Usher.Testing;

namespace Usher.Tests.Database;

/// <summary>A database of the program before is upgraded while buyers book on it.</summary>
public sealed class UpgradeTests(TestPostgres postgres) : IAsyncLifetime
{
    private const int Buyers = 6;
    private const int Seats = 20_000;

    private static readonly Migration Source = new(
        "9001_source.sql", "alter table bookings add column source text;\n");

    private static readonly Migration Zone = new(
        "9002_zone.sql", "alter table seats add column zone int not null default 0;\n");

    private static readonly Migration Index = new("9003_bookings_by_source.sql", """
        -- evolve-tx-off
        create index concurrently if not exists bookings_by_source on bookings (source) where source is not null;
        """);

    private readonly BareDatabase _database = new(postgres);
    private int _bought;

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Buyers_notice_nothing_and_the_program_before_runs_on_what_comes_of_it()
    {
        var source = _database.DataSource;
        await FirstRunner.OfRelease(source).ApplyAsync();
        await new Migrator(source).ApplyAsync();
        var data = new DataSources(source, source, TestKeys.Ring);
        await using var engine = new TestEngine(data);
        var show = await TestEngine.CreateShowAsync(data, Seats);
        using var closing = new CancellationTokenSource();
        var buying = Enumerable.Range(0, Buyers).Select(n => BuyAsync(engine, show, n + 1, closing.Token)).ToList();
        await UntilBoughtAsync(100);

        // An index waits for transactions that are older than it: this one keeps the upgrade under way for a while.
        await using var reader = await source.OpenConnectionAsync();
        await using var reading = await reader.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        await using var read = new NpgsqlCommand("select count(*) from organizations", reader);
        await read.ExecuteScalarAsync();
        var upgrading = new Migrator(source, [.. Migration.Embedded, Source, Zone, Index]).ApplyAsync();
        await _database.UntilFoundAsync(
            "select phase from pg_stat_progress_create_index where phase = 'waiting for old snapshots'");
        await UntilBoughtAsync(_bought + 200);
        var wasUnderWay = !upgrading.IsCompleted;
        await reading.RollbackAsync();
        var applied = await upgrading;
        await UntilBoughtAsync(_bought + 100);
        await closing.CancelAsync();
        await Task.WhenAll(buying);

        wasUnderWay.ShouldBeTrue();
        applied.ShouldBe([Source.Name, Zone.Name, Index.Name]);
        (await _database.ReadAsync("""
            select indexrelid::regclass::text from pg_index
            where indexrelid = 'bookings_by_source'::regclass and indisvalid
            """)).ShouldBe(["bookings_by_source"]);
        (await engine.OwnersAsync(show)).Count.ShouldBe(_bought);
        (await FirstRunner.OfRelease(source).ApplyAsync()).ShouldBeEmpty();
        (await _database.ReadAsync("select name || ' ' || checksum from schema_migrations order by number"))
            .ShouldBe(FirstRunner.Files.Select(file => $"{file.Name} {file.Checksum}"));
    }

    // Each buyer has every sixth seat, so nobody may be refused anything.
    private async Task BuyAsync(TestEngine engine, ShowId show, int first, CancellationToken closing)
    {
        for (var seat = first; seat <= Seats && !closing.IsCancellationRequested; seat += Buyers)
        {
            var booking = await engine.HoldAsync(show, seat);
            (await engine.ConfirmAsync(booking.Id)).ShouldBeOfType<ConfirmOutcome.Confirmed>();
            Interlocked.Increment(ref _bought);
        }
    }

    private async Task UntilBoughtAsync(int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (Volatile.Read(ref _bought) < count)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);
        }
    }
}
