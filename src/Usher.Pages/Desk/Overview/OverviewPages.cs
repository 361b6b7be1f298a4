using Microsoft.Extensions.Options;
using Usher.Engine.Database;
using Usher.Engine.Shows;
using Usher.Engine.Statistics;
using Usher.Pages.Desk.Activity;
using Usher.Pages.Desk.Shows;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.Overview;

/// <summary>The first page of the desk. Its figures are read at most once in a while, for all viewers.</summary>
internal sealed class OverviewPages(
    SalesTimelines timelines, BookingMinutes minutes, LatestBookingViews latest, ShowLines shows, OpenSlots slots,
    DataSources data, PageCache cache, IOptions<DeskOptions> options, TimeProvider time)
{
    private const int ShowsMax = 7;

    private static readonly TimeSpan Today = TimeSpan.FromHours(24);

    private readonly TimeSpan _ageMax = TimeSpan.FromMilliseconds(options.Value.FiguresMillisecondsMax);

    public async Task<IResult> GetOverview(HttpContext context)
    {
        var period = Period.Of(context.Request.Query["period"]);
        return new PageReply<OverviewPage>(await cache.GetAsync(
            $"overview:{period.Name}", _ageMax, () => ReadAsync(period), context.RequestAborted));
    }

    private async Task<OverviewView> ReadAsync(Period period)
    {
        var ct = CancellationToken.None;
        var now = time.GetUtcNow().UtcDateTime;
        // They run in parallel.
        var timeline = timelines.OfAllAsync(period, ct);
        var takings = minutes.TakingsAsync(showId: null, now - Today, ct);
        var totals = LiveTotals.FindAsync(data, ct);
        var bookings = latest.FindAsync(showId: null, ct);
        var (lines, _) = await shows.FindAsync(withPast: false, text: null, ShowsMax, after: null, ct);
        var live = await totals;
        live = live with { OnSale = live.OnSale + await slots.CountUnderWayAsync(ct) };
        return new OverviewView(now, await timeline, await takings, live, await bookings, lines);
    }
}
