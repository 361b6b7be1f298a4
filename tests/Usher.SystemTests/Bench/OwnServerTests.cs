using System.CommandLine;
using System.Text.Json;
using Npgsql;
using Usher.Bench.Cli;
using Usher.Bench.Comparisons;
using Usher.Bench.Machine;
using Usher.Bench.Revisions;
using Usher.Bench.Runs;
using Usher.Bench.Scenarios;
using Usher.Bench.Servers;
using Usher.Bench.Settings;
using Usher.Testing;

namespace Usher.SystemTests.Bench;

/// <summary>Benchmarks that start their own servers, with tiny numbers.</summary>
public sealed class OwnServerTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_run_on_a_server_of_its_own_is_proven_and_leaves_nothing_behind()
    {
        await RequirePostgresAsync();
        var before = Leftovers();
        var (code, output, errors) = await InvokeAsync(
            SpreadCommand.Create(), "--start --shows 5 --connections 4 --seconds 1 --warmup-seconds 0 --json");
        code.ShouldBe(ScenarioCommand.Passed, errors);
        using var json = JsonDocument.Parse(output);
        json.RootElement.GetProperty("bookings_made").GetInt64().ShouldBeGreaterThan(0);
        json.RootElement.GetProperty("audit").GetProperty("text").GetString().ShouldBe("clean");
        var cost = json.RootElement.GetProperty("processor_cost");
        cost.GetProperty("per").GetString().ShouldBe("booking");
        cost.GetProperty("generator_us").GetDouble().ShouldBeGreaterThan(0);
        cost.GetProperty("server_us").GetDouble().ShouldBeGreaterThan(0);
        cost.GetProperty("postgres_us").GetDouble().ShouldBeGreaterThan(0);
        json.RootElement.GetProperty("machine").GetProperty("cores").GetInt32().ShouldBe(Environment.ProcessorCount);
        Leftovers().ShouldBe(before);
    }

    [Fact]
    public async Task A_sale_that_opens_with_a_restart_is_measured_from_the_moment_of_readiness()
    {
        await RequirePostgresAsync();
        var (code, output, errors) = await InvokeAsync(
            ColdCommand.Create(), "--shows 5 --connections 4 --seconds 2 --rounds 1 --no-audit --json");
        code.ShouldBe(ScenarioCommand.Passed, errors);
        using var json = JsonDocument.Parse(output);
        json.RootElement.GetProperty("series").GetArrayLength().ShouldBe(2);
        json.RootElement.GetProperty("failures").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task One_client_holds_its_share_and_with_no_limit_all_it_can()
    {
        await RequirePostgresAsync();
        var (code, output, errors) = await InvokeAsync(
            HoardCommand.Create(), "--seats 1000 --connections 4 --others 3 --seconds 5 --rounds 1 --json");
        code.ShouldBe(ScenarioCommand.Passed, errors);
        using var json = JsonDocument.Parse(output);
        var figures = json.RootElement.GetProperty("series").EnumerateArray().ToDictionary(
            one => one.GetProperty("name").GetString()!, one => one.GetProperty("rounds")[0].GetDouble());
        figures[$"limit 100: {Hoard.Held}"].ShouldBeInRange(1, 100);
        figures[$"no limit: {Hoard.Held}"].ShouldBeInRange(101, 1000);
        figures[$"limit 100: {Hoard.Sold}"].ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Past_sales_are_stored_as_the_audit_wants_them()
    {
        await RequirePostgresAsync();
        await using var server = await OwnServer.StartAsync(TimeProvider.System, CancellationToken.None);
        var context = new RunContext(Settings(), TextWriter.Null, TimeProvider.System, CancellationToken.None);
        await new PastSales(SeatsPerShow: 1000, StartInDays: -1, SaleDays: 365)
            .StoreAsync(context, server, seats: 2500);
        await using var database = NpgsqlDataSource.Create(server.Postgres);
        (await CountAsync(database, "seats")).ShouldBe(3000);
        (await CountAsync(database, "bookings")).ShouldBe(1500);
        (await CountAsync(database, "booking_events")).ShouldBe(3000);
        (await Usher.Bench.Proof.UsherAudit.RunAsync(server.Postgres, TimeProvider.System)).Text.ShouldBe("clean");
        server.PeakMemoryMebibytes.ShouldNotBe(0);
    }

    [Fact]
    public async Task The_seat_map_is_read_in_all_three_forms()
    {
        await RequirePostgresAsync();
        var (code, output, errors) = await InvokeAsync(
            SeatsCommand.Create(),
            "--start --seats 50 --connections 2 --seconds 1 --warmup-seconds 0 --rounds 1 --json");
        code.ShouldBe(ScenarioCommand.Passed, errors);
        using var json = JsonDocument.Parse(output);
        var names = json.RootElement.GetProperty("series").EnumerateArray()
            .Select(series => series.GetProperty("name").GetString()).ToList();
        names.ShouldContain("usher, plain");
        names.ShouldContain("usher, gzip");
        names.ShouldContain("usher, 304");
        json.RootElement.GetProperty("costs").EnumerateArray()
            .Select(cost => cost.GetProperty("median").GetProperty("per").GetString()).ShouldBe(
                ["request", "request", "request"]);
    }

    [Fact]
    public async Task The_desk_answers_every_page_beside_much_that_was_sold()
    {
        await RequirePostgresAsync();
        var (code, output, errors) = await InvokeAsync(
            DeskCommand.Create(), "--shows 3 --seats 100 --requests 2 --rounds 1 --json");
        code.ShouldBe(ScenarioCommand.Passed, errors);
        using var json = JsonDocument.Parse(output);
        json.RootElement.GetProperty("failures").GetArrayLength().ShouldBe(0);
    }

    // Both builds are the one beside this test: what is tried is how they are compared, not how they are built.
    [Fact]
    public async Task Two_builds_run_in_turn_on_databases_of_their_own()
    {
        await RequirePostgresAsync();
        var before = Leftovers();
        var assembly = Usher.Bench.Servers.Clone.Require("a test").ServerAssembly!;
        using var notes = new StringWriter();
        var settings = Settings() with { Rounds = 1 };
        var comparison = new RevisionComparison(
            new RunContext(settings, notes, TimeProvider.System, CancellationToken.None),
            new Revision("HEAD~1", new string('a', 40), assembly), new Revision("HEAD", new string('b', 40), assembly));
        Scenario Small() => Spread.Scenario(connections: 4, shows: 5, seats: 1000, perBooking: 2);

        var result = await comparison.RunAsync(
            "spread", Small().Description,
            (contest, server) => RevisionComparison.MeasureAsync(contest, server, Small));

        result.Failures.ShouldBeEmpty();
        result.Figures.ShouldHaveSingleItem().Ratios.ShouldAllBe(ratio => ratio > 0);
        result.Costs.Select(cost => cost.Name).ShouldBe(["server and PostgreSQL", "server", "PostgreSQL", "generator"]);
        result.Costs.ShouldAllBe(cost => cost.Old.Length == 1 && cost.New.Length == 1);
        notes.ToString().Split('\n').Where(line => line.StartsWith("Pair", StringComparison.Ordinal)).ShouldBe(
            ["Pair 1 of 1: aaaaaaaaa …", "Pair 1 of 1: this build …"]);
        var text = result.ToText();
        text.ShouldContain("aaaaaaaaa (HEAD~1) beside this build (bbbbbbbbb, HEAD): 1 pair of runs");
        text.ShouldContain("A ratio above 1 is better for this build");
        using var json = JsonDocument.Parse(result.ToJson());
        json.RootElement.GetProperty("figures")[0].GetProperty("ratios").GetArrayLength().ShouldBe(1);
        result.ToHtml().ShouldContain("<h1>usher-bench spread: two builds</h1>");
        Leftovers().ShouldBe(before);
    }

    private async Task RequirePostgresAsync()
    {
        var whySkipped = await postgres.WhySkippedAsync();
        Assert.SkipWhen(whySkipped is not null, whySkipped ?? "");
    }

    private static async Task<(int Code, string Output, string Errors)> InvokeAsync(Command command, string line)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await command.Parse(line).InvokeAsync(
            new InvocationConfiguration { Output = output, Error = errors }, CancellationToken.None);
        return (code, output.ToString(), errors.ToString());
    }

    // Other tests of this class come after or before, never beside.
    private static int Leftovers() => Directory.GetDirectories(Path.GetTempPath(), $"{TemporaryFolder.Prefix}*").Length;

    private static async Task<long> CountAsync(NpgsqlDataSource database, string table)
    {
        await using var command = database.CreateCommand($"select count(*) from {table}");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static RunSettings Settings() => new()
    {
        Url = "http://127.0.0.1",
        Seconds = 1,
        Timeout = TimeSpan.FromSeconds(30),
        RngSeed = 42,
    };
}
