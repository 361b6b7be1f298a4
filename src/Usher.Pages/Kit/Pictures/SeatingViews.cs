using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Seats;
using Usher.Engine.Shows;

namespace Usher.Pages.Kit.Pictures;

/// <summary>
/// What pages know of shows and their seats, read from memory: many readers of one page cost the database no more than
/// one does.
/// </summary>
internal sealed class SeatingViews(
    ShowQueries queries, OpenSlots open, SeatCounting counting, ShowCatalog catalog, SeatMaps maps,
    ShowJourneys journeys, PageCache cache, IOptions<PagesOptions> options, TimeProvider time)
{
    private readonly TimeSpan _showAgeMax = TimeSpan.FromSeconds(options.Value.ShowSecondsMax);
    private readonly TimeSpan _listAgeMax = TimeSpan.FromSeconds(options.Value.ListSecondsMax);
    private readonly TimeSpan _pictureAgeMax = TimeSpan.FromSeconds(options.Value.PictureSecondsMax);

    public Task<Show?> FindShowAsync(ShowId id, CancellationToken ct) => cache.GetAsync(
        $"show:{id}", _showAgeMax, () => queries.FindWithoutSeatsAsync(id, CancellationToken.None), ct);

    public Task<ShowPage> ListAsync(DateTime? from, string? text, int limit, ShowCursor? after, CancellationToken ct) =>
        cache.GetAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"list:{from?.Ticks}:{limit}:{after?.StartsAt.Ticks}:{after?.Id}:{text}"),
            _listAgeMax, () => ReadListAsync(from, text, limit, after), ct);

    private async Task<ShowPage> ReadListAsync(DateTime? from, string? text, int limit, ShowCursor? after)
    {
        var page = await open.ListAsync(from, text, limit, after, CancellationToken.None);
        ImmutableArray<ShowId> taken =
            [.. page.Shows.Where(listing => listing.AvailableSeats == 0).Select(listing => listing.Show.Id)];
        if (taken.IsEmpty)
        {
            return page;
        }

        var counts = await counting.CountAsync(taken, CancellationToken.None);
        return page with
        {
            Shows =
            [
                .. page.Shows.Select(listing => listing with
                {
                    IsTakenForNow = listing.AvailableSeats == 0
                        && counts.GetValueOrDefault(listing.Show.Id).Held > 0,
                }),
            ],
        };
    }

    /// <summary>The show's seats as they are now; null if there is no such show.</summary>
    public async Task<SeatingView?> FindAsync(ShowId id, CancellationToken ct)
    {
        if (await FindShowAsync(id, ct) is not { } show || await maps.FindAsync(id, ct) is not { } map)
        {
            return null;
        }

        var terms = await TermsAsync(id, ct);
        return new SeatingView(
            show with { LastSlotAt = terms.Slots?.Last }, await catalog.PlanAsync(terms, ct), map, terms.Slots,
            time.GetUtcNow().UtcDateTime);
    }

    /// <summary>The show's seats without asking which of them are free; null if there is no such show.</summary>
    public Task<SeatingView?> FindPlanAsync(ShowId id, CancellationToken ct) => FindPlanAsync(id, version: null, ct);

    /// <summary>The same as they were in a version of the show's plan; null: as they are.</summary>
    public async Task<SeatingView?> FindPlanAsync(ShowId id, int? version, CancellationToken ct) =>
        await FindShowAsync(id, ct) is { } show
            ? new SeatingView(show, await catalog.PlanAsync(await TermsAsync(id, ct), version, ct), map: null)
            : null;

    /// <summary>The show as it is this moment, for what is kept elsewhere.</summary>
    public Task<Show?> FindShowNowAsync(ShowId id, CancellationToken ct) => queries.FindNowAsync(id, ct);

    /// <summary>The same with its seats, as they were in a version of its plan; null: as they are.</summary>
    public async Task<SeatingView?> FindPlanNowAsync(ShowId id, int? version, CancellationToken ct) =>
        await FindShowNowAsync(id, ct) is { } show
            ? new SeatingView(
                show, await catalog.PlanAsync(await TermsAsync(id, ct), version ?? show.PlanVersion, ct), map: null)
            : null;

    /// <summary>Where a coach goes this moment; null of any other show.</summary>
    public async Task<Journey?> JourneyNowAsync(SeatingView view, CancellationToken ct) =>
        view.Plan.Kind == PlanKind.Coach ? await journeys.FindAsync(view.Show.Id, ct) : null;

    /// <summary>The small picture of a show's seats.</summary>
    public Task<MarkupString> PictureAsync(ShowId id, CancellationToken ct) => cache.GetAsync<MarkupString>(
        $"picture:{id}", _pictureAgeMax,
        async () => await FindAsync(id, CancellationToken.None) is { } view ? PlanPicture.Thumbnail(view) : default,
        ct);

    /// <summary>Where a coach goes; null of any other show, and where nobody said so. As old as its picture may be.
    /// </summary>
    public Task<Journey?> JourneyAsync(ShowId id, CancellationToken ct) => cache.GetAsync(
        $"journey:{id}", _pictureAgeMax,
        async () => await FindPlanAsync(id, CancellationToken.None) is { Plan.Kind: PlanKind.Coach }
            ? await journeys.FindAsync(id, CancellationToken.None)
            : null,
        ct);

    public async Task<ShowTerms> TermsAsync(ShowId id, CancellationToken ct) => await catalog.FindAsync(id, ct)
        ?? throw new InvalidOperationException($"Show {id} was there a moment ago.");
}
