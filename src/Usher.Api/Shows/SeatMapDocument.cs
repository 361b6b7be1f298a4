using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Usher.Http.Errors;

namespace Usher.Api.Shows;

// For the OpenAPI document only: SeatMapReply writes the map seat by seat.

/// <summary>All seats of a show at one moment.</summary>
internal sealed record SeatMapDocument
{
    public required long ShowId { get; init; }

    [Description("The time of this snapshot, by the database's clock.")]
    public required DateTime AsOf { get; init; }

    [Description("In order of seat numbers.")]
    public required SeatDocument[] Seats { get; init; }
}

/// <summary>One seat. Section, row, category and place are null where no seating plan tells them.</summary>
internal sealed record SeatDocument
{
    [Range(1, int.MaxValue)]
    public required int SeatNumber { get; init; }

    [Description("The label printed on the seat.")]
    public required string Label { get; init; }

    public required string? Section { get; init; }

    public required string? Row { get; init; }

    public required string? Category { get; init; }

    public required double? X { get; init; }

    public required double? Y { get; init; }

    [Description("BOOKED: sold, or blocked by the organiser, or an appointment slot that has begun and cannot be "
        + "booked any more.")]
    [Wire(Values = ["AVAILABLE", "HELD", "BOOKED"])]
    public required string Status { get; init; }

    [Description("Increases by one with every change to this seat: the higher of two versions is the newer. A slot "
        + "begins without one.")]
    [Range(0, int.MaxValue)]
    public required int Version { get; init; }
}
