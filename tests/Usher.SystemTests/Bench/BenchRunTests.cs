using System.Text.Json;
using Usher.Bench.Proof;
using Usher.Bench.Reports;
using Usher.Bench.Runs;
using Usher.Bench.Scenarios;
using Usher.Bench.Settings;

namespace Usher.SystemTests.Bench;

/// <summary>Whole runs against a server that keeps the contract, or breaks it in one way.</summary>
public sealed class BenchRunTests
{
    private static readonly Scenario SmallSeed =
        Seed.Scenario(users: 8, shows: 10, seats: 200, perBooking: 2, confirmRatio: 0.5);

    [Fact]
    public async Task An_honest_server_passes_and_every_request_is_accounted_for()
    {
        var run = await RunAsync(SmallSeed, Lie.None);
        run.Verdict.Discrepancies.ShouldBeEmpty();
        run.Passed.ShouldBeTrue();
        run.BookingsMade.ShouldBeGreaterThan(0);
        run.Conflicts.ShouldBeGreaterThan(0);
        run.Confirmed.ShouldBeInRange(1, run.BookingsMade - 1);
        run.Errors.ShouldBe(0);
        run.Requests.ShouldBe(run.BookingsMade + run.Conflicts + run.Confirmed);
        run.Verdict.SeatsTaken.ShouldBe(2 * run.BookingsMade);
        run.Latency.Single(row => row.Replies == "all").Count.ShouldBe(run.Requests);
    }

    [Theory]
    [InlineData(Lie.SellsTwice, nameof(DiscrepancyKind.SoldTwice))]
    [InlineData(Lie.LosesBookings, nameof(DiscrepancyKind.BookingLost))]
    [InlineData(Lie.TakesSeatsForNobody, nameof(DiscrepancyKind.SeatTakenByNobody))]
    [InlineData(Lie.RefusesFreeSeats, nameof(DiscrepancyKind.RefusedWhileFree))]
    public async Task A_server_that_lies_fails_and_its_lie_is_named(Lie lie, string named)
    {
        var run = await RunAsync(SmallSeed, lie);
        run.Passed.ShouldBeFalse();
        run.Verdict.Discrepancies.Select(discrepancy => discrepancy.Kind.ToString()).ShouldContain(named);
        ResultText.Render(run).ShouldContain("FAILED");
    }

    [Fact]
    public async Task Spread_never_meets_a_taken_seat_and_ends_before_the_seats_do()
    {
        var spread = Spread.Scenario(connections: 4, shows: 5, seats: 100, perBooking: 2);
        var run = await RunAsync(spread, Lie.None, seconds: 60);
        run.EndedBecause.ShouldNotBeNull();
        run.Conflicts.ShouldBe(0);
        run.Verdict.SeatsTaken.ShouldBeInRange(450, 500);
        run.Passed.ShouldBeTrue();
    }

    [Fact]
    public async Task Open_load_offers_what_it_was_told()
    {
        var spread = Spread.Scenario(connections: 4, shows: 5, seats: 1000, perBooking: 2);
        var run = await RunAsync(spread, Lie.None, requestsPerSecond: 100);
        run.Requests.ShouldBeInRange(1, (long)(100 * run.MeasuredSeconds) + 1);
        run.Passed.ShouldBeTrue();
    }

    [Fact]
    public async Task The_JSON_carries_the_figures_of_the_table()
    {
        var run = await RunAsync(SmallSeed, Lie.None);
        using var json = JsonDocument.Parse(run.ToJson());
        json.RootElement.GetProperty("bookings_made").GetInt64().ShouldBe(run.BookingsMade);
        json.RootElement.GetProperty("latency").GetArrayLength().ShouldBe(run.Latency.Length);
        json.RootElement.GetProperty("verdict").GetProperty("passed").GetBoolean().ShouldBeTrue();
        json.RootElement.GetProperty("audit").GetProperty("text").GetString().ShouldBe("not run: --no-audit");
    }

    [Fact]
    public async Task A_wrong_admin_key_is_told_with_the_remedy() =>
        (await Should.ThrowAsync<BenchException>(() => RunAsync(SmallSeed, Lie.None, adminKey: "wrong"))).Message
            .ShouldBe("The server refuses to create shows (401). Pass its Auth__AdminKey with --admin-key.");

    [Fact]
    public async Task Another_web_server_is_recognised_as_such()
    {
        using var server = new ScriptedServer("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        var run = new BenchRun(SmallSeed, Settings(server.Url), TextWriter.Null, TimeProvider.System);
        (await Should.ThrowAsync<BenchException>(() => run.RunAsync(CancellationToken.None))).Message
            .ShouldContain("is not an Usher server");
    }

    private static async Task<RunResult> RunAsync(
        Scenario scenario, Lie lie, int seconds = 1, string adminKey = ToyServer.AdminKey, double requestsPerSecond = 0)
    {
        await using var server = await ToyServer.StartAsync(lie);
        var settings = Settings(server.Url) with
        {
            AdminKey = adminKey,
            Seconds = seconds,
            RequestsPerSecond = requestsPerSecond,
        };
        var run = new BenchRun(scenario, settings, TextWriter.Null, TimeProvider.System);
        return await run.RunAsync(CancellationToken.None);
    }

    private static RunSettings Settings(string url) => new()
    {
        Url = url,
        Seconds = 1,
        Timeout = TimeSpan.FromSeconds(30),
        Audit = false,
        RngSeed = 42,
    };
}
