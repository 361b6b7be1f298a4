using System.Diagnostics;
using System.Globalization;
using Usher.Engine.Selling.Batching;

namespace Usher.SystemTests.Simulation;

/// <summary>What ./test --simulate runs: seed after seed, for as long as it is told.</summary>
public sealed class LongSimulation
{
    private const double ReportSeconds = 30;

    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    [Fact(Explicit = true)]
    public async Task Every_seed_of_the_long_run_keeps_what_was_promised()
    {
        var seconds = Setting("USHER_SIMULATE_SECONDS", 60);
        var first = Setting("USHER_TEST_SEED", 1);
        await using var server = await SimulatedServer.StartAsync();
        var simulator = new Simulator(server, BatchSteps.Real);
        var begun = Stopwatch.GetTimestamp();
        var reported = 0.0;
        SimulationViolation? violation = null;
        for (var seed = first; violation is null && Elapsed(begun) < seconds; seed++)
        {
            violation = await simulator.PlayAsync(seed);
            if (Elapsed(begun) - reported > ReportSeconds)
            {
                reported = Elapsed(begun);
                Report(simulator, reported, seed, violations: 0);
            }
        }

        Report(simulator, Elapsed(begun), first + simulator.SeedsRun - 1, violation is null ? 0 : 1);
        foreach (var (kind, count) in simulator.Faults.ByKind)
        {
            Console.WriteLine(string.Create(Plain, $"  {count,9:N0}  {kind}"));
        }

        if (violation is not null)
        {
            Console.WriteLine($"Seed {violation.Plan.Seed} fails; looking for the shortest history that does.");
            Assert.Fail((await simulator.ShrinkAsync(violation)).ToString());
        }

        simulator.SeedsRun.ShouldBeGreaterThan(0);
    }

    private static double Elapsed(long begun) => Stopwatch.GetElapsedTime(begun).TotalSeconds;

    private static void Report(Simulator simulator, double seconds, int lastSeed, int violations) =>
        Console.WriteLine(string.Create(
            Plain,
            $"{simulator.SeedsRun:N0} seeds up to {lastSeed} in {seconds:N0} s ({simulator.SeedsRun / seconds:N1}/s), "
            + $"{simulator.MovesMade:N0} moves, {simulator.Faults.Total:N0} faults, {violations} violations"));

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, Plain, out var value)
            ? value
            : otherwise;
}
