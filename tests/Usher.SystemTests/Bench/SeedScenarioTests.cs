using Usher.Bench.Reports;
using Usher.Bench.Runs;
using Usher.Bench.Scenarios;
using Usher.Bench.Settings;
using Usher.Testing;

namespace Usher.SystemTests.Bench;

/// <summary>The acceptance scenario in small, against the real server.</summary>
public sealed class SeedScenarioTests(TestApi api) : IClassFixture<TestApi>
{
    private static readonly Scenario SmallSeed =
        Seed.Scenario(users: 16, shows: 4, seats: 50, perBooking: 2, confirmRatio: 0.5);

    [Fact]
    public async Task Many_users_on_few_seats_buy_each_seat_once()
    {
        var run = await RunAsync(api.Server);
        run.Verdict.Discrepancies.ShouldBeEmpty();
        run.Passed.ShouldBeTrue();
        run.ErrorsByStatus.ShouldBeEmpty();
        run.BookingsMade.ShouldBeGreaterThan(0);
        run.Conflicts.ShouldBeGreaterThan(0);
        run.Verdict.SeatsTaken.ShouldBe(2 * run.BookingsMade);
    }

    [Fact]
    public async Task The_database_bears_out_every_reply()
    {
        var run = await RunAsync(api.Server, api.Database.ConnectionString);
        run.Verdict.Discrepancies.ShouldBeEmpty();
        run.Verdict.BookingsCompared.ShouldBe(run.BookingsMade);
        run.BookingsMade.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task An_overloaded_server_turns_users_away_and_still_sells_each_seat_once()
    {
        await using var server = await TestServer.StartAsync(
            api.Database, ("Auth:AdminKey", TestApi.AdminKey),
            ("Bookings:BatchWorkers", "1"), ("Bookings:BatchCommandsMax", "1"), ("Bookings:QueueCommandsMax", "1"));
        var run = await RunAsync(server, api.Database.ConnectionString);
        run.Verdict.Discrepancies.ShouldBeEmpty();
        run.ErrorsByStatus.ShouldBeEmpty();
        run.Overloaded.ShouldBeGreaterThan(0);
        run.BookingsMade.ShouldBeGreaterThan(0);
    }

    private static Task<RunResult> RunAsync(TestServer server, string? postgres = null)
    {
        var settings = new RunSettings
        {
            Url = server.Http.BaseAddress!.ToString(),
            AdminKey = TestApi.AdminKey,
            Postgres = postgres,
            Seconds = 3,
            Timeout = TimeSpan.FromSeconds(30),
            Audit = false,
            RngSeed = 42,
        };
        return new BenchRun(SmallSeed, settings, TextWriter.Null, TimeProvider.System).RunAsync(CancellationToken.None);
    }
}
