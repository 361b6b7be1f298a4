using System.Globalization;
using System.Net;
using Usher.Engine.SeatingPlans;

namespace Usher.Pages.Kit.Pictures;

/// <summary>A stage, a wall or a word of a plan as SVG, without its own colours: pages are light or dark.</summary>
internal static class AreaShape
{
    /// <param name="area">What to draw.</param>
    /// <param name="letterMin">The least height of letters, in plan units, that can be read in a small picture.</param>
    public static string Of(PlanArea area, double letterMin) => Shape(area) + Words(area.Label, letterMin);

    private static string Shape(PlanArea area) => area switch
    {
        PlanArea.Polygon polygon => string.Create(CultureInfo.InvariantCulture,
            $"<polygon class=\"area\" points=\"{Points(polygon)}\"/>"),
        PlanArea.Rectangle { Position: var at } box => string.Create(CultureInfo.InvariantCulture,
            $"<rect class=\"area\" x=\"{at.X:0}\" y=\"{at.Y:0}\" width=\"{box.Width:0}\" height=\"{box.Height:0}\" ")
            + Turned(area, at) + "/>",
        PlanArea.Ellipse { Center: var at } round => string.Create(CultureInfo.InvariantCulture,
            $"<ellipse class=\"area\" cx=\"{at.X:0}\" cy=\"{at.Y:0}\" rx=\"{round.RadiusX:0}\" ")
            + string.Create(CultureInfo.InvariantCulture, $"ry=\"{round.RadiusY:0}\" ") + Turned(area, at) + "/>",
        PlanArea.Text => "",
    };

    private static string Points(PlanArea.Polygon polygon) => string.Join(' ', polygon.Points
        .Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0},{point.Y:0}")));

    private static string Turned(PlanArea area, PlanPoint about) => area.Rotation == 0 ? "" : string.Create(
        CultureInfo.InvariantCulture, $"transform=\"rotate({area.Rotation:0.#} {about.X:0} {about.Y:0})\"");

    private static string Words(AreaText? label, double letterMin) => label is null ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $"<text x=\"{label.Position.X:0}\" y=\"{label.Position.Y:0}\" ")
        + string.Create(CultureInfo.InvariantCulture, $"font-size=\"{Math.Max(label.Size, letterMin):0}\">")
        + WebUtility.HtmlEncode(label.Text) + "</text>";
}
