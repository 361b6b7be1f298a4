using System.Diagnostics;
using Usher.Engine.Selling.Batching;

namespace Usher.SystemTests.Simulation;

/// <summary>Plays seed after seed; of the first that fails it looks for the shortest history that still does.</summary>
/// <param name="server">Where.</param>
/// <param name="steps">The engine's, or broken ones.</param>
/// <param name="seatMapAgeFactor">More than 1: the engines believe their seat maps for longer than they may.</param>
internal sealed class Simulator(SimulatedServer server, BatchSteps steps, int seatMapAgeFactor = 1)
{
    private const int SeedsPerDatabase = 50;
    private const int ShrinkRunsMax = 400;
    private const int ShrinkSecondsMax = 60;

    public FaultCounts Faults { get; } = new();

    public int SeedsRun { get; private set; }

    public int MovesMade { get; private set; }

    public Task<SimulationViolation?> PlayAsync(int seed) => PlayAsync(PlanDraw.From(seed));

    public async Task<SimulationViolation?> PlayAsync(Plan plan)
    {
        if (SeedsRun++ % SeedsPerDatabase == 0)
        {
            await server.EmptyAsync();
        }

        MovesMade += plan.Waves.Sum(wave => wave.Moves.Length);
        var violation = await SimulationRun.PlayAsync(server, plan, steps, seatMapAgeFactor, Faults);
        if (violation is not null)
        {
            await server.EmptyAsync();
        }

        return violation;
    }

    /// <summary>Plays seeds in turn until one fails or there are no more.</summary>
    public async Task<SimulationViolation?> PlayAsync(IEnumerable<int> seeds)
    {
        foreach (var seed in seeds)
        {
            if (await PlayAsync(seed) is { } violation)
            {
                return violation;
            }
        }

        return null;
    }

    /// <summary>
    /// Leaves out moves, waves and faults as long as it still fails. What hangs on the timing of threads may need more
    /// than one try, so each shorter plan gets a few.
    /// </summary>
    public async Task<SimulationViolation> ShrinkAsync(SimulationViolation violation)
    {
        var (runs, begun) = (0, Stopwatch.GetTimestamp());
        var isShorter = true;
        while (isShorter)
        {
            isShorter = false;
            foreach (var plan in Shrinking.Shorter(violation.Plan))
            {
                if (runs++ >= ShrinkRunsMax || Stopwatch.GetElapsedTime(begun).TotalSeconds > ShrinkSecondsMax)
                {
                    return violation;
                }

                if ((await PlayAsync(plan) ?? await PlayAsync(plan)) is { } shorter)
                {
                    (violation, isShorter) = (shorter, true);
                    break;
                }
            }
        }

        return violation;
    }
}
