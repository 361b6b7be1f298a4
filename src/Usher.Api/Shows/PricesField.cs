using System.Collections.Immutable;
using System.Text.Json;
using Usher.Engine.Shows;
using Usher.Http.Fields;

namespace Usher.Api.Shows;

/// <summary>Reads the prices of a new show.</summary>
internal static class PricesField
{
    private const int PricesMax = 100;

    private const string Form = """must be an array of { "category": "Stalls", "amount": 4600 }""";

    public static ImmutableArray<Price> Read(ReadOnlySpan<byte> json, FieldErrors errors)
    {
        if (json.IsEmpty)
        {
            return [];
        }

        using var document = JsonDocument.Parse(json.ToArray());
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Array || root.EnumerateArray().Any(price => !IsPrice(price)))
        {
            errors.Add("prices", Form);
            return [];
        }

        if (root.GetArrayLength() > PricesMax)
        {
            errors.Add("prices", $"must have at most {PricesMax} elements, not {root.GetArrayLength()}");
            return [];
        }

        return
        [
            .. root.EnumerateArray().Select(price => new Price(
                price.GetProperty("category").GetString()!, price.GetProperty("amount").GetInt64())),
        ];
    }

    private static bool IsPrice(JsonElement price) =>
        price.ValueKind == JsonValueKind.Object
        && price.TryGetProperty("category", out var category) && category.ValueKind == JsonValueKind.String
        && price.TryGetProperty("amount", out var amount) && amount.ValueKind == JsonValueKind.Number
        && amount.TryGetInt64(out _);
}
