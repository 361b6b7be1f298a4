using System.Text.Json;
using Usher.Engine.SeatingPlans;

namespace Usher.Http.SeatingPlans;

/// <summary>Writes shapes for a seat map. Every shape is a polygon there, so that one way of drawing does for all.
/// </summary>
public static class PlanAreaJson
{
    private const int CornersOfRound = 48;

    public static void Write(Utf8JsonWriter writer, PlanArea area)
    {
        writer.WriteStartObject();
        if (area is PlanArea.Text)
        {
            writer.WriteString("shape", "text");
            writer.WriteString("text", area.Label!.Text);
            writer.WriteNumber("x", area.Label.Position.X);
            writer.WriteNumber("y", area.Label.Position.Y);
            writer.WriteNumber("size", area.Label.Size);
        }
        else
        {
            writer.WriteString("shape", "polygon");
            writer.WriteStartArray("points");
            foreach (var corner in Corners(area))
            {
                writer.WritePoint(null, corner);
            }

            writer.WriteEndArray();
            writer.WriteString("color", area.Color);
            writer.WriteString("label", area.Label?.Text);
            if (area.Label is { } label)
            {
                writer.WriteNumber("x", label.Position.X);
                writer.WriteNumber("y", label.Position.Y);
                writer.WriteNumber("size", label.Size);
            }
        }

        writer.WriteEndObject();
    }

    public static void WritePoint(this Utf8JsonWriter writer, string? field, PlanPoint point)
    {
        if (field is not null)
        {
            writer.WritePropertyName(field);
        }

        writer.WriteStartObject();
        writer.WriteNumber("x", point.X);
        writer.WriteNumber("y", point.Y);
        writer.WriteEndObject();
    }

    private static IEnumerable<PlanPoint> Corners(PlanArea area) => area switch
    {
        PlanArea.Polygon polygon =>
            polygon.Points.Select(corner => Turned(corner, polygon.Points[0], area.Rotation)),
        PlanArea.Rectangle { Position: var at } box => new PlanPoint[]
        {
            at, new(at.X + box.Width, at.Y), new(at.X + box.Width, at.Y + box.Height), new(at.X, at.Y + box.Height),
        }.Select(corner => Turned(corner, at, area.Rotation)),
        PlanArea.Ellipse ellipse => Enumerable.Range(0, CornersOfRound).Select(i =>
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * i / CornersOfRound);
            return Turned(
                new(ellipse.Center.X + ellipse.RadiusX * cos, ellipse.Center.Y + ellipse.RadiusY * sin),
                ellipse.Center, area.Rotation);
        }),
        PlanArea.Text => [],
    };

    private static PlanPoint Turned(PlanPoint point, PlanPoint about, double degrees)
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        var (x, y) = (point.X - about.X, point.Y - about.Y);
        return new(
            Math.Round(about.X + x * cos - y * sin, 1), Math.Round(about.Y + x * sin + y * cos, 1));
    }
}
