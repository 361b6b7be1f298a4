using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Usher.Pages.Kit;

/// <summary>Seats as forms and addresses name them.</summary>
internal static class SeatChoice
{
    /// <summary>Each once; null if one of them is no number of a seat, or there are more than
    /// <paramref name="seatsMax"/>.</summary>
    public static int[]? Read(StringValues values, int seatsMax)
    {
        var seats = new SortedSet<int>();
        foreach (var text in values.SelectMany(value => (value ?? "").Split(',')).Where(text => text.Length > 0))
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seat) || seat < 1)
            {
                return null;
            }

            seats.Add(seat);
            if (seats.Count > seatsMax)
            {
                return null;
            }
        }

        return [.. seats];
    }

    public static string Url(ShowId showId, IEnumerable<int> seats) =>
        string.Create(CultureInfo.InvariantCulture, $"/shows/{showId}?seats={string.Join(',', seats)}");
}
