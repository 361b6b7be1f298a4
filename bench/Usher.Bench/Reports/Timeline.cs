namespace Usher.Bench.Reports;

/// <summary>Reads a run's samples as if time were continuous.</summary>
internal static class Timeline
{
    /// <summary>The mean rate between two moments, in seconds of the measured part; zero where there is no
    /// sample.</summary>
    public static double BookingsPerSecond(this IEnumerable<Second> timeline, double from, double to)
    {
        double bookings = 0, covered = 0, begin = 0;
        foreach (var sample in timeline)
        {
            var overlap = Math.Min(to, sample.At) - Math.Max(from, begin);
            if (overlap > 0)
            {
                bookings += overlap * sample.BookingsPerSecond;
                covered += overlap;
            }

            begin = sample.At;
        }

        return covered > 0 ? bookings / covered : 0;
    }
}
