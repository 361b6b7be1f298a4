using Usher.Engine.Batching;

namespace Usher.Tests.Simulation;

/// <summary>docs/reliability.md tells what is simulated; ./test --simulate does it for longer.</summary>
public sealed class SimulationTests(SimulationTests.Fixture fixture) : IClassFixture<SimulationTests.Fixture>
{
    private const int Seeds = 120;
    private const int SeedsMaxToNotice = 100;

    public static TheoryData<string> Mutations => [.. BrokenRules.All.Keys];

    [Fact]
    public async Task Nothing_is_lost_and_nothing_doubled_whatever_fails()
    {
        var simulator = new Simulator(await fixture.ServerAsync(), BatchSteps.Real);

        if (await simulator.PlayAsync(Enumerable.Range(1, Seeds)) is { } violation)
        {
            Assert.Fail((await simulator.ShrinkAsync(violation)).ToString());
        }

        simulator.SeedsRun.ShouldBe(Seeds);
        simulator.Faults.Total.ShouldBeGreaterThan(Seeds);
    }

    [Theory]
    [MemberData(nameof(Mutations))]
    public async Task A_broken_rule_is_noticed_within_a_hundred_seeds(string mutation)
    {
        var simulator = new Simulator(await fixture.ServerAsync(), BrokenRules.All[mutation]);

        var violation = await simulator.PlayAsync(Enumerable.Range(1, SeedsMaxToNotice));

        violation.ShouldNotBeNull($"{SeedsMaxToNotice} seeds did not notice that {mutation}");
        TestContext.Current.SendDiagnosticMessage($"{mutation}: seed {violation.Plan.Seed}");
    }

    [Fact]
    public async Task A_seat_map_that_is_believed_for_too_long_is_noticed_within_a_hundred_seeds()
    {
        var simulator = new Simulator(await fixture.ServerAsync(), BatchSteps.Real, seatMapAgeFactor: 10);
        var seeds = Enumerable.Range(1, int.MaxValue).Where(seed =>
            PlanDraw.From(seed) is { HasSeatMaps: true, Processes: 2 }).Take(SeedsMaxToNotice);

        var violation = await simulator.PlayAsync(seeds);

        violation.ShouldNotBeNull();
        TestContext.Current.SendDiagnosticMessage($"after {simulator.SeedsRun} seeds: seed {violation.Plan.Seed}");
    }

    [Fact]
    public async Task What_is_found_is_told_in_the_fewest_moves()
    {
        var simulator = new Simulator(
            await fixture.ServerAsync(), BrokenRules.All["a cancelled booking keeps its seats"]);
        var violation = await simulator.PlayAsync(Enumerable.Range(1, SeedsMaxToNotice));

        var shortest = await simulator.ShrinkAsync(violation.ShouldNotBeNull());

        // Somebody books, and cancels.
        shortest.Plan.Waves.SelectMany(wave => wave.Moves).Count().ShouldBe(2);
        shortest.Plan.Waves.ShouldAllBe(wave => !wave.HasFault);
        shortest.ToString().ShouldContain($"seed {violation.Plan.Seed}");
    }

    [Fact]
    public void The_same_seed_is_the_same_plan()
    {
        var plans = Enumerable.Range(1, 50).Select(seed => PlanDraw.From(seed).ToString()).ToArray();

        plans.ShouldBe(Enumerable.Range(1, 50).Select(seed => PlanDraw.From(seed).ToString()));
        plans.Distinct().Count().ShouldBe(plans.Length);
    }

    /// <summary>One server for all of them, started by the first that needs it.</summary>
    public sealed class Fixture : IAsyncDisposable
    {
        private SimulatedServer? _server;

        internal async Task<SimulatedServer> ServerAsync() => _server ??= await SimulatedServer.StartAsync();

        public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? default;
    }
}
