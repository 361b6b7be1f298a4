using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Components;
using Usher.Engine.SeatingPlans;

namespace Usher.Pages.Kit.Pictures;

/// <summary>A plan that was refused, with a ring around each seat that has a mistake.</summary>
internal static class SketchPicture
{
    private const double SeatWidth = 16;
    private const double RingRadius = 15;
    private const double Margin = 40;

    // More names than that would hide each other.
    private const int NamesMax = 40;

    public static MarkupString Of(PlanSketch sketch)
    {
        var (width, height) = (sketch.Width + 2 * Margin, sketch.Height + 2 * Margin);
        var wrong = sketch.Seats.Where(seat => seat.IsWrong).ToArray();
        var svg = new StringBuilder(16 * sketch.Seats.Length);
        svg.Append(CultureInfo.InvariantCulture,
            $"<svg class=\"plan sketch\" viewBox=\"{-Margin:0} {-Margin:0} {width:0} {height:0}\" role=\"img\" ");
        svg.Append(CultureInfo.InvariantCulture,
            $"aria-label=\"The plan as far as it could be read; {Numbers.Seats(wrong.Length)} with a mistake\">");
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"sold\" stroke-width=\"{SeatWidth:0}\" d=\"");
        foreach (var seat in sketch.Seats)
        {
            svg.Append(CultureInfo.InvariantCulture, $"M{seat.X:0} {seat.Y:0}h0");
        }

        svg.Append("\"/>");
        foreach (var seat in wrong)
        {
            svg.Append(CultureInfo.InvariantCulture,
                $"<circle class=\"wrong\" cx=\"{seat.X:0}\" cy=\"{seat.Y:0}\" r=\"{RingRadius:0}\"><title>");
            svg.Append(WebUtility.HtmlEncode(seat.Name)).Append("</title></circle>");
        }

        foreach (var seat in wrong.Take(NamesMax))
        {
            svg.Append(CultureInfo.InvariantCulture,
                $"<text class=\"wrong\" x=\"{seat.X:0}\" y=\"{seat.Y - RingRadius - 8:0}\">");
            svg.Append(WebUtility.HtmlEncode(seat.Name)).Append("</text>");
        }

        return new MarkupString(svg.Append("</svg>").ToString());
    }
}
