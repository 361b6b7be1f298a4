using System.Globalization;
using System.Text;

namespace Usher.Bench.Reports;

/// <summary>The frame of a chart: from its own units to places on the page.</summary>
internal sealed record ChartFrame(double XMin, double XMax, double YMin, double YMax)
{
    private const double Width = 420, Height = 220, Left = 56, Right = 24, Top = 24, Below = 28;
    private const int Lines = 4;

    public const double Bottom = Height - Below;

    public double X(double value) =>
        Left + ((Width - Left - Right) * (value - XMin) / Math.Max(XMax - XMin, double.Epsilon));

    public double Y(double value) =>
        Bottom - ((Bottom - Top) * (value - YMin) / Math.Max(YMax - YMin, double.Epsilon));

    public string LabelBelow(double at, string text) => string.Create(
        CultureInfo.InvariantCulture,
        $"<text x='{X(at):F1}' y='{Height - 8:F0}' text-anchor='middle'>{text}</text>");

    /// <summary>Puts axes around what is drawn.</summary>
    public string Wrap(string title, string unit, StringBuilder content)
    {
        var svg = new StringBuilder(string.Create(
            CultureInfo.InvariantCulture,
            $"<svg viewBox='0 0 {Width:F0} {Height:F0}' role='img' aria-label='{title}'>"));
        for (var i = 0; i <= Lines; i++)
        {
            var value = YMin + ((YMax - YMin) * i / Lines);
            svg.Append(string.Create(
                CultureInfo.InvariantCulture,
                $"<line x1='{Left}' x2='{Width - Right}' y1='{Y(value):F1}' y2='{Y(value):F1}' stroke='var(--line)'/>"))
                .Append(string.Create(
                    CultureInfo.InvariantCulture,
                    $"<text x='{Left - 6}' y='{Y(value) + 4:F1}' text-anchor='end'>{value:N0}</text>"));
        }

        return svg.Append(string.Create(CultureInfo.InvariantCulture, $"<text x='0' y='12'>{unit}</text>"))
            .Append(content).Append("</svg>\n").ToString();
    }
}
