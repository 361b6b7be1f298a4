using Usher.Engine.Database;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Selling;
using Usher.Engine.Shows;

namespace Usher.Server.Demo;

/// <summary>A handful of shows that a person would recognise, made once in a database.</summary>
internal sealed partial class DemoShows(
    DataSources data, ShowService shows, ShowQueries queries, SeatingPlanStore plans, PlanService service,
    IBookingService bookings, ILogger<DemoShows> logger)
{
    // Any constant will do, as long as every version of the program uses the same one.
    private const long AdvisoryLock = 0x5553_4845_5244_454d;

    /// <summary>
    /// Makes those that are not there yet: also after a start that was ended half-way, or beside another.
    /// </summary>
    public async Task CreateAsync(CancellationToken ct)
    {
        await using var turn = await DatabaseTurn.TakeAsync(data, AdvisoryLock, ct);
        var buyers = new DemoBuyers(bookings);
        foreach (var demo in DemoProgramme.Shows(turn.BegunAt.Date))
        {
            if (!await queries.ExistsAsync(demo.Name, ct))
            {
                var plan = await PlanAsync(demo.PlanName, ct);
                var created = await CreateAsync(demo.In(plan), ct);
                await buyers.BuyAsync(created, demo, plan, ct);
                LogCreated(created.Id.Value, created.Name, created.TotalSeats);
            }
        }
    }

    private async Task<Show> CreateAsync(NewShow show, CancellationToken ct) =>
        await shows.CreateAsync(show, seatsCreated: null, ct) is NewShowOutcome.Created(var created)
            ? created
            : throw new InvalidOperationException($"The demo's show '{show.Name}' is against the rules.");

    // Shows in the same hall share one stored plan.
    private async Task<SeatingPlan> PlanAsync(string name, CancellationToken ct)
    {
        var stored = (await plans.ListAsync(ct)).FirstOrDefault(plan => plan.Name == name);
        return (stored is null ? null : await plans.FindAsync(stored.Id, stored.Version, ct))
            ?? (await service.StoreAsync(DemoProgramme.MakePlan(name), versionOf: null, ct))!;
    }

    [LoggerMessage(LogLevel.Information, "Show {Id} is on sale: {Name}, {Seats} seats")]
    private partial void LogCreated(long id, string name, int seats);
}
