using System.Collections.Immutable;
using System.Globalization;

namespace Usher.Engine.SeatingPlans.Generators;

/// <summary>
/// The plan of a show that was made from a number of seats: a block, nearly square, its first row in front. A seat is
/// called by its seat number.
/// </summary>
public static class PlainPlan
{
    private const int Margin = 30;
    private const int SeatSpacing = 25;
    private const int RowSpacing = 30;

    /// <param name="totalSeats">1..<see cref="PlanLimits.SeatsMax"/>.</param>
    /// <param name="category">The one category of all seats; null: they have none that anybody named.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public static SeatingPlan Create(int totalSeats, string? category = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(totalSeats, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(totalSeats, PlanLimits.SeatsMax);
        var perRow = (int)Math.Ceiling(Math.Sqrt(totalSeats));
        var rows = (totalSeats + perRow - 1) / perRow;
        var seats = ImmutableArray.CreateBuilder<PlanSeat>(totalSeats);
        for (var i = 0; i < totalSeats; i++)
        {
            var number = (i + 1).ToString(CultureInfo.InvariantCulture);
            seats.Add(new PlanSeat(
                number, i / perRow, number, Category: 0,
                X: Margin + i % perRow * SeatSpacing, Y: Margin + i / perRow * RowSpacing, SeatKind.Seat));
        }

        return new SeatingPlan
        {
            IsPlain = true,
            Name = "",
            Width = (2 * Margin) + (perRow - 1) * SeatSpacing,
            Height = (2 * Margin) + (rows - 1) * RowSpacing,
            Categories = [new PlanCategory(category ?? "", Color: null)],
            Sections = [""],
            Rows =
            [
                .. Enumerable.Range(0, rows).Select(row => new PlanRow(
                    Section: 0, RowLabels.Letters(row), row * perRow + 1,
                    Math.Min(perRow, totalSeats - row * perRow))),
            ],
            Seats = seats.MoveToImmutable(),
            Areas = [],
        };
    }
}
