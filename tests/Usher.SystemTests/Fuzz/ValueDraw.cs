using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Usher.SystemTests.Fuzz;

/// <summary>
/// Draws values that a schema allows. What only exists by being made, such as a show, comes by its field's name from
/// <see cref="KnownThings"/>; a field of an unknown name is drawn from its schema alone.
/// </summary>
internal sealed class ValueDraw(ApiSurface api, KnownThings known)
{
    // Most draws are from seats that every show of the fuzz has, and few, so that buyers meet.
    private const int SeatsOfMost = 40;

    public JsonTree Draw(JsonElement schema, string name, Dice dice)
    {
        schema = api.Resolve(schema);
        if (Known(name, dice) is { } thing)
        {
            return JsonTree.Raw(thing);
        }

        foreach (var choice in new[] { "oneOf", "anyOf" })
        {
            if (schema.TryGetProperty(choice, out var choices))
            {
                return Draw(dice.OneOf([.. choices.EnumerateArray()]), name, dice);
            }
        }

        if (schema.TryGetProperty("enum", out var values))
        {
            return JsonTree.Raw(dice.OneOf([.. values.EnumerateArray()]).GetRawText());
        }

        return TypeOf(schema, dice) switch
        {
            "object" => Object(schema, dice),
            "array" => Array(schema, name, dice),
            "integer" or "number" => JsonTree.Raw(Number(schema, dice).ToString(CultureInfo.InvariantCulture)),
            "boolean" => JsonTree.Raw(dice.Of("true", "false")),
            "null" => JsonTree.Raw("null"),
            _ => JsonTree.Quoted(Text(schema, name, dice)),
        };
    }

    /// <summary>The same for a parameter, which is text.</summary>
    public string DrawText(ApiParameter parameter, string path, Dice dice)
    {
        if (parameter.Name == "id")
        {
            return path.Contains("/bookings/", StringComparison.Ordinal)
                ? known.Booking(dice)
                : known.Show(dice).ToString(CultureInfo.InvariantCulture);
        }

        if (parameter.Name == "If-None-Match")
        {
            return known.Tag(dice);
        }

        var bytes = Draw(parameter.Schema, parameter.Name, dice).ToBytes();
        return bytes is [(byte)'"', ..]
            ? JsonSerializer.Deserialize<string>(bytes)!
            : Encoding.UTF8.GetString(bytes);
    }

    private string? Known(string name, Dice dice) => name switch
    {
        "show_id" => known.Show(dice).ToString(CultureInfo.InvariantCulture),
        // A fuzz that fills the disk with seats would prove nothing more; the bounds are tried by mutation.
        "total_seats" => dice.Between(1, SeatsOfMost).ToString(CultureInfo.InvariantCulture),
        "hold_seconds" => dice.Of("1", "2", "60", "86400"),
        "user_email" => $"\"{dice.Of("asha", "bo", "carla.d", "e+f")}@{dice.Of("example.com", "example.org")}\"",
        _ => null,
    };

    private JsonTree.Fields Object(JsonElement schema, Dice dice)
    {
        var required = schema.TryGetProperty("required", out var names)
            ? names.EnumerateArray().Select(name => name.GetString()).ToHashSet()
            : [];
        var properties = schema.TryGetProperty("properties", out var list) ? list.EnumerateObject() : [];
        return new JsonTree.Fields(
        [
            .. properties.Where(field => required.Contains(field.Name) || dice.Percent(40))
                .Select(field => (JsonTree.Name(field.Name), Draw(field.Value, field.Name, dice))),
        ]);
    }

    private JsonTree.List Array(JsonElement schema, string name, Dice dice)
    {
        var least = schema.TryGetProperty("minItems", out var min) ? min.GetInt32() : 0;
        var most = Math.Min(least + 3, schema.TryGetProperty("maxItems", out var max) ? max.GetInt32() : int.MaxValue);
        var count = dice.Between(least, most);
        if (name == "seat_numbers")
        {
            var first = dice.Between(1, SeatsOfMost);
            return new JsonTree.List([.. Enumerable.Range(first, count).Select(seat => JsonTree.Raw($"{seat}"))]);
        }

        var items = schema.GetProperty("items");
        return new JsonTree.List([.. Enumerable.Range(0, count).Select(_ => Draw(items, "", dice))]);
    }

    private static long Number(JsonElement schema, Dice dice)
    {
        var least = schema.TryGetProperty("minimum", out var min) ? min.GetInt64() : 0;
        var most = schema.TryGetProperty("maximum", out var max) ? max.GetInt64() : int.MaxValue;
        return dice.Percent(20) ? dice.Of(least, most) : least + dice.Below((int)Math.Min(most - least + 1, 100));
    }

    private static string Text(JsonElement schema, string name, Dice dice)
    {
        var format = schema.TryGetProperty("format", out var named) ? named.GetString() : null;
        return format switch
        {
            "date-time" =>
                $"{dice.Between(1971, 2999)}-0{dice.Between(1, 9)}-1{dice.Below(10)}T0{dice.Below(10)}:30:00Z",
            "uuid" => new Guid(dice.Bytes(16)).ToString(),
            "email" => "dora@example.com",
            _ when name == "currency" => dice.Of("EUR", "INR", "USD"),
            _ when name == "Idempotency-Key" => dice.Percent(70)
                ? new Guid(dice.Below(200) + 1, 7, 7, 8, 8, 8, 8, 8, 8, 8, 8).ToString()
                : $"key-{dice.Below(200)}",
            _ when name == "Challenge-Answer" => dice.Of("a", $"{new string('A', 88)}.1", $"{new string('*', 88)}.1"),
            _ => dice.Of("Hamlet", "Evening performance", "a", "été 漢字 🎭", "Bus 7, 19:30"),
        };
    }

    private static string TypeOf(JsonElement schema, Dice dice)
    {
        if (!schema.TryGetProperty("type", out var type))
        {
            return schema.TryGetProperty("properties", out _) ? "object" : "string";
        }

        return type.ValueKind == JsonValueKind.Array
            ? dice.OneOf([.. type.EnumerateArray()]).GetString()!
            : type.GetString()!;
    }
}
