using System.ComponentModel;
using System.Text.Json.Serialization;
using Usher.Http.Errors;

namespace Usher.Api.Shows;

// For the OpenAPI document only: PlanGeometryJson writes the plan column by column.

/// <summary>Where the seats stand, in plan units from the upper left corner; a seat is some 20 wide.</summary>
internal sealed record PlanDocument
{
    [Description("The id of the stored plan; null: generated from the show's number of seats.")]
    public required long? PlanId { get; init; }

    public required int Version { get; init; }

    public required string Name { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    [Description("What its places are: seats; slots, where a row is a desk and a seat its time, or the other way "
        + "round; or the seats of a coach.")]
    [Wire(Values = ["SEATS", "SLOTS", "COACH"])]
    public required string Kind { get; init; }

    [Description("The point that the audience faces, such as the stage.")]
    public required PlanPointDocument FocalPoint { get; init; }

    public required PlanCategoryDocument[] Categories { get; init; }

    public required string[] Sections { get; init; }

    [Description("In order of seat numbers.")]
    public required PlanRowDocument[] Rows { get; init; }

    [Description("The number printed on each seat; here and in the lists below, seat 1 comes first.")]
    public required string[] Numbers { get; init; }

    public required double[] X { get; init; }

    public required double[] Y { get; init; }

    [Description("Index of each seat's category.")]
    public required int[] CategoriesOfSeats { get; init; }

    [Description("The kind of each special seat, by seat number: WHEELCHAIR, COMPANION, RESTRICTED_VIEW, or several of "
        + "these separated by spaces.")]
    public required Dictionary<string, string> Kinds { get; init; }

    [Description("Shapes and texts to draw behind the seats.")]
    public required PlanAreaDocument[] Areas { get; init; }
}

internal sealed record PlanPointDocument(double X, double Y);

internal sealed record PlanCategoryDocument(string Name, string? Color);

/// <summary>A row: seats whose numbers follow each other.</summary>
internal sealed record PlanRowDocument
{
    [Description("Index of its section.")]
    public required int Section { get; init; }

    public required string? Label { get; init; }

    [Description("How the row is named, with \"%s\" for its label. Default: \"Row %s\", or the label alone "
        + "where it begins with such a word.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LabelTemplate { get; init; }

    [Description("How a seat in it is named, with \"%s\" for its number. Default: \"seat %s\", or the number "
        + "alone where it begins with such a word.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SeatTemplate { get; init; }

    [Description("The number of its first seat.")]
    public required int First { get; init; }

    public required int Count { get; init; }

    [Description("The positions in the row, from 1, that are followed by an aisle.")]
    public required int[] Aisles { get; init; }
}

/// <summary>A shape, with its name in the place given, or words alone.</summary>
internal sealed record PlanAreaDocument
{
    [Wire(Values = ["polygon", "text"])]
    public required string Shape { get; init; }

    public PlanPointDocument[]? Points { get; init; }

    public string? Color { get; init; }

    public string? Label { get; init; }

    public string? Text { get; init; }

    public double? X { get; init; }

    public double? Y { get; init; }

    public double? Size { get; init; }
}
