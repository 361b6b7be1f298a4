using Usher.Engine.Statistics;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.Activity;

/// <summary>What a chart shows, in a sentence for those who do not see it.</summary>
internal static class TimelineSentences
{
    extension(SalesTimeline timeline)
    {
        public string BookingsSentence
        {
            get
            {
                var (held, most) = (timeline.Steps.Sum(step => step.Held), timeline.Steps.Max(step => step.Held));
                return Text($"Bookings in {Reach(timeline)}: {held:N0} made and {timeline.Refused:N0} refused; ")
                    + Text($"at most {most:N0} in a {timeline.Period.BucketWords}, ")
                    + Text($"{timeline.Steps[^1].Held:N0} in the last.");
            }
        }

        public string EndsSentence => Text(
            $"Outcomes in {Reach(timeline)}: {timeline.Steps.Sum(step => step.Confirmed):N0} confirmed, ")
            + Text($"{timeline.Steps.Sum(step => step.Expired):N0} whose hold ended.");

        public string SeatsSentence(string taken) => timeline.TotalSeats is { } total
            ? Text($"{taken} in {Reach(timeline)}: from {timeline.Steps[0].Taken:N0} ")
                + Text($"to {timeline.Steps[^1].Taken:N0} of {total:N0}.")
            : Text($"{taken} in {Reach(timeline)}, minus those released: ")
                + Text($"{timeline.Steps[^1].Taken:N0}.");
    }

    private static string Text(FormattableString sentence) => sentence.ToString(ReaderCulture.Current);

    private static string Reach(SalesTimeline timeline) => $"the last {timeline.Period.Words.ToLowerInvariant()}";
}
