using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Usher.Pages.Kit.Pictures;

namespace Usher.Pages.Buyers.Shows;

/// <summary>The best free seats, for the script of a show's page.</summary>
internal sealed record FoundSeatsDocument
{
    /// <summary>The seat numbers of each part, the largest first; one part where all are together, none where so many
    /// are not free.</summary>
    public required int[][] Parts { get; init; }

    /// <summary>All of them, as the map's events describe seats.</summary>
    public required FoundSeat[] Seats { get; init; }

    public static FoundSeatsDocument Of(SeatingView view, ImmutableArray<ImmutableArray<int>> parts) => new()
    {
        Parts = [.. parts.Select(part => part.ToArray())],
        Seats = [.. parts.SelectMany(part => part).Select(number => FoundSeat.Of(view, number))],
    };
}

/// <summary>A seat in words; see seat-map-api.ts.</summary>
internal sealed record FoundSeat
{
    public required int SeatNumber { get; init; }

    public required string Label { get; init; }

    public required string Name { get; init; }

    public required string Section { get; init; }

    public required bool HasSections { get; init; }

    public required string Row { get; init; }

    public required string RowName { get; init; }

    public required string Number { get; init; }

    public required string? SeatTemplate { get; init; }

    public required string Category { get; init; }

    public required long Amount { get; init; }

    public static FoundSeat Of(SeatingView view, int seatNumber)
    {
        var (plan, seat) = (view.Plan, view.Plan.Seats[seatNumber - 1]);
        var row = plan.Rows[seat.Row];
        return new FoundSeat
        {
            SeatNumber = seatNumber,
            Label = plan.LabelOf(seatNumber),
            Name = plan.NameOf(seatNumber),
            Section = plan.Sections[row.Section],
            HasSections = plan.Sections.Length > 1,
            Row = plan.IsNamed(row) ? row.Label : "",
            RowName = plan.NameOf(row),
            Number = seat.Number,
            SeatTemplate = row.SeatTemplate,
            Category = plan.Categories[seat.Category].Name,
            Amount = view.AmountOf(seatNumber),
        };
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(FoundSeatsDocument))]
internal sealed partial class FoundSeatsJson : JsonSerializerContext;
