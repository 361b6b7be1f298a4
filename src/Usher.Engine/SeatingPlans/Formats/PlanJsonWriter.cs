using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Usher.Engine.SeatingPlans.Formats;

/// <summary>Writes the exchange format: every required field, and no other than the format knows.</summary>
internal static class PlanJsonWriter
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    public static byte[] Write(SeatingPlan plan)
    {
        var buffer = new ArrayBufferWriter<byte>(1024 + plan.Seats.Length * 128);
        using var writer = new Utf8JsonWriter(buffer, Options);
        writer.WriteStartObject();
        writer.WriteString("name", plan.Name);
        writer.WriteStartArray("categories");
        foreach (var category in plan.Categories)
        {
            writer.WriteStartObject();
            writer.WriteString("name", category.Name);
            WriteText(writer, "color", category.Color);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("zones");
        WriteScenery(writer, plan);
        foreach (var (index, section) in plan.Sections.Index())
        {
            WriteZone(writer, plan, index, section);
        }

        writer.WriteEndArray();
        writer.WriteStartObject("size");
        writer.WriteNumber("width", plan.Width);
        writer.WriteNumber("height", plan.Height);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    // Shapes lie behind all seats, so they have a zone of their own, before all others.
    private static void WriteScenery(Utf8JsonWriter writer, SeatingPlan plan)
    {
        if (plan.Areas.IsEmpty)
        {
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("name", "");
        WritePoint(writer, "position", default);
        writer.WriteStartArray("rows");
        writer.WriteEndArray();
        writer.WriteStartArray("areas");
        foreach (var area in plan.Areas)
        {
            WriteArea(writer, area);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteZone(Utf8JsonWriter writer, SeatingPlan plan, int section, string name)
    {
        writer.WriteStartObject();
        writer.WriteString("name", name);
        WritePoint(writer, "position", default);
        writer.WriteStartArray("rows");
        foreach (var row in plan.Rows.Where(row => row.Section == section))
        {
            WriteRow(writer, plan, row);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("areas");
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteRow(Utf8JsonWriter writer, SeatingPlan plan, PlanRow row)
    {
        var first = plan.Seats[row.First - 1];
        var position = new PlanPoint(first.X, first.Y);
        writer.WriteStartObject();
        writer.WriteString("row_number", row.Label);
        WriteText(writer, "row_label", row.LabelTemplate);
        WriteText(writer, "seat_label", row.SeatTemplate);
        WriteText(writer, "row_number_position", row.LabelPosition);
        WritePoint(writer, "position", position);
        writer.WriteStartArray("seats");
        for (var number = row.First; number < row.First + row.Count; number++)
        {
            var seat = plan.Seats[number - 1];
            writer.WriteStartObject();
            writer.WriteString("seat_guid", seat.SeatGuid);
            writer.WriteString("seat_number", seat.Number);
            WritePoint(writer, "position", Relative(new PlanPoint(seat.X, seat.Y), position));
            writer.WriteString("category", plan.Categories[seat.Category].Name);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteArea(Utf8JsonWriter writer, PlanArea area)
    {
        writer.WriteStartObject();
        var position = area switch
        {
            PlanArea.Polygon polygon => WritePolygon(writer, polygon),
            PlanArea.Rectangle rectangle => WriteRectangle(writer, rectangle),
            PlanArea.Ellipse ellipse => WriteEllipse(writer, ellipse),
            PlanArea.Text => WriteShape(writer, "text", area.Label!.Position),
        };
        WriteText(writer, "color", area.Color);
        WriteText(writer, "border_color", area.BorderColor);
        if (area.Rotation != 0)
        {
            writer.WriteNumber("rotation", area.Rotation);
        }

        if (area.Label is { } label)
        {
            writer.WriteStartObject("text");
            writer.WriteString("text", label.Text);
            WritePoint(writer, "position", Relative(label.Position, position));
            writer.WriteNumber("size", label.Size);
            WriteText(writer, "color", label.Color);
            writer.WriteEndObject();
        }

        WritePoint(writer, "position", position);
        writer.WriteEndObject();
    }

    private static PlanPoint WriteShape(Utf8JsonWriter writer, string shape, PlanPoint position)
    {
        writer.WriteString("shape", shape);
        return position;
    }

    private static PlanPoint WritePolygon(Utf8JsonWriter writer, PlanArea.Polygon polygon)
    {
        var position = WriteShape(writer, "polygon", polygon.Points[0]);
        writer.WriteStartObject("polygon");
        writer.WriteStartArray("points");
        foreach (var point in polygon.Points)
        {
            WritePoint(writer, null, Relative(point, position));
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        return position;
    }

    private static PlanPoint WriteRectangle(Utf8JsonWriter writer, PlanArea.Rectangle rectangle)
    {
        writer.WriteStartObject("rectangle");
        writer.WriteNumber("width", rectangle.Width);
        writer.WriteNumber("height", rectangle.Height);
        writer.WriteEndObject();
        return WriteShape(writer, "rectangle", rectangle.Position);
    }

    private static PlanPoint WriteEllipse(Utf8JsonWriter writer, PlanArea.Ellipse ellipse)
    {
        writer.WriteStartObject("ellipse");
        WritePoint(writer, "radius", new PlanPoint(ellipse.RadiusX, ellipse.RadiusY));
        writer.WriteEndObject();
        return WriteShape(writer, "ellipse", ellipse.Center);
    }

    private static PlanPoint Relative(PlanPoint point, PlanPoint origin) =>
        new(PlanArea.Tenths(point.X - origin.X), PlanArea.Tenths(point.Y - origin.Y));

    private static void WritePoint(Utf8JsonWriter writer, string? field, PlanPoint point)
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

    private static void WriteText(Utf8JsonWriter writer, string field, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(field, text);
        }
    }
}
