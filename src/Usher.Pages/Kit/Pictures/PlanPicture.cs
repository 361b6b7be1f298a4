using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Seats;

namespace Usher.Pages.Kit.Pictures;

/// <summary>
/// A seating plan as a small drawing (SVG) in the page itself, so that it takes the page's colours: seats of one state
/// are one path of points. SeatingViews too large for points are drawn as the shapes of their sections.
/// </summary>
internal static class PlanPicture
{
    private const int PointsMax = 2_000;
    private const double SeatWidth = 19;
    private const double SoldWidth = 10;

    // How far apart neighbours stand at least where seats are this wide.
    private const double SpacingUsual = 22;
    private const double Margin = 16;
    private const int LightSteps = 4;
    private const double MarkWidth = 2.4;

    // The strokes of a mark, one for each bit, from the middle of a seat; see seat-shapes.ts.
    private static readonly (double X, double Y, string Line)[] Marks =
        [(-4, -4, "h8"), (-4, -4, "v8"), (4, -4, "v8"), (-4, 4, "h8"), (-1, 0, "h2")];

    /// <summary>Free seats lit, all others dim.</summary>
    public static MarkupString Thumbnail(SeatingView view)
    {
        var svg = Open(view.Plan, "plan", withAreas: false);
        if (view.Plan.Seats.Length > PointsMax)
        {
            Sections(svg, view);
        }
        else
        {
            Points(svg, view.Plan, "sold", SoldWidth, seat => !view.IsFreeSeat(seat));
            Points(svg, view.Plan, "free", SeatWidth, view.IsFreeSeat);
        }

        return Close(svg);
    }

    /// <summary>All seats in the colours of their prices, as before the sale, and two of them in the light.</summary>
    public static MarkupString Priced(SeatingView view) =>
        Close(PricedSeats(view, Open(view.Plan, "plan priced", withAreas: true)));

    /// <summary>The same with a ring where the stage is taken to be.</summary>
    public static MarkupString WithStage(SeatingView view)
    {
        var plan = view.Plan;
        var svg = PricedSeats(view, Open(
            plan, "plan priced", withAreas: true, "The plan, with a ring where the stage is taken to be"));
        var radius = Math.Max(SeatWidth, Math.Max(plan.Width, plan.Height) / 40.0);
        return Close(svg.Append(CultureInfo.InvariantCulture,
            $"<circle class=\"focus\" cx=\"{plan.Focus.X:0}\" cy=\"{plan.Focus.Y:0}\" r=\"{radius:0}\" ")
            .Append(CultureInfo.InvariantCulture, $"stroke-width=\"{radius / 3:0.#}\"/>"));
    }

    private static StringBuilder PricedSeats(SeatingView view, StringBuilder svg)
    {
        var plan = view.Plan;
        Areas(svg, plan);
        if (plan.Seats.Length > PointsMax)
        {
            Sections(svg, view);
            return svg;
        }

        for (var color = 1; color <= 5; color++)
        {
            Points(svg, plan, $"cat-{color}", SeatWidth * 0.8, seat =>
                view.ColorOf(plan.Seats[seat - 1].Category) == color);
            for (var bit = 0; bit < Marks.Length; bit++)
            {
                Points(svg, plan, $"mark-{color}", MarkWidth, seat => IsMarked(seat, color, bit), Marks[bit]);
            }
        }

        return svg;

        bool IsMarked(int seat, int color, int bit) =>
            plan.Seats[seat - 1].Category is var category && view.ColorOf(category) == color
            && (view.MarkOf(category) >> bit & 1) == 1;
    }

    /// <summary>As the desk sees it: what is sold is filled, what is held is lit, what is free is a dot, and a slot
    /// that has begun without a buyer is not there any more.</summary>
    public static MarkupString Taken(SeatingView view, string words)
    {
        var plan = view.Plan;
        var svg = Open(plan, "plan taken", withAreas: true, words);
        Areas(svg, plan);
        if (plan.Seats.Length > PointsMax)
        {
            Sections(svg, view);
            return Close(svg);
        }

        Points(svg, plan, "open", SoldWidth, view.IsFreeSeat);
        Points(svg, plan, "gone", SeatWidth, seat => view.StatusOf(seat) == SeatStatus.Booked);
        Points(svg, plan, "edge", SeatWidth * 1.2, seat => view.StatusOf(seat) == SeatStatus.Held);
        Points(svg, plan, "mine", SeatWidth * 0.85, seat => view.StatusOf(seat) == SeatStatus.Held);
        return Close(svg);
    }

    /// <summary>Where somebody's seats are.</summary>
    public static MarkupString Where(SeatingView view, IReadOnlyCollection<int> mine, string words)
    {
        var plan = view.Plan;
        var svg = Open(plan, "plan where", withAreas: true, words);
        Areas(svg, plan);
        if (plan.Seats.Length > PointsMax)
        {
            Sections(svg, view);
        }
        else
        {
            Points(svg, plan, "sold", SoldWidth, seat => !mine.Contains(seat));
        }

        // In a large hall one seat would be too small to find.
        var width = Math.Max(SeatWidth, plan.Width / 55);
        Halo(svg, plan, mine, width);
        Points(svg, plan, "edge", width * 1.38, mine.Contains);
        Points(svg, plan, "mine", width, mine.Contains);
        return Close(svg);
    }

    private static StringBuilder Open(SeatingPlan plan, string kind, bool withAreas, string? words = null)
    {
        var (x, y, width, height) = Bounds(plan, withAreas);
        var svg = new StringBuilder(8 * plan.Seats.Length + 256);
        var label = words is null
            ? "aria-hidden=\"true\""
            : $"role=\"img\" aria-label=\"{System.Net.WebUtility.HtmlEncode(words)}\"";
        return svg.Append(CultureInfo.InvariantCulture,
            $"<svg class=\"{kind}\" viewBox=\"{x:0} {y:0} {width:0} {height:0}\" {label}>");
    }

    private static MarkupString Close(StringBuilder svg) => new(svg.Append("</svg>").ToString());

    private static (double X, double Y, double Width, double Height) Bounds(SeatingPlan plan, bool withAreas)
    {
        if (withAreas)
        {
            return (-Margin, -Margin, plan.Width + 2 * Margin, plan.Height + 2 * Margin);
        }

        var (left, right) = (plan.Seats.Min(seat => seat.X), plan.Seats.Max(seat => seat.X));
        var (top, bottom) = (plan.Seats.Min(seat => seat.Y), plan.Seats.Max(seat => seat.Y));
        return (left - Margin, top - Margin, right - left + 2 * Margin, bottom - top + 2 * Margin);
    }

    private static void Points(StringBuilder svg, SeatingPlan plan, string kind, double width, Predicate<int> isOne) =>
        Points(svg, plan, kind, width, isOne, (0, 0, "h0"));

    private static void Points(
        StringBuilder svg, SeatingPlan plan, string kind, double width, Predicate<int> isOne,
        (double X, double Y, string Line) stroke)
    {
        // Where seats stand close together none is drawn over the next.
        width *= Math.Min(1, plan.Spacing / SpacingUsual);
        var before = svg.Length;
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"{kind}\" stroke-width=\"{width:0.#}\" d=\"");
        var start = svg.Length;
        for (var number = 1; number <= plan.Seats.Length; number++)
        {
            if (isOne(number))
            {
                var seat = plan.Seats[number - 1];
                svg.Append(
                    CultureInfo.InvariantCulture, $"M{seat.X + stroke.X:0} {seat.Y + stroke.Y:0}{stroke.Line}");
            }
        }

        if (svg.Length == start)
        {
            svg.Length = before;
            return;
        }

        svg.Append("\"/>");
    }

    // The more of a section is free, the more light.
    private static void Sections(StringBuilder svg, SeatingView view)
    {
        var seats = view.Plan.Seats.Index().GroupBy(seat => view.Plan.Rows[seat.Item.Row].Section);
        foreach (var section in seats)
        {
            var share = section.Average(seat => view.IsFreeSeat(seat.Index + 1) ? 1.0 : 0.0);
            svg.Append(CultureInfo.InvariantCulture,
                $"<polygon class=\"light-{Math.Ceiling(share * LightSteps):0}\" points=\"");
            svg.AppendJoin(' ', Outline.Of(section.Select(seat => seat.Item))
                .Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0},{point.Y:0}")));
            svg.Append("\"/>");
        }
    }

    private static void Halo(StringBuilder svg, SeatingPlan plan, IReadOnlyCollection<int> mine, double width)
    {
        var (x, y) = (mine.Average(seat => plan.Seats[seat - 1].X), mine.Average(seat => plan.Seats[seat - 1].Y));
        var reach = mine.Max(seat => double.Hypot(plan.Seats[seat - 1].X - x, plan.Seats[seat - 1].Y - y));
        var radius = reach + Math.Min(6 * width, plan.Width / 5);
        svg.Append("<defs><radialGradient id=\"torch\"><stop class=\"near\"/><stop offset=\".4\" class=\"mid\"/>");
        svg.Append("<stop offset=\"1\" class=\"far\"/></radialGradient></defs>");
        svg.Append(CultureInfo.InvariantCulture,
            $"<circle cx=\"{x:0}\" cy=\"{y:0}\" r=\"{radius:0}\" fill=\"url(#torch)\"/>");
    }

    private static void Areas(StringBuilder svg, SeatingPlan plan)
    {
        foreach (var area in plan.Areas)
        {
            svg.Append(AreaShape.Of(area, plan.Width / 36.0));
        }
    }
}
