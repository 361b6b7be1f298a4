using Usher.Engine.Statistics;
using Usher.Pages.Desk.Activity;
using Usher.Pages.Desk.Shows;


namespace Usher.Pages.Desk.Overview;

/// <summary>All shows at a glance.</summary>
/// <param name="Now">UTC.</param>
/// <param name="SalesTimeline">What happened in the period.</param>
/// <param name="Takings">The takings of the last 24 hours.</param>
/// <param name="LiveTotals">The present figures.</param>
/// <param name="Latest">The bookings that were made last.</param>
/// <param name="Shows">The next shows.</param>
public sealed record OverviewView(
    DateTime Now, SalesTimeline SalesTimeline, IReadOnlyList<Takings> Takings, LiveTotals LiveTotals,
    IReadOnlyList<LatestBooking> Latest, IReadOnlyList<ShowLine> Shows)
{
    public int BookingsToday => Takings.Sum(takings => takings.Bookings);
}
