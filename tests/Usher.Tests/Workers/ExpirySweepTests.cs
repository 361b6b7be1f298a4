using Microsoft.Extensions.Options;
using Npgsql;
using Usher.Engine.Bookings;
using Usher.Engine.Database;
using Usher.Server.Workers;
using Usher.Testing;

namespace Usher.Tests.Workers;

public sealed class ExpirySweepTests(TestPostgres postgres) : IAsyncLifetime
{
    private readonly TestDatabase _database = new(postgres);

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task All_lapsed_holds_end_in_as_many_rounds_as_it_takes_and_the_others_stay()
    {
        await using var engine = new TestEngine(_database.DataSources, TestClock.AtOpening());
        var show = await TestEngine.CreateShowAsync(_database.DataSources, seats: 10, holdSeconds: 60);
        var lapsed = new List<Booking>();
        for (var seat = 1; seat <= 7; seat++)
        {
            lapsed.Add(await engine.HoldAsync(show, seat));
        }

        engine.Clock.Advance(TimeSpan.FromSeconds(60));
        var later = await engine.HoldAsync(show, 8);

        (await Sweep(engine, roundMax: 3).SweepAsync(default)).ShouldBe(7);

        foreach (var booking in lapsed)
        {
            var now = await engine.ReadAsync(booking.Id);
            (now.Status, now.Reason).ShouldBe((BookingStatus.Failed, FailureReason.Expired));
        }

        (await engine.OwnersAsync(show)).ShouldBe([new(8, later.Id)]);
        (await Sweep(engine).SweepAsync(default)).ShouldBe(0);
    }

    [Fact]
    public async Task Two_processes_that_sweep_at_once_expire_each_booking_once()
    {
        var clock = TestClock.AtOpening();
        await using var one = new TestEngine(_database.DataSources, clock);
        await using var other = new TestEngine(_database.DataSources, clock);
        var show = await TestEngine.CreateShowAsync(_database.DataSources, seats: 100, holdSeconds: 60);
        await Task.WhenAll(Enumerable.Range(1, 100).Select(seat => one.HoldAsync(show, seat)));
        clock.Advance(TimeSpan.FromMinutes(2));

        await Task.WhenAll(
            Sweep(one, roundMax: 10).SweepAsync(default), Sweep(other, roundMax: 10).SweepAsync(default));
        await Sweep(one).SweepAsync(default);

        (await one.OwnersAsync(show)).ShouldBeEmpty();
        await using var events = _database.DataSource.CreateCommand(
            "select count(*) from booking_events where to_status = 'FAILED'");
        (await events.ExecuteScalarAsync()).ShouldBe(100L);
    }

    [Fact]
    public async Task The_next_sweep_comes_when_the_next_hold_ends_or_after_the_interval()
    {
        await using var engine = new TestEngine(_database.DataSources, TestClock.AtOpening());
        using var sweep = Sweep(engine);
        (await sweep.PauseAsync(default)).ShouldBe(TimeSpan.FromSeconds(30));

        var show = await TestEngine.CreateShowAsync(_database.DataSources, seats: 10, holdSeconds: 60);
        await engine.HoldAsync(show, 1);
        (await sweep.PauseAsync(default)).ShouldBe(TimeSpan.FromSeconds(30));
        engine.Clock.Advance(TimeSpan.FromSeconds(47));
        (await sweep.PauseAsync(default)).ShouldBe(TimeSpan.FromSeconds(13));
        engine.Clock.Advance(TimeSpan.FromSeconds(12.9));
        (await sweep.PauseAsync(default)).ShouldBe(TimeSpan.FromSeconds(1));
        engine.Clock.Advance(TimeSpan.FromSeconds(1));
        (await sweep.PauseAsync(default)).ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Seats_whose_hold_has_ended_are_given_back_without_waiting_for_the_interval()
    {
        await using var engine = new TestEngine(_database.DataSources);
        var show = await TestEngine.CreateShowAsync(_database.DataSources, seats: 10, holdSeconds: 1);
        var booking = await engine.HoldAsync(show, 1);
        using var sweep = Sweep(engine, sweepSeconds: 3_600);
        await sweep.StartAsync(default);

        for (var i = 0; i < 600 && (await engine.ReadAsync(booking.Id)).Status == BookingStatus.Pending; i++)
        {
            await Task.Delay(100);
        }

        (await engine.ReadAsync(booking.Id)).Reason.ShouldBe(FailureReason.Expired);
        await sweep.StopAsync(default);
    }

    [Fact]
    public async Task A_crowd_of_buyers_puts_the_sweep_off_for_as_long_as_it_is_told()
    {
        await using var engine = new TestEngine(
            _database.DataSources, TestClock.AtOpening(), options => options.Selling.QueueCommandsMax = 1);
        var show = await TestEngine.CreateShowAsync(_database.DataSources, seats: 50, holdSeconds: 60);
        for (var seat = 1; seat <= 40; seat++)
        {
            await engine.HoldAsync(show, seat);
        }

        engine.Clock.Advance(TimeSpan.FromSeconds(60));
        var log = new RecordedLog<ExpirySweep>();
        using var sweep = Sweep(engine, log: log);

        var expired = await sweep.SweepAsync(default);
        expired.ShouldBeInRange(1, 39);
        (await sweep.PauseAsync(default)).ShouldBeLessThan(TimeSpan.FromSeconds(30));
        while (expired < 40)
        {
            expired += await sweep.SweepAsync(default);
        }

        (await engine.OwnersAsync(show)).ShouldBeEmpty();
        log.Lines.ShouldAllBe(line => line.Contains("Bookings expired"));
    }

    [Fact]
    public async Task A_database_that_is_away_is_logged_once_and_tried_again()
    {
        await using var nowhere = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody");
        await using var engine = new TestEngine(new DataSources(nowhere, nowhere, TestKeys.Ring));
        var log = new RecordedLog<ExpirySweep>();
        using var sweep = Sweep(engine, log: log);

        (await sweep.SweepAsync(default)).ShouldBe(0);
        (await sweep.SweepAsync(default)).ShouldBe(0);

        log.Lines.ShouldHaveSingleItem().ShouldContain("retrying every 30 s");
    }

    // What gets out of a worker ends the server with it.
    [Fact]
    public async Task A_failure_of_any_kind_is_logged_and_tried_again()
    {
        await using var ended = NpgsqlDataSource.Create(_database.ConnectionString);
        await using var engine = new TestEngine(new DataSources(ended, ended, TestKeys.Ring));
        await ended.DisposeAsync();
        var log = new RecordedLog<ExpirySweep>();
        using var sweep = Sweep(engine, log: log);

        (await sweep.SweepAsync(default)).ShouldBe(0);

        log.Lines.ShouldHaveSingleItem().ShouldContain("retrying every 30 s");
        (await sweep.PauseAsync(default)).ShouldBe(TimeSpan.FromSeconds(30));
    }

    private static ExpirySweep Sweep(
        TestEngine engine, int roundMax = 500, int sweepSeconds = 30, RecordedLog<ExpirySweep>? log = null) => new(
        engine.Queries,
        engine.Bookings,
        Options.Create(new SweepOptions { SweepBookingsMax = roundMax, SweepSeconds = sweepSeconds }),
        TimeProvider.System,
        log ?? new RecordedLog<ExpirySweep>());
}
