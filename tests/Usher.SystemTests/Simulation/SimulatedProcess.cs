using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Usher.Engine.Database;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Seats;
using Usher.Engine.Selling;
using Usher.Engine.Selling.Batching;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.SystemTests.Simulation;

/// <summary>An engine as one process has it, with one lane, behind a line that faults may strike.</summary>
internal sealed class SimulatedProcess : IAsyncDisposable
{
    private const int AttemptsMax = 50;

    private readonly ShowCatalog _shows;
    private readonly SeatMaps _maps;

    public SimulatedProcess(
        SimulatedServer server, Plan plan, int index, SimulatedTime time, BatchSteps steps, int seatMapAgeFactor)
    {
        var options = Options.Create(new EngineOptions
        {
            BatchWorkers = 1,
            QueueCommandsMax = plan.QueueCommandsMax,
            BatchCommandsMax = plan.BatchCommandsMax,
            SeatMapSecondsMax = plan.SeatMapSecondsMax * seatMapAgeFactor,
            ShowTermsSeconds = int.MaxValue,
            StatementSecondsMax = plan.IsImpatient ? 1 : 20,
        });
        Proxy = server.Proxies[index];
        // What is read beside the batches would take the faults meant for them.
        var direct = new DataSources(server.Direct, server.Direct);
        _shows = new ShowCatalog(direct, new PlanCatalog(new SeatingPlanStore(direct), options), options, time);
        _maps = new SeatMaps(
            new SeatQueries(direct), options, time.Clock, time, NullLogger<SeatMaps>.Instance);
        Bookings = new BookingEngine(
            new DataSources(server.LineOf(index, plan.IsImpatient), server.Direct),
            _shows,
            _maps,
            options, time.Clock, time, NullLogger<BookingEngine>.Instance, steps);
    }

    public CuttingProxy Proxy { get; }

    public BookingEngine Bookings { get; }

    /// <summary>
    /// Everything is read that is read once, so that a wish goes to the queue without waiting for anything.
    /// </summary>
    public async Task WarmAsync(ShowId warmShow, IEnumerable<ShowId> shows, bool hasBest)
    {
        foreach (var show in shows)
        {
            await _shows.PlanAsync((await _shows.FindAsync(show, CancellationToken.None))!, CancellationToken.None);
            if (hasBest)
            {
                await _maps.PrepareAsync(show, CancellationToken.None);
            }
        }

        var request = new BookRequest(warmShow, "warm@simulation.example", [1], "warm");
        await SettledAsync(() => Bookings.BookAsync(request, CancellationToken.None));
    }

    /// <summary>
    /// What the show's line held before this call, given up by its buyers or not, is through when it returns.
    /// </summary>
    public Task FenceAsync(ShowId show) =>
        SettledAsync(() => Bookings.ExpireAsync(BookingId.Random(show), CancellationToken.None));

    public ValueTask DisposeAsync() => Bookings.DisposeAsync();

    private static async Task SettledAsync(Func<Task<BookingOutcome>> ask)
    {
        for (var attempt = 1; attempt < AttemptsMax; attempt++)
        {
            try
            {
                if (await ask() is not (BookingOutcome.Unavailable or BookingOutcome.Overloaded))
                {
                    return;
                }
            }
            catch (NpgsqlException)
            {
                // What is read before the first wish met a connection that an earlier seed's fault had broken.
            }

            await Task.Delay(20);
        }

        throw new TimeoutException("The engine has not come back after its faults were over.");
    }
}
