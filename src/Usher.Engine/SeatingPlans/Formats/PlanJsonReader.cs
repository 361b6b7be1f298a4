using System.Text.Json;

namespace Usher.Engine.SeatingPlans.Formats;

/// <summary>Reads the exchange format, its present and its older form, into a draft.</summary>
internal sealed class PlanJsonReader(PlanDraft draft, PlanExtras extras)
{
    private static readonly string[] Sides = ["start", "end", "both"];

    private readonly LenientJson _json = new(draft.Problems);

    public void Read(JsonElement plan, string? nameDefault)
    {
        if (plan.ValueKind != JsonValueKind.Object)
        {
            draft.Problems.Add("", "this is JSON but not a seating plan; it must be an object");
            return;
        }

        draft.Name = _json.Text(plan, "name", "") is { Length: > 0 } name ? name : nameDefault ?? "";
        draft.FocalPoint = extras.FocalPoint ?? FocalPointOf(plan);
        draft.IsStageGuessed = extras.IsStageGuessed;
        draft.Kind = extras.Kind;
        if (LenientJson.Find(plan, "size") is { } size)
        {
            draft.Width = _json.Number(size, "width", "size");
            draft.Height = _json.Number(size, "height", "size");
        }

        foreach (var (index, category) in _json.List(plan, "categories", "").Index())
        {
            var where = $"categories[{index}]";
            draft.Categories.Add(new PlanCategory(
                _json.Text(category, "name", where) ?? "", _json.Text(category, "color", where)));
        }

        foreach (var (index, zone) in _json.List(plan, "zones", "").Index())
        {
            ReadZone(zone, $"zones[{index}]");
        }
    }

    // No part of the format, but some files have it.
    private PlanPoint? FocalPointOf(JsonElement plan)
    {
        if (LenientJson.Find(plan, "focal_point") is not { } point)
        {
            return null;
        }

        if (LenientJson.Find(point, "x") is null || LenientJson.Find(point, "y") is null)
        {
            draft.Problems.Add("focal_point", "must have x and y, or be left out");
            return null;
        }

        return _json.Number(point, "x", "focal_point") is { } x && _json.Number(point, "y", "focal_point") is { } y
            ? new PlanPoint(x, y)
            : null;
    }

    private void ReadZone(JsonElement zone, string where)
    {
        var position = _json.Position(zone, where);
        var section = draft.Sections.Count;
        draft.Sections.Add(_json.Text(zone, "name", where) ?? "");
        foreach (var (index, row) in _json.List(zone, "rows", where).Index())
        {
            ReadRow(row, section, position, $"{where}.rows[{index}]", index);
            if (draft.Rows.Count > PlanLimits.RowsMax)
            {
                return;
            }
        }

        foreach (var (index, area) in _json.List(zone, "areas", where).Index())
        {
            if (draft.Areas.Count <= PlanLimits.AreasMax
                && PlanJsonAreas.Read(_json, area, position, $"{where}.areas[{index}]") is { } shape)
            {
                draft.Areas.Add(shape);
            }
        }
    }

    private void ReadRow(JsonElement json, int section, PlanPoint zone, string where, int index)
    {
        var position = _json.Position(json, where);
        var row = new DraftRow(
            section, _json.Text(json, "row_number", where) ?? $"{index + 1}", seat => $"{where}.seats[{seat}]")
        {
            SectionName = draft.Sections[section],
            IsNamedFirst = true,
            LabelTemplate = Template(json, "row_label", where),
            SeatTemplate = Template(json, "seat_label", where),
            LabelPosition = Array.Find(Sides, side => side == _json.Text(json, "row_number_position", where)),
        };
        draft.Rows.Add(row);
        foreach (var (number, seat) in _json.List(json, "seats", where).Index())
        {
            ReadSeat(seat, row, number, zone.X + position.X, zone.Y + position.Y, $"{where}.seats[{number}]");
        }
    }

    private void ReadSeat(JsonElement json, DraftRow row, int index, double x, double y, string where)
    {
        var position = _json.Position(json, where);
        var guid = _json.Text(json, "seat_guid", where) ?? "";
        row.Seats.Add(new DraftSeat(
            index,
            guid,
            _json.Text(json, "seat_number", where) is { Length: > 0 } number ? number : $"{index + 1}",
            _json.Text(json, "category", where) ?? "",
            x + position.X,
            y + position.Y,
            extras.Kinds.GetValueOrDefault(guid)));
    }

    private string? Template(JsonElement json, string field, string where) =>
        _json.Text(json, field, where) is { Length: > 0 } text ? text : null;
}
