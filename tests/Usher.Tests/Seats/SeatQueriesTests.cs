using Usher.Engine.Seats;
using Usher.Testing;

namespace Usher.Tests.Seats;

public sealed class SeatQueriesTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Each_seat_tells_its_state_and_how_often_it_changed()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources, seats: 5);
        await engine.HoldAsync(show, 2);
        await engine.ConfirmAsync((await engine.HoldAsync(show, 3)).Id);
        await engine.CancelAsync((await engine.HoldAsync(show, 4)).Id);

        var map = (await new SeatQueries(database.DataSources).FindAsync(show, default)).ShouldNotBeNull();

        map.Seats.ShouldBe(
        [
            new SeatView(1, SeatStatus.Available, 0),
            new SeatView(2, SeatStatus.Held, 1),
            new SeatView(3, SeatStatus.Booked, 2),
            new SeatView(4, SeatStatus.Available, 2),
            new SeatView(5, SeatStatus.Available, 0),
        ]);
        map.Revision.ShouldBe(5);
        map.ShowId.ShouldBe(show);
        map.AsOf.Kind.ShouldBe(DateTimeKind.Utc);
    }

    [Fact]
    public async Task The_map_of_an_unknown_show_is_null() =>
        (await new SeatQueries(database.DataSources).FindAsync(new ShowId(BookingId.ShowIdMax), default))
            .ShouldBeNull();
}
