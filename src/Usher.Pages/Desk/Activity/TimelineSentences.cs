using System.Globalization;
using Usher.Engine.Statistics;

namespace Usher.Pages.Desk.Activity;

/// <summary>What a chart shows, in a sentence for those who do not see it.</summary>
internal static class TimelineSentences
{
    extension(SalesTimeline timeline)
    {
        public string BookingsSentence => string.Create(CultureInfo.InvariantCulture,
            $"Bookings in {Reach(timeline)}: {timeline.Steps.Sum(step => step.Held):N0} made and {timeline.Refused:N0} refused; ")
            + string.Create(CultureInfo.InvariantCulture,
                $"at most {timeline.Steps.Max(step => step.Held):N0} in a {timeline.Period.BucketWords}, {timeline.Steps[^1].Held:N0} in the last.");

        public string EndsSentence => string.Create(CultureInfo.InvariantCulture,
            $"What became of them in {Reach(timeline)}: {timeline.Steps.Sum(step => step.Confirmed):N0} confirmed, ")
            + string.Create(CultureInfo.InvariantCulture, $"{timeline.Steps.Sum(step => step.Expired):N0} expired.");

        public string SeatsSentence => timeline.TotalSeats is { } total
            ? string.Create(CultureInfo.InvariantCulture,
                $"Seats taken in {Reach(timeline)}: from {timeline.Steps[0].Taken:N0} to {timeline.Steps[^1].Taken:N0} of {total:N0}.")
            : string.Create(CultureInfo.InvariantCulture,
                $"Seats taken in {Reach(timeline)}, less those given back: {timeline.Steps[^1].Taken:N0}.");
    }

    private static string Reach(SalesTimeline timeline) => $"the last {timeline.Period.Words.ToLowerInvariant()}";
}
