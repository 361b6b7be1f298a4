using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Usher.Engine.Shows;

/// <summary>What a seat of one category costs.</summary>
/// <param name="Category">A category of the show's seating plan; of a show without one, any word for its seats.</param>
/// <param name="Amount">0..<see cref="AmountMax"/>, in minor units of the show's currency (cents, paise).</param>
public sealed record Price(string Category, long Amount)
{
    /// <summary>The highest price of one seat, in minor units.</summary>
    public const long AmountMax = 1_000_000_000;

    /// <summary>The longest name of a category, in characters.</summary>
    public const int CategoryCharsMax = 200;
}

/// <summary>Prices as the database keeps them.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ImmutableArray<Price>))]
internal sealed partial class PriceJson : JsonSerializerContext
{
    public static ImmutableArray<Price> Read(string json) => json == "[]"
        ? []
        : JsonSerializer.Deserialize(json, Default.ImmutableArrayPrice);

    public static string Write(ImmutableArray<Price> prices) =>
        JsonSerializer.Serialize(prices, Default.ImmutableArrayPrice);
}
