using Usher.Engine.Statistics;
using Usher.Pages.Desk.Activity;
using Usher.Pages.Desk.Shows;


namespace Usher.Pages.Desk.Overview;

/// <summary>The whole house at a glance.</summary>
/// <param name="Now">UTC.</param>
/// <param name="SalesTimeline">What happened lately.</param>
/// <param name="Takings">What was taken in the last 24 hours.</param>
/// <param name="LiveTotals">How things stand now.</param>
/// <param name="Latest">The bookings that were made last.</param>
/// <param name="Shows">The shows that come next.</param>
public sealed record OverviewView(
    DateTime Now, SalesTimeline SalesTimeline, IReadOnlyList<Takings> Takings, LiveTotals LiveTotals,
    IReadOnlyList<LatestBooking> Latest, IReadOnlyList<ShowLine> Shows)
{
    public int BookingsToday => Takings.Sum(takings => takings.Bookings);
}
