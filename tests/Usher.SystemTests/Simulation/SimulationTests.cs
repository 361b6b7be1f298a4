using Usher.Engine.Selling.Batching;

namespace Usher.SystemTests.Simulation;

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
        // What stands in a map of a minute ago matters to few plans: ten thousand seeds have some forty of them.
        var seeds = Enumerable.Range(1, int.MaxValue).Where(seed => MayMeetAnOldMap(PlanDraw.From(seed)))
            .Take(SeedsMaxToNotice);

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

    // One process is refused a seat, so that it reads its map; the other gives the seat back; the first asks again when
    // its map may no longer be believed.
    private static bool MayMeetAnOldMap(Plan plan)
    {
        if (plan is not { HasSeatMaps: true, Processes: 2 })
        {
            return false;
        }

        var seconds = 0;
        var moves = plan.Waves.SelectMany(wave =>
        {
            seconds += wave.AdvanceSeconds;
            return wave.Moves.Select(move => (Move: move, At: seconds));
        }).ToArray();
        return moves.Any(freed => freed.Move.Kind is MoveKind.Cancel or MoveKind.CancelByStaff
            && moves.First(one => one.Move.Number == freed.Move.Booking) is var request
            && Asks(request, freed, at => at <= freed.At && at >= request.At)
            && Asks(request, freed, at => at > freed.At + plan.SeatMapSecondsMax && at < request.At + 90));

        bool Asks((Move Move, int At) request, (Move Move, int At) freed, Func<int, bool> when) => moves.Any(other =>
            other.Move is { Kind: MoveKind.Book, HasKey: false, IsBest: false, Patience: Patience.Endless }
            && other.Move != request.Move && other.Move.Show == request.Move.Show
            && other.Move.Process != freed.Move.Process
            && other.Move.Seats.Intersect(request.Move.Seats).Any() && when(other.At));
    }

    /// <summary>One server for all of them, started by the first that needs it.</summary>
    public sealed class Fixture : IAsyncDisposable
    {
        private SimulatedServer? _server;

        internal async Task<SimulatedServer> ServerAsync() => _server ??= await SimulatedServer.StartAsync();

        public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? default;
    }
}
