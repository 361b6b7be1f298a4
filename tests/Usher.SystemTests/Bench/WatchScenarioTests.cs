using Usher.Bench.Http;
using Usher.Bench.Latency;
using Usher.Bench.Runs;
using Usher.Bench.Scenarios;
using Usher.Bench.Settings;
using Usher.Bench.Watching;
using Usher.Testing;

namespace Usher.SystemTests.Bench;

/// <summary>Watching in small, against the real server.</summary>
public sealed class WatchScenarioTests(TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task Every_watcher_sees_every_booking_and_ends_with_the_seats_as_they_are_stored()
    {
        var settings = new RunSettings
        {
            Url = api.Server.Http.BaseAddress!.ToString(),
            AdminKey = TestApi.AdminKey,
            Postgres = api.Database.ConnectionString,
            Seconds = 2,
            RequestsPerSecond = 50,
            Timeout = TimeSpan.FromSeconds(30),
            Audit = false,
            RngSeed = 42,
        };
        var context = new RunContext(settings, TextWriter.Null, TimeProvider.System, CancellationToken.None);
        using var sale = new WatchedSale(
            context, watchers: 20, buyers: 4, buyersElsewhere: 2, seats: 2000, showsElsewhere: 2);

        var run = await context.RunAsync(sale.Scenario(settings));

        run.Verdict.Discrepancies.ShouldBeEmpty();
        run.Claims.Length.ShouldBe(2);
        run.Claims.ShouldAllBe(claim => claim.Holds);
        run.BookingsMade.ShouldBeGreaterThan(0);
        var sights = run.Figures.Single(figure => figure.Name == "sights measured");
        sights.Value.ShouldBeGreaterThan(0);
        (sights.Value % 20).ShouldBe(0);
    }

    [Fact]
    public async Task A_watcher_who_missed_something_is_counted()
    {
        var show = await api.Server.CreateShowAsync(seats: 4);
        var target = await HttpTarget.FindAsync(
            api.Server.Http.BaseAddress!.ToString(), TimeSpan.FromSeconds(30), CancellationToken.None);
        using var crowd = new Crowd(3, TimeProvider.System);
        await crowd.OpenAsync(target, show.Id.Value, CancellationToken.None);
        await api.Http.BookAsync(show.Id, [2]);
        await crowd.SettleAsync();
        await crowd.CloseAsync();

        var stored = await SeatVersions.ReadAsync(api.Database.ConnectionString, show.Id.Value);
        var shown = await SeatVersions.ReadAsync(api.Server.Http.BaseAddress!, show.Id.Value);
        crowd.CountWrong(stored).ShouldBe(0);
        shown.OrderBy(seat => seat.Key).ShouldBe(stored.OrderBy(seat => seat.Key));
        stored[2] = new ToldSeat(2, 'B', 2);
        crowd.CountWrong(stored).ShouldBe(3);
        crowd.Lost.ShouldBeEmpty();

        var (sinceReply, sinceRequest) = (Latencies.Histogram(), Latencies.Histogram());
        var purchases = new Purchases(seatsMax: 4);
        purchases.Note(2, new Purchase(0, 0));
        crowd.Measure(purchases, sinceReply, sinceRequest);
        (sinceReply.TotalCount, sinceRequest.TotalCount).ShouldBe((3, 3));
    }
}
