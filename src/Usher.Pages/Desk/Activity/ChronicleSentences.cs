using System.Globalization;
using Usher.Engine.Statistics;

namespace Usher.Pages.Desk.Activity;

/// <summary>What a chart shows, in a sentence for those who do not see it.</summary>
internal static class ChronicleSentences
{
    extension(Chronicle chronicle)
    {
        public string BookingsSentence => string.Create(CultureInfo.InvariantCulture,
            $"Bookings in {Reach(chronicle)}: {chronicle.Steps.Sum(step => step.Held):N0} made and {chronicle.Refused:N0} refused; ")
            + string.Create(CultureInfo.InvariantCulture,
                $"at most {chronicle.Steps.Max(step => step.Held):N0} in a {chronicle.Period.StretchWords}, {chronicle.Steps[^1].Held:N0} in the last.");

        public string EndsSentence => string.Create(CultureInfo.InvariantCulture,
            $"What became of them in {Reach(chronicle)}: {chronicle.Steps.Sum(step => step.Confirmed):N0} confirmed, ")
            + string.Create(CultureInfo.InvariantCulture, $"{chronicle.Steps.Sum(step => step.Expired):N0} expired.");

        public string SeatsSentence => chronicle.TotalSeats is { } total
            ? string.Create(CultureInfo.InvariantCulture,
                $"Seats taken in {Reach(chronicle)}: from {chronicle.Steps[0].Taken:N0} to {chronicle.Steps[^1].Taken:N0} of {total:N0}.")
            : string.Create(CultureInfo.InvariantCulture,
                $"Seats taken in {Reach(chronicle)}, less those given back: {chronicle.Steps[^1].Taken:N0}.");
    }

    private static string Reach(Chronicle chronicle) => $"the last {chronicle.Period.Words.ToLowerInvariant()}";
}
