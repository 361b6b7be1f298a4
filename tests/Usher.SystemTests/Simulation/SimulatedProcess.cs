using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Usher.Engine.Database;
using Usher.Engine.Idempotency;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Seats;
using Usher.Engine.Selling;
using Usher.Engine.Selling.Batching;
using Usher.Engine.Selling.BestAvailable;
using Usher.Engine.Selling.Holders;
using Usher.Engine.Selling.WarmUp;
using Usher.Engine.Shows;
using Usher.Engine.Statistics;
using Usher.Testing;

namespace Usher.SystemTests.Simulation;

/// <summary>An engine as one process has it, with one lane, behind a line that faults may strike.</summary>
internal sealed class SimulatedProcess : IAsyncDisposable
{
    private const int AttemptsMax = 50;

    private readonly ShowCatalog _shows;
    private readonly SeatMaps _maps;
    private readonly Batches _batches;

    public SimulatedProcess(
        SimulatedServer server, Plan plan, int index, SimulatedTime time, BatchSteps steps, int seatMapAgeFactor,
        ICommitListener listener)
    {
        Proxy = server.Proxies[index];
        // What is read beside the batches would take the faults meant for them.
        var direct = new DataSources(server.Direct, server.Direct, TestKeys.Ring);
        var data = new DataSources(server.LineOf(index, plan.IsImpatient), server.Direct, TestKeys.Ring);
        _shows = new ShowCatalog(
            direct, new PlanCatalog(new SeatingPlanStore(direct), Options.Create(new SeatingPlanOptions())),
            Options.Create(new ShowTermsOptions { ShowTermsSeconds = int.MaxValue }),
            Options.Create(new ShowTimeOptions()), time);
        _maps = new SeatMaps(
            new SeatQueries(direct),
            Options.Create(new SeatMapOptions { SeatMapSecondsMax = plan.SeatMapSecondsMax * seatMapAgeFactor }),
            time.Clock, time, NullLogger<SeatMaps>.Instance);
        var best = Options.Create(new BestAvailableOptions());
        var chooser = new Chooser(_maps, new SeatRankings(best), best);
        var options = Options.Create(new SellingOptions
        {
            BatchWorkers = 1,
            QueueCommandsMax = plan.QueueCommandsMax,
            BatchCommandsMax = plan.BatchCommandsMax,
            StatementSecondsMax = plan.IsImpatient ? 1 : 20,
            HeldSeatsPerClientMax = plan.HeldSeatsMax,
        });
        var holders = new HeldSeats(options, direct, time) { RereadEvery = TimeSpan.Zero };
        _batches = new Batches(
            data, _maps, chooser, holders, [listener], options, time.Clock, time, NullLogger<BookingEngine>.Instance,
            steps);
        var replies = new KeptReplies(direct, Options.Create(new IdempotencyOptions()));
        Bookings = new BookingEngine(
            data, _shows, _maps, chooser, holders, _batches, new WarmUpShows(), new RefusalCounts(time),
            new StaffCommands(
                direct, _shows, _batches,
                new OrganiserWrites(direct, replies, Options.Create(new OrganiserWriteOptions())), replies));
    }

    public CuttingProxy Proxy { get; }

    public IBookingService Bookings { get; }

    /// <summary>Until it is disposed no batch is taken: who shares one is decided by what is asked meanwhile.</summary>
    public Lock.Scope PauseTaking() => _batches.PauseTaking();

    /// <summary>
    /// Everything is read that is read once, so that a request goes to the queue without waiting for anything.
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
        await SettledAsync(async () => await Bookings.BookAsync(request, TestEngine.Buyer, CancellationToken.None));
    }

    /// <summary>
    /// What the show's line held before this call, given up by its buyers or not, is through when it returns.
    /// </summary>
    public Task FenceAsync(ShowId show) =>
        SettledAsync(
        async () => await Bookings.ExpireAsync(BookingId.Random(show), Actor.Sweep, CancellationToken.None));

    public ValueTask DisposeAsync() => _batches.DisposeAsync();

    private static async Task SettledAsync(Func<Task<CommandOutcome>> ask)
    {
        for (var attempt = 1; attempt < AttemptsMax; attempt++)
        {
            try
            {
                var outcome = await ask();
                if (!outcome.IsUnavailable() && !outcome.IsOverloaded())
                {
                    return;
                }
            }
            catch (NpgsqlException)
            {
                // What is read before the first request met a connection that an earlier seed's fault had broken.
            }

            await Task.Delay(20);
        }

        throw new TimeoutException("The engine has not come back after its faults were over.");
    }
}
