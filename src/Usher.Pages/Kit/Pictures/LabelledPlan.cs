using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Components;
using Usher.Engine.SeatingPlans;

namespace Usher.Pages.Kit.Pictures;

/// <summary>
/// A plan drawn so large that the labels of its rows and seats can be read, for whoever must see that they are right
/// before anything is sold by them.
/// </summary>
internal static class LabelledPlan
{
    private const int SeatsMax = 2_000;
    private const double SeatWidth = 22;
    private const double RowLabelGap = 24;
    private const double Margin = 48;
    private const double LetterMin = 12;

    // Seats that stand closer are drawn farther apart: none lies on the next.
    private const double SpacingMin = 23;

    // The strokes of a mark, one for each bit, around the number.
    private static readonly (double X, double Y, string Line)[] Marks =
        [(-4, -9, "h8"), (-9, -4, "v8"), (9, -4, "v8"), (-4, 9, "h8"), (-1, 6.5, "h2")];

    // Longer ones are written smaller.
    private const int NumberCharsMax = 3;
    private const int NumberCharsDrawn = 8;

    /// <summary>The picture; null for a plan that would be too large for it.</summary>
    public static MarkupString? Of(SeatingView view)
    {
        var plan = view.Plan;
        if (plan.Seats.Length > SeatsMax)
        {
            return null;
        }

        var scale = Math.Max(1, SpacingMin / plan.Spacing);
        var (width, height) = (plan.Width * scale + 2 * Margin, plan.Height * scale + 2 * Margin);
        var svg = new StringBuilder(100 * plan.Seats.Length);
        svg.Append(CultureInfo.InvariantCulture,
            $"<svg class=\"plan labelled\" width=\"{width:0}\" height=\"{height:0}\" ");
        svg.Append(CultureInfo.InvariantCulture,
            $"viewBox=\"{-Margin:0} {-Margin:0} {width:0} {height:0}\" role=\"img\" aria-label=\"{Words(plan)}\">");
        svg.Append(CultureInfo.InvariantCulture, $"<g transform=\"scale({scale:0.##})\">");
        foreach (var area in plan.Areas)
        {
            svg.Append(AreaShape.Of(area, LetterMin / scale));
        }

        svg.Append("</g>");
        foreach (var seat in plan.Seats)
        {
            var (color, mark) = (view.ColorOf(seat.Category), view.MarkOf(seat.Category));
            Seat(svg, seat.X * scale, seat.Y * scale, $"cat-{color}", seat.Number);
            if (mark != 0)
            {
                Mark(svg, seat.X * scale, seat.Y * scale, color, mark);
            }
        }

        foreach (var row in plan.Rows.Where(plan.IsNamed))
        {
            var (first, last) = (plan.Seats[row.First - 1], plan.Seats[row.First + row.Count - 2]);
            var (left, right) = first.X <= last.X ? (first, last) : (last, first);
            RowLabel(svg, left.X * scale - RowLabelGap, left.Y * scale, row.Label);
            if (right.X > left.X)
            {
                RowLabel(svg, right.X * scale + RowLabelGap, right.Y * scale, row.Label);
            }
        }

        return new MarkupString(svg.Append("</svg>").ToString());
    }

    private static void Seat(StringBuilder svg, double x, double y, string color, string number)
    {
        svg.Append(CultureInfo.InvariantCulture,
            $"<path class=\"{color}\" stroke-width=\"{SeatWidth:0}\" d=\"M{x:0} {y:0}h0\"/>");
        var written = number.Length <= NumberCharsDrawn ? number : number[..NumberCharsDrawn] + "…";
        svg.Append(CultureInfo.InvariantCulture,
            $"<text class=\"on-{color}{(written.Length > NumberCharsMax ? " long" : "")}\" x=\"{x:0}\" y=\"{y:0}\">");
        svg.Append(WebUtility.HtmlEncode(written)).Append("</text>");
    }

    private static void Mark(StringBuilder svg, double x, double y, int color, int mark)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"mark-{color}\" stroke-width=\"2\" d=\"");
        foreach (var (bit, (left, top, line)) in Marks.Index())
        {
            if ((mark >> bit & 1) == 1)
            {
                svg.Append(CultureInfo.InvariantCulture, $"M{x + left:0} {y + top:0}{line}");
            }
        }

        svg.Append("\"/>");
    }

    private static void RowLabel(StringBuilder svg, double x, double y, string label)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"row\" x=\"{x:0}\" y=\"{y:0}\">");
        svg.Append(WebUtility.HtmlEncode(label)).Append("</text>");
    }

    private static string Words(SeatingPlan plan) =>
        WebUtility.HtmlEncode($"The plan of {plan.Name} with the labels of its rows and seats");
}
