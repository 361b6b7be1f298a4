using System.Collections.Immutable;
using System.Globalization;

namespace Usher.Engine.SeatingPlans;

/// <summary>Which seats of a row are neighbours.</summary>
internal static class RowOrder
{
    // A gap wider than this many times the row's usual one is an aisle.
    private const double AisleSpacings = 1.5;

    /// <summary>
    /// Lets the seats run along the row: in the order of their numbers if that is the shorter walk, else as they came.
    /// Odd numbers on the left and even ones on the right stay so, a list in no order does not.
    /// </summary>
    public static void Straighten(DraftRow row)
    {
        var numbers = row.Seats.Select(seat => int.TryParse(
            seat.Number, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).ToArray();
        if (numbers.Contains(-1))
        {
            return;
        }

        var byNumber = row.Seats.Zip(numbers).OrderBy(seat => seat.Second).Select(seat => seat.First).ToList();
        if (Length(byNumber) < Length(row.Seats))
        {
            row.Seats.Clear();
            row.Seats.AddRange(byNumber);
        }
    }

    /// <summary>Places in the row, from 1, after which there is an aisle.</summary>
    public static ImmutableArray<int> Aisles(List<DraftSeat> seats)
    {
        var gaps = Gaps(seats).ToArray();
        if (gaps.Length < 2)
        {
            return [];
        }

        var limit = Median(gaps) * AisleSpacings;
        return [.. gaps.Index().Where(gap => gap.Item > limit).Select(gap => gap.Index + 1)];
    }

    /// <summary>The distances from each seat of the row to the next.</summary>
    public static IEnumerable<double> Gaps(List<DraftSeat> seats) =>
        seats.Skip(1).Zip(seats, (seat, before) => seat.DistanceTo(before));

    public static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static double Length(List<DraftSeat> seats) => Gaps(seats).Sum();
}
