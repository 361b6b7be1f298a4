using Usher.BoxOffice.Organizations;
using Usher.Engine.Database;
using Usher.Engine.Idempotency;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Shows;

namespace Usher.Server.Demo;

/// <summary>A second organization of the demo, with an address, colours and shows of its own. Development only, as its
/// manager is.</summary>
internal sealed class DemoTenant(
    OrganizationStore store, OrganizationService organizations, OrganiserWrites writes, ShowService shows,
    ShowQueries queries, TimeProvider time)
{
    public const string Slug = "harbour-cinema";

    private const int StatusCreated = 201;
    private const string Category = "Seat";
    private const int Rows = 8;
    private const int SeatsPerRow = 14;

    private static readonly (string Name, int Days, int Hour)[] All =
    [
        ("The Lighthouse Keeper", 3, 15), ("Late film: Static and Snow", 3, 22), ("Silent film, loud piano", 5, 20),
    ];

    /// <summary>Makes what is not there yet.</summary>
    public async Task CreateAsync(CancellationToken ct)
    {
        await organizations.CreateAsync(
            Slug,
            new OrganizationTerms("Harbour Cinema")
            {
                Currency = "GBP",
                LightColour = "#7a1f5c",
                DarkColour = "#f0a6d8",
            },
            ct);
        Tenant.Enter((await store.ListAsync(ct)).First(one => one.Slug == Slug).Id);
        var today = time.GetUtcNow().UtcDateTime.Date;
        foreach (var (name, days, hour) in All)
        {
            if (!await queries.ExistsAsync(name, ct))
            {
                await CreateAsync(name, today.AddDays(days).AddHours(hour), ct);
            }
        }
    }

    // The key lets one of several processes make it.
    private Task CreateAsync(string name, DateTime startsAt, CancellationToken ct) => writes.RunAsync(
        new RepeatableRequest($"demo show {name}", ReadOnlyMemory<byte>.Empty),
        async write =>
        {
            var hall = BlockPlan.Create($"Screen of {name}", Rows, SeatsPerRow, [SeatsPerRow / 2], Category);
            var show = NewShow.In(hall, name, startsAt) with
            {
                Currency = "GBP",
                Prices = [new Price(Category, 9_50)],
            };
            return await shows.CreateAsync(write, show, seatsCreated: null, ct) is NewShowOutcome.Created
                ? new WriteReply(StatusCreated, Location: null, ReadOnlyMemory<byte>.Empty)
                : throw new InvalidOperationException($"The demo's show '{name}' breaks the rules.");
        },
        ct);
}
