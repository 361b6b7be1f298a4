using Usher.Engine.Bookings;
using Usher.Engine.Selling;
using Usher.Testing;

namespace Usher.Tests.Bookings;

public sealed class WarmUpShowTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_warm_up_booking_is_answered_like_any_other_and_leaves_no_trace()
    {
        await using var engine = new TestEngine(database.DataSources);
        using var warmUp = engine.WarmUps.Begin();

        var booking = await engine.HoldAsync(warmUp.ShowId, 1, 2);

        booking.Status.ShouldBe(BookingStatus.Pending);
        (await engine.Queries.FindAsync(booking.Id, CancellationToken.None)).ShouldBeNull();
        (await CountAsync(warmUp.ShowId)).ShouldBe(0);
        (await engine.HoldAsync(warmUp.ShowId, 1, 2)).SeatNumbers.ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Real_bookings_made_meanwhile_are_kept()
    {
        await using var engine = new TestEngine(
            database.DataSources, configure: options => options.Selling.BatchWorkers = 1);
        using var warmUp = engine.WarmUps.Begin();
        var show = await TestEngine.CreateShowAsync(database.DataSources, seats: 50);
        await engine.HoldAsync(show, 50);

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 49).SelectMany(seat => new[]
        {
            engine.BookAsync(warmUp.ShowId, seat), engine.BookAsync(show, seat),
        }));

        outcomes.ShouldAllBe(outcome => outcome is BookOutcome.Held);
        (await engine.OwnersAsync(show)).Count.ShouldBe(50);
        (await engine.Maps.FindAsync(show, CancellationToken.None))!.Seats
            .ShouldAllBe(seat => seat.Version == 1);
        (await CountAsync(warmUp.ShowId)).ShouldBe(0);
    }

    [Fact]
    public async Task After_it_there_is_no_such_show()
    {
        await using var engine = new TestEngine(database.DataSources);
        var warmUp = engine.WarmUps.Begin();
        await engine.HoldAsync(warmUp.ShowId, 1);

        warmUp.Dispose();

        (await engine.BookAsync(warmUp.ShowId, 1)).ShouldBeOfType<BookOutcome.ShowNotFound>();
    }

    private async Task<long> CountAsync(ShowId show)
    {
        await using var command = database.DataSource.CreateCommand("""
            select (select count(*) from shows where id = $1) + (select count(*) from seats where show_id = $1)
                + (select count(*) from bookings where show_id = $1)
                + (select count(*) from booking_events where show_id = $1)
            """);
        command.Parameters.Add(new Npgsql.NpgsqlParameter<long> { TypedValue = show.Value });
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
