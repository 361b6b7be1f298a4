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
    ShowQueries queries, ShowCatalog catalog, SeatMaps maps, ShowJourneys journeys, PageCache cache,
    IOptions<PagesOptions> options)
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
            _listAgeMax, () => queries.ListAsync(from, text, limit, after, CancellationToken.None), ct);

    /// <summary>The show's seats as they are now; null if there is no such show.</summary>
    public async Task<SeatingView?> FindAsync(ShowId id, CancellationToken ct) =>
        await FindShowAsync(id, ct) is { } show && await maps.FindAsync(id, ct) is { } map
            ? new SeatingView(show, await PlanAsync(id, ct), map)
            : null;

    /// <summary>The show's seats without asking which of them are free; null if there is no such show.</summary>
    public async Task<SeatingView?> FindPlanAsync(ShowId id, CancellationToken ct) =>
        await FindShowAsync(id, ct) is { } show ? new SeatingView(show, await PlanAsync(id, ct), map: null) : null;

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

    private async Task<SeatingPlan> PlanAsync(ShowId id, CancellationToken ct) =>
        await catalog.PlanAsync(await TermsAsync(id, ct), ct);
}
