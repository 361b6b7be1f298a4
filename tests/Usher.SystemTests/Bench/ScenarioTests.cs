using Usher.Bench.Reports;
using Usher.Bench.Runs;
using Usher.Bench.Scenarios;
using Usher.Bench.Settings;
using Usher.Testing;

namespace Usher.SystemTests.Bench;

/// <summary>Each scenario in small, against the real server.</summary>
public sealed class ScenarioTests(TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task On_a_hot_show_nobody_meets_a_taken_seat_and_the_run_goes_from_show_to_show()
    {
        var run = await RunAsync(Hot.Scenario(connections: 8, shows: 3, seats: 100, perBooking: 2), seconds: 60);
        run.Verdict.Discrepancies.ShouldBeEmpty();
        run.Conflicts.ShouldBe(0);
        run.EndedBecause.ShouldNotBeNull();
        run.Verdict.SeatsTaken.ShouldBeInRange(270, 300);
    }

    [Fact]
    public async Task A_herd_that_asks_for_the_best_pairs_gets_them_at_its_first_try_and_leaves_nobody_alone()
    {
        var run = await RunAsync(
            Best.Scenario(connections: 20, shows: 3, seats: 1024, perBooking: 2), seconds: 60);
        run.Verdict.Discrepancies.ShouldBeEmpty();
        run.Verdict.LoneSeats.ShouldBe(0);
        run.Claims.Length.ShouldBe(2);
        run.Claims.ShouldAllBe(claim => claim.Holds);
        run.Conflicts.ShouldBe(0);
        run.Verdict.SeatsTaken.ShouldBeInRange(2764, 3072);
    }

    [Theory]
    [InlineData("Held")]
    [InlineData("Confirmed")]
    [InlineData("Both")]
    public async Task On_sold_out_shows_everybody_is_refused(string soldAs)
    {
        var run = await RunAsync(SoldOut.Scenario(
            connections: 8, shows: 2, seats: 150, perBooking: 2, Enum.Parse<SoldAs>(soldAs)));
        run.Verdict.Discrepancies.ShouldBeEmpty();
        run.Claims.ShouldAllBe(claim => claim.Holds);
        run.Conflicts.ShouldBeGreaterThan(0);
        run.BookingsMade.ShouldBe(0);
        run.RefusalsPerSecond.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task In_a_rush_every_seat_is_sold_once_and_the_others_are_told()
    {
        var run = await RunAsync(
            Rush.Scenario(connections: 120, seats: 100, perBooking: 2, isOpen: false), seconds: 60);
        run.Verdict.Discrepancies.ShouldBeEmpty();
        run.Claims.Length.ShouldBe(2);
        run.Claims.ShouldAllBe(claim => claim.Holds);
        run.BookingsMade.ShouldBe(50);
        run.Figures.Select(figure => figure.Name).ShouldContain("until seats, p99");
    }

    [Fact]
    public async Task A_rush_that_arrives_bit_by_bit_ends_when_the_show_is_sold_out()
    {
        var run = await RunAsync(
            Rush.Scenario(connections: 10, seats: 40, perBooking: 2, isOpen: true), seconds: 60, perSecond: 500);
        run.Verdict.Discrepancies.ShouldBeEmpty();
        run.Verdict.SeatsTaken.ShouldBe(40);
        run.OfferedRequestsPerSecond.ShouldBe(500);
    }

    [Fact]
    public async Task The_report_is_one_page_with_both_charts_and_nothing_from_elsewhere()
    {
        var run = await RunAsync(Hot.Scenario(connections: 4, shows: 1, seats: 100_000, perBooking: 2));
        var page = run.ToHtml();
        page.ShouldContain("<h1>usher-bench hot</h1>");
        page.ShouldContain("<polyline");
        page.ShouldContain("<rect");
        page.ShouldContain("<h2>Processor time, ");
        page.ShouldContain("prefers-color-scheme: dark");
        page.ShouldNotContain("http-equiv");
        page.ShouldNotContain(" src=");
        page.ShouldNotContain("url(");
        run.ToText().ShouldContain("load average at start");
        run.ToText().ShouldContain("µs a booking: generator ");
    }

    private Task<RunResult> RunAsync(Scenario scenario, int seconds = 1, double perSecond = 0)
    {
        var settings = new RunSettings
        {
            Url = api.Server.Http.BaseAddress!.ToString(),
            AdminKey = TestApi.AdminKey,
            Postgres = api.Database.ConnectionString,
            Seconds = seconds,
            RequestsPerSecond = perSecond,
            Timeout = TimeSpan.FromSeconds(30),
            Audit = false,
            RngSeed = 42,
        };
        return new BenchRun(scenario, settings, TextWriter.Null, TimeProvider.System).RunAsync(CancellationToken.None);
    }
}
