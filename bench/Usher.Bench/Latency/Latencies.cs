using HdrHistogram;

namespace Usher.Bench.Latency;

/// <summary>Latencies are kept in HdrHistograms of microseconds and read in milliseconds.</summary>
internal static class Latencies
{
    /// <summary>No figure is off by more than a thousandth.</summary>
    public const int SignificantDigits = 3;

    // What takes longer than any run counts as this.
    private const long MicrosecondsMax = 7_200_000_000;

    /// <summary>Safe for concurrent recording. It cannot be read meanwhile; a <see cref="Sum"/> of it can.</summary>
    public static LongConcurrentHistogram Histogram() => new(1, MicrosecondsMax, SignificantDigits);

    /// <summary>A copy of all that has been recorded by now.</summary>
    public static LongHistogram Sum(IEnumerable<HistogramBase> histograms)
    {
        var sum = new LongHistogram(1, MicrosecondsMax, SignificantDigits);
        foreach (var histogram in histograms.Where(histogram => histogram.TotalCount > 0))
        {
            sum.Add(histogram);
        }

        return sum;
    }

    public static void Record(this HistogramBase histogram, TimeSpan latency) =>
        histogram.RecordValue(Math.Clamp(latency.Ticks / TimeSpan.TicksPerMicrosecond, 0, MicrosecondsMax));

    /// <summary>The latency that this share of all recordings does not exceed; zero if there are none.</summary>
    public static double PercentileMs(this HistogramBase histogram, double percent) =>
        histogram.TotalCount == 0 ? 0 : Milliseconds(histogram.GetValueAtPercentile(percent));

    public static double MeanMs(this HistogramBase histogram) =>
        histogram.TotalCount == 0 ? 0 : Milliseconds(histogram.GetMean());

    public static double MaxMs(this HistogramBase histogram) => Milliseconds(histogram.GetMaxValue());

    public static double Milliseconds(double microseconds) => microseconds / 1000;
}
