using System.Globalization;
using System.Text.Json;

namespace Usher.Engine.SeatingPlans.Formats;

/// <summary>
/// Reads the fields of somebody else's JSON: what is missing or null is absent, numbers may be texts and texts numbers;
/// what cannot be meant is a problem with its place.
/// </summary>
internal sealed class LenientJson(PlanProblems problems)
{
    private const int RawCharsMax = 40;

    public PlanProblems Problems { get; } = problems;

    /// <summary>The elements of a list; nothing where there is no list.</summary>
    public IEnumerable<JsonElement> List(JsonElement parent, string field, string where)
    {
        if (Find(parent, field) is not { } value)
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            return value.EnumerateArray();
        }

        Problems.Add(Place(where, field), "must be a list");
        return [];
    }

    /// <summary>Text without spaces at its ends; null where there is none.</summary>
    public string? Text(JsonElement parent, string field, string where)
    {
        if (Find(parent, field) is not { } value)
        {
            return null;
        }

        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!.Trim(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        if (text is null)
        {
            Problems.Add(Place(where, field), "must be text");
        }
        else if (text.Length > PlanLimits.TextCharsMax || text.Any(char.IsControl))
        {
            Problems.Add(Place(where, field),
                $"must have at most {PlanLimits.TextCharsMax} characters and no control characters");
        }

        return text;
    }

    public double? Number(JsonElement parent, string field, string where)
    {
        if (Find(parent, field) is not { } value)
        {
            return null;
        }

        var number = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetDouble(),
            JsonValueKind.String when double.TryParse(
                value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) => parsed,
            _ => double.NaN,
        };
        if (Math.Abs(number) <= PlanLimits.CoordinateMax)
        {
            return number;
        }

        Problems.Add(
            Place(where, field),
            $"must be a number of at most {PlanLimits.CoordinateMax:N0} with a decimal point, not {Raw(value)}");
        return null;
    }

    /// <summary>Where something stands; the origin where nothing is said.</summary>
    public PlanPoint Position(JsonElement parent, string where, string field = "position")
    {
        switch (Find(parent, field))
        {
            case null:
                return default;
            case { ValueKind: JsonValueKind.Object } place:
                return new PlanPoint(
                    Number(place, "x", Place(where, field)) ?? 0, Number(place, "y", Place(where, field)) ?? 0);
            case { } other:
                Problems.Add(Place(where, field), $"must be an object with x and y, not {Raw(other)}");
                return default;
        }
    }

    public static JsonElement? Find(JsonElement parent, string field) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(field, out var value)
        && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? value
            : null;

    // What it is, as far as anybody has to read it to find it.
    private static string Raw(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= RawCharsMax ? text : $"{text.AsSpan(0, RawCharsMax)}…";
    }

    private static string Place(string where, string field) => where.Length == 0 ? field : $"{where}.{field}";
}
