using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Usher.SystemTests.Fuzz;

/// <summary>
/// Holds a JSON value against a schema of the document: the part of JSON Schema 2020-12 that the document uses. A
/// keyword it does not know is a fault too, so that no promise goes unchecked in silence.
/// </summary>
internal sealed class SchemaCheck(JsonElement document)
{
    private static readonly HashSet<string> Words =
        ["description", "title", "default", "example", "examples", "deprecated", "readOnly", "writeOnly"];

    /// <summary>What is wrong with the value, and where; null if nothing is.</summary>
    public string? Fault(JsonElement schema, JsonElement value, string at = "$")
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return schema.ValueKind == JsonValueKind.True ? null : $"{at} must not be there";
        }

        schema = ApiSurface.Resolve(document, schema);
        return schema.EnumerateObject()
            .Select(keyword => Words.Contains(keyword.Name) ? null : Fault(schema, keyword, value, at))
            .FirstOrDefault(fault => fault is not null);
    }

    private string? Fault(JsonElement schema, JsonProperty keyword, JsonElement value, string at)
    {
        var want = keyword.Value;
        return keyword.Name switch
        {
            "type" => Unless(Types(want).Any(type => IsOf(type, value)), $"{at} is no {want}"),
            "enum" => Unless(want.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)),
                $"{at} is none of {want}"),
            "const" => Unless(JsonElement.DeepEquals(want, value), $"{at} is not {want}"),
            "oneOf" => Unless(want.EnumerateArray().Count(one => Fault(one, value, at) is null) == 1,
                $"{at} fits not exactly one schema of {want}"),
            "anyOf" => Unless(want.EnumerateArray().Any(one => Fault(one, value, at) is null),
                $"{at} fits no schema of {want}"),
            "allOf" => First(want.EnumerateArray().Select(one => Fault(one, value, at))),
            _ => value.ValueKind switch
            {
                JsonValueKind.Object => FaultOfObject(schema, keyword, value, at),
                JsonValueKind.Array => FaultOfArray(schema, keyword, value, at),
                JsonValueKind.Number => FaultOfNumber(keyword, value.GetDouble(), at),
                JsonValueKind.String => FaultOfString(keyword, value.GetString()!, at),
                _ => null,
            },
        };
    }

    private string? FaultOfObject(JsonElement schema, JsonProperty keyword, JsonElement value, string at)
    {
        switch (keyword.Name)
        {
            case "properties":
                var names = value.EnumerateObject().Select(field => field.Name).ToArray();
                return names.Distinct().Count() != names.Length ? $"{at} has a field twice"
                    : First(value.EnumerateObject().Select(field =>
                        keyword.Value.TryGetProperty(field.Name, out var known)
                            ? Fault(known, field.Value, $"{at}.{field.Name}")
                            : Unless(schema.TryGetProperty("additionalProperties", out _),
                                $"{at}.{field.Name} is unknown to the schema")));
            case "required":
                return First(keyword.Value.EnumerateArray().Select(name => Unless(
                    value.TryGetProperty(name.GetString()!, out _), $"{at}.{name} is missing")));
            case "additionalProperties":
                return First(value.EnumerateObject()
                    .Where(field => !(schema.TryGetProperty("properties", out var known)
                        && known.TryGetProperty(field.Name, out _)))
                    .Select(field => Fault(keyword.Value, field.Value, $"{at}.{field.Name}")));
            default:
                return Unknown(keyword, at);
        }
    }

    private string? FaultOfArray(JsonElement schema, JsonProperty keyword, JsonElement value, string at)
    {
        var length = value.GetArrayLength();
        var fixedItems = schema.TryGetProperty("prefixItems", out var prefix) ? prefix.GetArrayLength() : 0;
        return keyword.Name switch
        {
            "items" => First(value.EnumerateArray().Skip(fixedItems)
                .Select((item, i) => Fault(keyword.Value, item, $"{at}[{i + fixedItems}]"))),
            "prefixItems" => First(value.EnumerateArray().Zip(keyword.Value.EnumerateArray())
                .Select((pair, i) => Fault(pair.Second, pair.First, $"{at}[{i}]"))),
            "minItems" => Unless(length >= keyword.Value.GetInt32(), $"{at} has too few items"),
            "maxItems" => Unless(length <= keyword.Value.GetInt32(), $"{at} has too many items"),
            "uniqueItems" => Unless(
                value.EnumerateArray().Select(item => item.GetRawText()).Distinct().Count() == length,
                $"{at} has an item twice"),
            _ => Unknown(keyword, at),
        };
    }

    private static string? FaultOfNumber(JsonProperty keyword, double number, string at) => keyword.Name switch
    {
        "minimum" => Unless(number >= keyword.Value.GetDouble(), $"{at} is {number}, too small"),
        "maximum" => Unless(number <= keyword.Value.GetDouble(), $"{at} is {number}, too large"),
        "format" => keyword.Value.GetString() switch
        {
            "int32" => Unless(number is >= int.MinValue and <= int.MaxValue, $"{at} is no int32"),
            "int64" => Unless(number is >= long.MinValue and <= long.MaxValue, $"{at} is no int64"),
            "double" => null,
            _ => Unknown(keyword, at),
        },
        _ => Unknown(keyword, at),
    };

    private static string? FaultOfString(JsonProperty keyword, string text, string at) => keyword.Name switch
    {
        "minLength" => Unless(text.EnumerateRunes().Count() >= keyword.Value.GetInt32(), $"{at} is too short"),
        "maxLength" => Unless(text.EnumerateRunes().Count() <= keyword.Value.GetInt32(), $"{at} is too long"),
        "pattern" => Unless(
            Regex.IsMatch(text, keyword.Value.GetString()!, RegexOptions.None, TimeSpan.FromSeconds(1)),
            $"{at} does not match {keyword.Value}"),
        "format" => Unless(HasFormat(keyword.Value.GetString()!, text), $"{at} is no {keyword.Value}"),
        _ => Unknown(keyword, at),
    };

    private static bool HasFormat(string format, string text) => format switch
    {
        "date-time" => text.EndsWith('Z') && DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "uuid" => Guid.TryParseExact(text, "D", out _),
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
        "uri-reference" => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out _),
        "email" => text.Contains('@', StringComparison.Ordinal),
        _ => false,
    };

    // What a schema says of other kinds of values does not concern this one (JSON Schema, "applies to").
    private static string? Unknown(JsonProperty keyword, string at) => Unless(
        keyword.Name is "properties" or "required" or "additionalProperties" or "items" or "prefixItems" or "minItems"
            or "maxItems" or "uniqueItems" or "minimum" or "maximum" or "minLength" or "maxLength" or "pattern"
            or "format" or "nullable" or "contentEncoding",
        $"{at}: this check does not know the keyword {keyword.Name}");

    private static IEnumerable<string> Types(JsonElement type) => type.ValueKind == JsonValueKind.Array
        ? type.EnumerateArray().Select(one => one.GetString()!)
        : [type.GetString()!];

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "string" => value.ValueKind == JsonValueKind.String,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        _ => false,
    };

    private static string? First(IEnumerable<string?> faults) => faults.FirstOrDefault(fault => fault is not null);

    private static string? Unless(bool isFine, string fault) => isFine ? null : fault;
}
