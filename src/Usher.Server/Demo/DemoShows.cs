using Microsoft.Extensions.Options;
using Usher.Engine.Idempotency;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Selling;
using Usher.Engine.Shows;

namespace Usher.Server.Demo;

/// <summary>A handful of shows that a person would recognise, made once in a database.</summary>
internal sealed partial class DemoShows(
    OrganiserWrites writes, ShowService shows, ShowQueries queries, SeatingPlanStore plans, PlanService service,
    IBookingService bookings, IOptions<ShowTimeOptions> times, TimeProvider time, ILogger<DemoShows> logger)
{
    private const int StatusCreated = 201;

    /// <summary>
    /// Makes those that are not there yet: also after a start that was ended half-way, or beside another.
    /// </summary>
    public async Task CreateAsync(CancellationToken ct)
    {
        var buyers = new DemoBuyers(bookings);
        foreach (var demo in DemoProgramme.Shows(time.GetUtcNow().UtcDateTime.Date))
        {
            if (await queries.ExistsAsync(demo.Name, ct))
            {
                continue;
            }

            var plan = await PlanAsync(demo.PlanName, ct);
            if (await CreateAsync(demo, plan, ct) is { } created)
            {
                await buyers.BuyAsync(created, demo, plan, ct);
                LogCreated(created.Id.Value, created.Name, created.TotalSeats);
            }
        }
    }

    // Null: another process was faster. The key lets one of them make it, on one connection.
    private async Task<Show?> CreateAsync(DemoShow demo, SeatingPlan plan, CancellationToken ct)
    {
        var show = demo.In(plan, times.Value.TimeZone);
        Show? created = null;
        await writes.RunAsync(
            new RepeatableRequest($"demo show {show.Name}", ReadOnlyMemory<byte>.Empty),
            async write =>
            {
                created = await shows.CreateAsync(write, show, seatsCreated: null, ct)
                    is NewShowOutcome.Created(var made)
                        ? made
                        : throw new InvalidOperationException($"The demo's show '{show.Name}' breaks the rules.");
                _ = demo.Journey is null || await ShowJourneys.AddAsync(write, created.Id, demo.Journey, ct);
                return new WriteReply(StatusCreated, Location: null, ReadOnlyMemory<byte>.Empty);
            },
            ct);
        return created;
    }

    // Shows in the same hall share one stored plan.
    private async Task<SeatingPlan> PlanAsync(string name, CancellationToken ct)
    {
        var stored = (await plans.ListAsync(ct)).FirstOrDefault(plan => plan.Name == name);
        return (stored is null ? null : await plans.FindAsync(stored.Id, stored.Version, ct))
            ?? (await service.StoreAsync($"demo plan {name}", DemoProgramme.MakePlan(name), versionOf: null, ct))!;
    }

    [LoggerMessage(LogLevel.Information, "Created show {Id}: {Name}, {Seats} seats")]
    private partial void LogCreated(long id, string name, int seats);
}
