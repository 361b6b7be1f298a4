using System.Globalization;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Seats;
using Usher.Engine.Selling;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.Tests.Shows;

/// <summary>A show moves to another version of its plan, and no seat that anybody has is lost or becomes another.
/// </summary>
public sealed class ShowPlansTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly DateTime Start = new(2031, 1, 1, 19, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Rows_behind_the_last_one_are_added_while_seats_are_sold_and_watched()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await CreateAsync("A1 A2 B1 B2");
        await AddVersionAsync(show, "A1 A2 B1 B2 C1 C2");
        var sold = await engine.HoldAsync(show.Id, 4);
        using var feed = (await engine.Maps.FollowAsync(show.Id, default)).ShouldNotBeNull();
        (await engine.BookAsync(show.Id, 5)).ShouldBeOfType<BookOutcome.SeatsNotFound>();
        var before = feed.Snapshot().Revision;

        (await MoveAsync(engine, show.Id, 2)).ShouldBe(new PlanMove.Moved(2, 6));

        feed.Snapshot().Seats.Length.ShouldBe(6);
        feed.Snapshot().Revision.ShouldBeGreaterThan(before);
        (await engine.HoldAsync(show.Id, 5, 6)).SeatNumbers.ShouldBe([5, 6]);
        feed.TakeChanges().ShouldNotBeNull().Seats.ShouldBe(
            [new SeatView(5, SeatStatus.Held, 1), new SeatView(6, SeatStatus.Held, 1)]);
        (await engine.OwnersAsync(show.Id))[4].ShouldBe(sold.Id);
        (await engine.BookAsync(show.Id, 7)).ShouldBeOfType<BookOutcome.SeatsNotFound>().TotalSeats.ShouldBe(6);
    }

    [Fact]
    public async Task Seats_at_the_end_that_nobody_ever_had_may_go_and_come_again()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await CreateAsync("A1 A2 B1 B2");
        await AddVersionAsync(show, "A1 A2");
        using var feed = (await engine.Maps.FollowAsync(show.Id, default)).ShouldNotBeNull();
        await engine.HoldAsync(show.Id, 2);

        (await MoveAsync(engine, show.Id, 2)).ShouldBe(new PlanMove.Moved(2, 2));
        feed.Snapshot().Seats.Length.ShouldBe(2);
        (await engine.BookAsync(show.Id, 3)).ShouldBeOfType<BookOutcome.SeatsNotFound>();

        (await MoveAsync(engine, show.Id, 1)).ShouldBe(new PlanMove.Moved(1, 4));
        (await MoveAsync(engine, show.Id, 1)).ShouldBe(new PlanMove.Moved(1, 4));
        (await engine.HoldAsync(show.Id, 3)).SeatNumbers.ShouldBe([3]);
    }

    [Theory]
    [InlineData("A1 A2", "B 1,B 2", true)]
    [InlineData("A1 A2 B1", "B 2", true)]
    [InlineData("A1 A2 C1 B1 B2", "B 1,B 2", true)]
    [InlineData("A2 A1 B1 B2", "A 1,A 2", false)]
    [InlineData("A1 A3 B1 B2", "A 2", false)]
    public async Task A_version_without_a_booked_seat_or_with_another_in_its_place_is_refused_and_the_seats_named(
        string seats, string inTheWay, bool areBooked)
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await CreateAsync("A1 A2 B1 B2");
        await AddVersionAsync(show, seats);
        await engine.ConfirmAsync((await engine.HoldAsync(show.Id, 3)).Id);
        await engine.CancelAsync((await engine.HoldAsync(show.Id, 4)).Id);

        var refused = (await MoveAsync(engine, show.Id, 2)).ShouldBeOfType<PlanMove.SeatsInTheWay>();

        (string.Join(',', refused.Labels), refused.AreBooked).ShouldBe((inTheWay, areBooked));
        (await engine.Shows.FindAsync(show.Id, default)).ShouldNotBeNull().PlanVersion.ShouldBe(1);
        (await engine.OwnersAsync(show.Id)).Keys.ShouldBe([3]);
    }

    [Fact]
    public async Task Before_its_sale_a_show_that_nobody_has_a_seat_of_moves_to_any_version()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await CreateAsync("A1 A2 B1 B2", opensAt: TestClock.AtOpening().Now!.Value.AddYears(1));
        await AddVersionAsync(show, "Z1 A2 A1");

        (await MoveAsync(engine, show.Id, 2)).ShouldBe(new PlanMove.Moved(2, 3));

        await engine.BlockAsync(show.Id, 1);
        (await MoveAsync(engine, show.Id, 1)).ShouldBeOfType<PlanMove.SeatsInTheWay>().Labels.ShouldBe(["Z 1"]);
    }

    [Fact]
    public async Task A_move_that_makes_no_sense_is_refused_by_its_reason()
    {
        await using var engine = new TestEngine(database.DataSources);
        var priced = await CreateAsync("A1", price: 500);
        await AddVersionAsync(priced, "A1 B1", category: "Balcony");
        var plain = await TestEngine.CreateShowAsync(database.DataSources);

        (await MoveAsync(engine, priced.Id, 2)).ShouldBeOfType<PlanMove.PricesMissing>()
            .Categories.ShouldBe(["Balcony"]);
        (await MoveAsync(engine, priced.Id, 9)).ShouldBe(new PlanMove.VersionNotFound(priced.PlanId!.Value));
        (await MoveAsync(engine, plain, 1)).ShouldBe(new PlanMove.NoPlan());
        (await MoveAsync(engine, new ShowId(999_999_999), 1)).ShouldBe(new PlanMove.ShowNotFound());
    }

    private static SeatingPlan Plan(string seats, string category = "Seats")
    {
        var table = new SeatTable("Hall");
        foreach (var (i, seat) in seats.Split(' ').Index())
        {
            table.Add(
                i + 1, "Stalls", $"{seat[0]}", seat[1..], $"{i * 25}", "50", category, kind: null,
                seatGuid: seat);
        }

        return table.Finish().Plan.ShouldNotBeNull();
    }

    private async Task<Show> CreateAsync(string seats, DateTime? opensAt = null, long? price = null)
    {
        var show = NewShow.In(Plan(seats), string.Create(CultureInfo.InvariantCulture, $"Show {seats}"), Start) with
        {
            SalesOpenAt = opensAt,
            Currency = price is null ? null : "EUR",
            Prices = price is { } amount ? [new Price("Seats", amount)] : [],
        };
        return await new ShowCreation(database.DataSources).CreateAsync(show, seatsCreated: null, default);
    }

    private Task AddVersionAsync(Show show, string seats, string category = "Seats") =>
        database.DataSources.StoreVersionAsync(show.PlanId!.Value, Plan(seats, category));

    private static Task<PlanMove> MoveAsync(TestEngine engine, ShowId show, int version) =>
        engine.Service.MoveAsync(show, version, _ => false, TestEngine.Desk, default);
}
