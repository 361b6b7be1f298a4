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

    // Less than half the way to a neighbour.
    private const double RingRadius = 12;
    private const double Margin = 40;

    // A few seats alone are no larger than in a hall.
    private const double WidthMin = 480;
    private const double HeightMin = 160;

    private const double NameHeight = 16;
    private const double LetterWidth = 9;
    private const int NamesMax = 40;

    public static MarkupString Of(PlanSketch sketch)
    {
        var width = Math.Max(WidthMin, sketch.Width + 2 * Margin);
        var height = Math.Max(HeightMin, sketch.Height + 2 * Margin);
        var (left, top) = ((sketch.Width - width) / 2, (sketch.Height - height) / 2);
        var wrong = sketch.Seats.Where(seat => seat.IsWrong).ToArray();
        var svg = new StringBuilder(16 * sketch.Seats.Length);
        svg.Append(CultureInfo.InvariantCulture,
            $"<svg class=\"plan sketch\" viewBox=\"{left:0} {top:0} {width:0} {height:0}\" role=\"img\" ");
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

        foreach (var seat in Named(wrong))
        {
            svg.Append(CultureInfo.InvariantCulture,
                $"<text class=\"wrong\" x=\"{seat.X:0}\" y=\"{seat.Y - RingRadius - 8:0}\">");
            svg.Append(WebUtility.HtmlEncode(seat.Name)).Append("</text>");
        }

        return new MarkupString(svg.Append("</svg>").ToString());
    }

    // Those whose names do not lie on each other; the ring tells the others.
    private static List<SketchSeat> Named(SketchSeat[] wrong)
    {
        List<SketchSeat> named = [];
        foreach (var seat in wrong)
        {
            if (named.Count < NamesMax && !named.Exists(other => AreCrowded(seat, other)))
            {
                named.Add(seat);
            }
        }

        return named;
    }

    private static bool AreCrowded(SketchSeat one, SketchSeat other) =>
        Math.Abs(one.Y - other.Y) < NameHeight
        && Math.Abs(one.X - other.X) < (one.Name.Length + other.Name.Length + 1) * LetterWidth / 2;
}
