using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Seats;
using Usher.Engine.Shows;

namespace Usher.Pages.Kit.Pictures;

/// <summary>
/// What pages know of shows and their seats, read from memory: a crowd before one page costs the database no more than
/// one reader does.
/// </summary>
internal sealed class SeatingViews(
    ShowQueries queries, ShowCatalog catalog, SeatMaps maps, IOptions<PagesOptions> options, TimeProvider time)
{
    private readonly Remembered<ShowId, Show?> _shows = new(
        TimeSpan.FromSeconds(options.Value.ShowSecondsMax), options.Value.RememberedMax, time);

    private readonly Remembered<(DateTime?, string?, ShowCursor?), ShowPage> _lists = new(
        TimeSpan.FromSeconds(options.Value.ListSecondsMax), options.Value.RememberedMax, time);

    private readonly Remembered<ShowId, MarkupString> _pictures = new(
        TimeSpan.FromSeconds(options.Value.PictureSecondsMax), options.Value.RememberedMax, time);

    public Task<Show?> FindShowAsync(ShowId id, CancellationToken ct) => _shows.GetAsync(
        id, id => queries.FindWithoutSeatsAsync(id, CancellationToken.None), ct);

    public Task<ShowPage> ListAsync(DateTime? from, string? text, int limit, ShowCursor? after, CancellationToken ct) =>
        _lists.GetAsync(
            (from, text, after), _ => queries.ListAsync(from, text, limit, after, CancellationToken.None), ct);

    /// <summary>The show's seats as they are now; null if there is no such show.</summary>
    public async Task<SeatingView?> FindAsync(ShowId id, CancellationToken ct) =>
        await FindShowAsync(id, ct) is { } show && await maps.FindAsync(id, ct) is { } map
            ? new SeatingView(show, await PlanAsync(id, ct), map)
            : null;

    /// <summary>The show's seats without asking which of them are free; null if there is no such show.</summary>
    public async Task<SeatingView?> FindPlanAsync(ShowId id, CancellationToken ct) =>
        await FindShowAsync(id, ct) is { } show ? new SeatingView(show, await PlanAsync(id, ct), map: null) : null;

    /// <summary>The small picture of a show's seats.</summary>
    public Task<MarkupString> PictureAsync(ShowId id, CancellationToken ct) => _pictures.GetAsync(
        id,
        async id => await FindAsync(id, CancellationToken.None) is { } hall ? PlanPicture.Thumbnail(hall) : default,
        ct);

    public async Task<ShowTerms> TermsAsync(ShowId id, CancellationToken ct) => await catalog.FindAsync(id, ct)
        ?? throw new InvalidOperationException($"Show {id} was there a moment ago.");

    private async Task<SeatingPlan> PlanAsync(ShowId id, CancellationToken ct) =>
        await catalog.PlanAsync(await TermsAsync(id, ct), ct);
}
