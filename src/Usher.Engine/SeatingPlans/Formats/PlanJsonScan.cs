using System.Text.Json;

namespace Usher.Engine.SeatingPlans.Formats;

/// <summary>
/// Counts what a file of a plan has before anything is built of it, and ends at the first thing that is too many or too
/// long: a file that is no plan anybody could use costs no more than its bytes up to there.
/// </summary>
internal static class PlanJsonScan
{
    private const int DepthMax = 32;

    // A seat has half a dozen fields, in other people's files some more.
    private const int FieldsMax = 200;

    // Escaped, a letter takes up to six bytes; texts that we do not read, such as notes, may be longer than names.
    private const int TextBytesMax = 64 * 1024;

    // More digits than any number has.
    private const int NumberBytesMax = 400;

    // Of all fields and values: forty for each seat of the largest plan.
    private const int TokensMax = 8_000_000;

    private enum Place
    {
        Other,
        Plan,
        Categories,
        Zones,
        Zone,
        Rows,
        Row,
        Seats,
        Areas,
        Area,
        Points,
    }

    /// <summary>What is too much, and in which line; null: nothing is.</summary>
    /// <exception cref="JsonException">It is no JSON, or nested too deeply.</exception>
    public static PlanProblem? Problem(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions
        {
            AllowTrailingCommas = true,
            CommentHandling = JsonCommentHandling.Skip,
            MaxDepth = DepthMax,
        });
        Span<Place> places = stackalloc Place[DepthMax + 1];
        Span<int> fields = stackalloc int[DepthMax + 1];
        Span<int> counts = stackalloc int[(int)Place.Points + 1];
        fields.Clear();
        counts.Clear();
        var named = Place.Other;
        for (var tokens = 0; reader.Read(); tokens++)
        {
            var depth = reader.CurrentDepth;
            var what = tokens >= TokensMax ? "it has more fields and values than a plan can have" : TooLong(ref reader);
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    what ??= ++fields[depth - 1] > FieldsMax
                        ? $"an object has more than {FieldsMax} fields"
                        : null;
                    named = Named(ref reader, places[depth - 1]);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    break;
                default:
                    var parent = depth == 0 ? Place.Other : places[depth - 1];
                    what ??= ++counts[(int)parent] > Max(parent) ? TooMany(parent) : null;
                    if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                    {
                        places[depth] = depth == 0 ? Place.Plan : Within(parent, named);
                        fields[depth] = 0;
                    }

                    named = Place.Other;
                    break;
            }

            if (what is not null)
            {
                var line = utf8[..(int)reader.TokenStartIndex].Count((byte)'\n') + 1;
                return new PlanProblem($"line {line}", what);
            }
        }

        return null;
    }

    private static string? TooLong(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String or JsonTokenType.PropertyName when reader.ValueSpan.Length > TextBytesMax =>
            $"a text is longer than {TextBytesMax / 1024} KiB; names have at most {PlanLimits.TextCharsMax} characters",
        JsonTokenType.Number when reader.ValueSpan.Length > NumberBytesMax => "a number has too many digits",
        _ => null,
    };

    // Which list or object of the format a field begins; the older form has the corners in the area itself.
    private static Place Named(ref Utf8JsonReader field, Place parent) => parent switch
    {
        Place.Plan when field.ValueTextEquals("categories"u8) => Place.Categories,
        Place.Plan when field.ValueTextEquals("zones"u8) => Place.Zones,
        Place.Zone when field.ValueTextEquals("rows"u8) => Place.Rows,
        Place.Zone when field.ValueTextEquals("areas"u8) => Place.Areas,
        Place.Row when field.ValueTextEquals("seats"u8) => Place.Seats,
        Place.Area when field.ValueTextEquals("points"u8) => Place.Points,
        Place.Area when field.ValueTextEquals("polygon"u8) => Place.Area,
        _ => Place.Other,
    };

    private static Place Within(Place parent, Place named) => parent switch
    {
        Place.Zones => Place.Zone,
        Place.Rows => Place.Row,
        Place.Areas => Place.Area,
        Place.Categories or Place.Seats or Place.Points => Place.Other,
        _ => named,
    };

    private static int Max(Place list) => list switch
    {
        Place.Categories => PlanLimits.CategoriesMax,
        Place.Zones => PlanLimits.SectionsMax,
        Place.Rows => PlanLimits.RowsMax,
        Place.Seats => PlanLimits.SeatsMax,
        Place.Areas => PlanLimits.AreasMax,
        Place.Points => PlanLimits.CornersOfAllMax,
        _ => int.MaxValue,
    };

    private static string TooMany(Place list) => list switch
    {
        Place.Categories => $"there are more than {PlanLimits.CategoriesMax:N0} categories; a plan has no more",
        Place.Zones => $"there are more than {PlanLimits.SectionsMax:N0} zones; a plan has no more",
        Place.Rows => $"there are more than {PlanLimits.RowsMax:N0} rows; a plan has no more",
        Place.Seats => $"there are more than {PlanLimits.SeatsMax:N0} seats; a plan has no more",
        Place.Areas => $"there are more than {PlanLimits.AreasMax:N0} areas; no more are drawn",
        _ => $"the areas have more than {PlanLimits.CornersOfAllMax:N0} corners; no more are drawn",
    };
}
