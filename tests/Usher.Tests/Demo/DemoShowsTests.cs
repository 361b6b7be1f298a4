using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Usher.Engine.SeatingPlans;
using Usher.Server.Demo;
using Usher.Testing;

namespace Usher.Tests.Demo;

public sealed class DemoShowsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task The_demo_has_halls_with_prices_looks_alive_and_is_made_once()
    {
        await using var engine = new TestEngine(database.DataSources);
        await using var other = new TestEngine(database.DataSources);

        await Task.WhenAll(DemoOf(engine).CreateAsync(default), DemoOf(other).CreateAsync(default));
        await DemoOf(engine).CreateAsync(default);

        var shows = (await database.DataSources.ShowQueries().ListAsync(null, null, 100, null, default)).Shows
            .ToDictionary(listing => listing.Show.Name);
        shows.Count.ShouldBe(7);
        shows.Values.ShouldAllBe(listing => listing.Show.PlanId != null);
        shows["The Salt Road"].Show.Prices.Length.ShouldBe(5);
        shows["The Salt Road"].AvailableSeats.ShouldBeInRange(150, 350);
        shows["Winter Orchard"].Show.PlanId.ShouldBe(shows["The Salt Road"].Show.PlanId);
        shows["Winter Orchard"].Show.SalesOpenAt.ShouldNotBeNull();
        shows["Nine Lamps for a Small Room"].AvailableSeats.ShouldBe(0);
        shows["The derby: City against United"].Show.TotalSeats.ShouldBe(50_000);
        shows["Town hall: an appointment at the passport desk"].Show.Prices.ShouldBeEmpty();
    }

    private DemoShows DemoOf(TestEngine engine) => new(
        database.DataSources.OrganiserWrites(), engine.Service, database.DataSources.ShowQueries(),
        new SeatingPlanStore(database.DataSources), database.DataSources.PlanService(), engine.Bookings,
        Options.Create(new ShowTimeOptions()), TimeProvider.System, NullLogger<DemoShows>.Instance);
}
