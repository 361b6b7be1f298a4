using System.Collections.Immutable;
using System.Text.Json;

namespace Usher.Engine.SeatingPlans.Formats;

/// <summary>Reads shapes and texts of the exchange format. What nobody could draw is passed over.</summary>
internal static class PlanJsonAreas
{
    public static PlanArea? Read(LenientJson json, JsonElement area, PlanPoint zone, string where)
    {
        var relative = json.Position(area, where);
        var position = new PlanPoint(zone.X + relative.X, zone.Y + relative.Y);
        PlanArea? shape = json.Text(area, "shape", where) switch
        {
            "polygon" => Polygon(json, area, position, where),
            "rectangle" => Sized(json, area, "rectangle", where, "width", "height") is var (width, height)
                ? new PlanArea.Rectangle(position, width, height)
                : null,
            "ellipse" => Ellipse(json, area, position, where),
            "circle" => json.Number(LenientJson.Find(area, "circle") ?? area, "radius", where) is { } radius
                ? new PlanArea.Ellipse(position, radius, radius)
                : null,
            "text" => new PlanArea.Text(),
            _ => null,
        };
        var label = Label(json, area, position, where);
        return shape is null || (shape is PlanArea.Text && label is null) ? null : shape with
        {
            Color = json.Text(area, "color", where),
            BorderColor = json.Text(area, "border_color", where),
            Rotation = (json.Number(area, "rotation", where) ?? 0) % 360,
            Label = label,
        };
    }

    private static PlanArea.Polygon? Polygon(LenientJson json, JsonElement area, PlanPoint position, string where)
    {
        var corners = ImmutableArray.CreateBuilder<PlanPoint>();
        foreach (var corner in json.List(LenientJson.Find(area, "polygon") ?? area, "points", where))
        {
            corners.Add(new PlanPoint(
                position.X + (json.Number(corner, "x", where) ?? 0),
                position.Y + (json.Number(corner, "y", where) ?? 0)));
        }

        if (corners.Count <= PlanLimits.CornersMax)
        {
            return corners.Count < 3 ? null : new PlanArea.Polygon(corners.DrainToImmutable());
        }

        json.Problems.Add(
            where, $"the polygon has {corners.Count:N0} corners; at most {PlanLimits.CornersMax:N0} are drawn");
        return null;
    }

    private static PlanArea.Ellipse? Ellipse(LenientJson json, JsonElement area, PlanPoint position, string where)
    {
        if (LenientJson.Find(area, "ellipse") is { } ellipse && LenientJson.Find(ellipse, "radius") is { } radius)
        {
            return json.Number(radius, "x", where) is { } x && json.Number(radius, "y", where) is { } y
                ? new PlanArea.Ellipse(position, x, y)
                : null;
        }

        // The older form gave its whole width and height.
        return Sized(json, area, "ellipse", where, "width", "height") is var (width, height)
            ? new PlanArea.Ellipse(position, width / 2, height / 2)
            : null;
    }

    // The present form has an object named like the shape; the older one had its fields in the area itself.
    private static (double, double)? Sized(
        LenientJson json, JsonElement area, string shape, string where, string one, string other)
    {
        var size = LenientJson.Find(area, shape) ?? area;
        return json.Number(size, one, where) is { } width && json.Number(size, other, where) is { } height
            ? (width, height)
            : null;
    }

    private static AreaText? Label(LenientJson json, JsonElement area, PlanPoint position, string where)
    {
        if (LenientJson.Find(area, "text") is not { } text)
        {
            return null;
        }

        var nested = text.ValueKind == JsonValueKind.Object;
        var words = json.Text(nested ? text : area, "text", where);
        var relative = nested ? json.Position(text, where) : default;
        return string.IsNullOrEmpty(words) ? null : new AreaText(
            words,
            new PlanPoint(position.X + relative.X, position.Y + relative.Y),
            nested ? json.Number(text, "size", where) ?? AreaText.SizeDefault : AreaText.SizeDefault,
            nested ? json.Text(text, "color", where) : null);
    }
}
