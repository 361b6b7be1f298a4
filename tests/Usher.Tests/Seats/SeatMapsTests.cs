using Npgsql;
using Usher.Engine.Seats;
using Usher.Engine.Selling;
using Usher.Testing;

namespace Usher.Tests.Seats;

public sealed class SeatMapsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task The_map_follows_this_processs_own_commits_at_once()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources, seats: 4);
        (await StatusesAsync(engine, show)).ShouldBe("AAAA");

        var booking = await engine.HoldAsync(show, 2, 3);
        (await StatusesAsync(engine, show)).ShouldBe("AHHA");
        await engine.ConfirmAsync(booking.Id);
        (await StatusesAsync(engine, show)).ShouldBe("ABBA");
        var map = (await engine.Maps.FindAsync(show, CancellationToken.None)).ShouldNotBeNull();
        map.Seats.Select(seat => seat.Version).ShouldBe([0, 2, 2, 0]);
        map.Revision.ShouldBe(4);
    }

    [Fact]
    public async Task An_unchanged_map_is_the_same_map()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var first = await engine.Maps.FindAsync(show, CancellationToken.None);

        (await engine.Maps.FindAsync(show, CancellationToken.None)).ShouldBeSameAs(first);
        await engine.HoldAsync(show, 1);
        (await engine.Maps.FindAsync(show, CancellationToken.None)).ShouldNotBeSameAs(first);
    }

    [Fact]
    public async Task A_show_that_does_not_exist_has_no_map()
    {
        await using var engine = new TestEngine(database.DataSources);

        (await engine.Maps.FindAsync(new ShowId(BookingId.ShowIdMax), CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_seat_known_to_be_taken_is_refused_without_the_database()
    {
        await using var proxy = new CuttingProxy(database.ConnectionString);
        await using var engine = new TestEngine(proxy.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var sold = await engine.HoldAsync(show, 1, 2);
        await engine.ConfirmAsync(sold.Id);
        await engine.Maps.FindAsync(show, CancellationToken.None);

        proxy.SetDown(true);

        (await engine.BookAsync(show, 2, 3)).ShouldBeOfType<BookOutcome.SeatsTaken>().SeatNumbers.ShouldBe([2]);
        (await engine.BookAsync(show, 3)).ShouldBeOfType<BookOutcome.Unavailable>();
    }

    [Fact]
    public async Task With_a_key_it_is_refused_without_a_lock()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        await engine.HoldAsync(show, 1);
        await engine.Maps.FindAsync(show, CancellationToken.None);
        await using var rival = await database.DataSources.Primary.OpenConnectionAsync();
        await using var transaction = await rival.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(
            $"select from seats where show_id = {show} for update", rival, transaction);
        await command.ExecuteNonQueryAsync();

        (await engine.BookAsync("key", show, 1, 2)).ShouldBeOfType<BookOutcome.SeatsTaken>()
            .SeatNumbers.ShouldBe([1]);
        engine.Refusals.From(show, engine.Refusals.Since.AddMinutes(-1)).Sum(minute => minute.Count)
            .ShouldBe(1);
    }

    [Fact]
    public async Task Enough_refusals_bring_the_map_into_memory_by_themselves()
    {
        await using var proxy = new CuttingProxy(database.ConnectionString);
        await using var engine = new TestEngine(proxy.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        await engine.HoldAsync(show, 1);
        await engine.BookAsync(show, 1);
        await engine.Maps.FindAsync(show, CancellationToken.None);

        proxy.SetDown(true);

        (await engine.BookAsync(show, 1)).ShouldBeOfType<BookOutcome.SeatsTaken>();
    }

    [Fact]
    public async Task A_seat_freed_elsewhere_is_refused_for_no_longer_than_a_map_may_be_old()
    {
        var time = new TestTime();
        await using var here = new TestEngine(database.DataSources, TestClock.AtOpening(), time: time);
        await using var elsewhere = new TestEngine(database.DataSources, here.Clock);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var booking = await here.HoldAsync(show, 1);
        await here.Maps.FindAsync(show, CancellationToken.None);

        await elsewhere.CancelAsync(booking.Id);
        (await here.BookAsync(show, 1)).ShouldBeOfType<BookOutcome.SeatsTaken>();
        time.Advance(TimeSpan.FromSeconds(10));

        (await here.BookAsync(show, 1)).ShouldBeOfType<BookOutcome.Held>();
    }

    [Fact]
    public async Task A_hold_that_has_ended_is_not_refused_from_memory()
    {
        await using var engine = new TestEngine(database.DataSources, TestClock.AtOpening());
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        await engine.HoldAsync(show, 1);
        await engine.Maps.FindAsync(show, CancellationToken.None);
        (await engine.BookAsync(show, 1)).ShouldBeOfType<BookOutcome.SeatsTaken>();

        engine.Clock.Advance(TimeSpan.FromSeconds(60));

        (await engine.BookAsync(show, 1)).ShouldBeOfType<BookOutcome.Held>();
    }

    [Fact]
    public async Task A_repeated_key_finds_its_booking_though_the_map_says_its_seats_are_taken()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var first = (await engine.BookAsync("key", show, 1)).ShouldBeOfType<BookOutcome.Held>().Booking;
        await engine.Maps.FindAsync(show, CancellationToken.None);

        (await engine.BookAsync("key", show, 1)).ShouldBeOfType<BookOutcome.Held>().Booking.Id.ShouldBe(first.Id);
    }

    [Fact]
    public async Task Maps_nobody_used_lately_are_dropped_and_read_again_when_asked_for()
    {
        var time = new TestTime();
        await using var engine = new TestEngine(
            database.DataSources, configure: options => options.SeatMaps.SeatMapSeatsMax = 50, time: time);
        var shows = new ShowId[4];
        for (var i = 0; i < shows.Length; i++)
        {
            shows[i] = await TestEngine.CreateShowAsync(database.DataSources, seats: 20);
            await engine.Maps.FindAsync(shows[i], CancellationToken.None);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        engine.Maps.SeatsInMemory.ShouldBeInRange(20, 50);
        await engine.HoldAsync(shows[0], 7);
        (await StatusesAsync(engine, shows[0])).ShouldBe("AAAAAAHAAAAAAAAAAAAA");
    }

    private static async Task<string> StatusesAsync(TestEngine engine, ShowId show)
    {
        var map = (await engine.Maps.FindAsync(show, CancellationToken.None)).ShouldNotBeNull();
        return string.Concat(map.Seats.Select(seat => seat.Status switch
        {
            SeatStatus.Available => 'A',
            SeatStatus.Held => 'H',
            _ => 'B',
        }));
    }
}
