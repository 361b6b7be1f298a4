using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Shows;
using Usher.Http.Replies;

namespace Usher.Http.SeatingPlans;

/// <summary>Writes where seats stand, in columns: what a seat map needs to be drawn, apart from who has which seat.
/// </summary>
public static class PlanGeometryJson
{
    private const int BytesPerSeat = 32;

    public static byte[] Write(SeatingPlan plan)
    {
        var buffer = new ArrayBufferWriter<byte>(1024 + plan.Seats.Length * BytesPerSeat);
        using var writer = new Utf8JsonWriter(buffer, JsonResponses.WriterOptions);
        writer.WriteStartObject();
        WriteHead(writer, plan);
        WriteRows(writer, plan);
        WriteList(writer, "numbers", plan.Seats, seat => writer.WriteStringValue(seat.Number));
        WriteList(writer, "x", plan.Seats, seat => writer.WriteNumberValue(seat.X));
        WriteList(writer, "y", plan.Seats, seat => writer.WriteNumberValue(seat.Y));
        WriteList(writer, "categories_of_seats", plan.Seats, seat => writer.WriteNumberValue(seat.Category));
        WriteKinds(writer, plan);
        WriteList(writer, "areas", plan.Areas, area => PlanAreaJson.Write(writer, area));
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteHead(Utf8JsonWriter writer, SeatingPlan plan)
    {
        if (plan.Id is { } id)
        {
            writer.WriteNumber("plan_id", id.Value);
        }
        else
        {
            writer.WriteNull("plan_id");
        }

        writer.WriteNumber("version", plan.Version);
        writer.WriteString("name", plan.Name);
        writer.WriteNumber("width", plan.Width);
        writer.WriteNumber("height", plan.Height);
        writer.WriteString("kind", plan.Kind.ToText());
        writer.WritePoint("focal_point", plan.Focus);
        WriteList(writer, "categories", plan.Categories, category =>
        {
            writer.WriteStartObject();
            writer.WriteString("name", category.Name);
            writer.WriteString("color", category.Color);
            writer.WriteEndObject();
        });
        WriteList(writer, "sections", plan.Sections, writer.WriteStringValue);
    }

    // A row that was made from a number of seats has no name that anybody would know.
    private static void WriteRows(Utf8JsonWriter writer, SeatingPlan plan) =>
        WriteList(writer, "rows", plan.Rows, row => WriteRow(writer, plan, row));

    private static void WriteRow(Utf8JsonWriter writer, SeatingPlan plan, PlanRow row)
    {
        writer.WriteStartObject();
        writer.WriteNumber("section", row.Section);
        writer.WriteString("label", plan.IsPlain || row.Label.Length == 0 ? null : row.Label);
        WriteTemplate(writer, "label_template", plan.LabelTemplateOf(row));
        WriteTemplate(writer, "seat_template", plan.SeatTemplateOf(row));
        writer.WriteNumber("first", row.First);
        writer.WriteNumber("count", row.Count);
        WriteList(writer, "aisles", row.Aisles, writer.WriteNumberValue);
        writer.WriteEndObject();
    }

    private static void WriteTemplate(Utf8JsonWriter writer, string field, string? template)
    {
        if (template is not null)
        {
            writer.WriteString(field, template);
        }
    }

    private static void WriteKinds(Utf8JsonWriter writer, SeatingPlan plan)
    {
        writer.WriteStartObject("kinds");
        foreach (var (index, seat) in plan.Seats.Index())
        {
            if (seat.Kind != SeatKind.Seat)
            {
                writer.WriteString((index + 1).ToString(CultureInfo.InvariantCulture), seat.Kind.ToText());
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteList<T>(Utf8JsonWriter writer, string field, IEnumerable<T> items, Action<T> write)
    {
        writer.WriteStartArray(field);
        foreach (var item in items)
        {
            write(item);
        }

        writer.WriteEndArray();
    }
}
