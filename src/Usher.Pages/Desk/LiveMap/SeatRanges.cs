using System.Globalization;
using System.Text;

namespace Usher.Pages.Desk.LiveMap;

/// <summary>Seats in addresses and forms: "12-24,30".</summary>
internal static class SeatRanges
{
    /// <summary>The seats, each once, in order; null where the text names none, too many or another show's.</summary>
    public static int[]? Parse(string? text, int totalSeats, int seatsMax)
    {
        SortedSet<int> seats = [];
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-', 2);
            if (!IsSeat(ends[0], totalSeats, out var first) || !IsSeat(ends[^1], totalSeats, out var last)
                || last - first >= seatsMax)
            {
                return null;
            }

            for (var seat = first; seat <= last; seat++)
            {
                seats.Add(seat);
            }
        }

        return seats.Count >= 1 && seats.Count <= seatsMax ? [.. seats] : null;
    }

    public static string Write(IEnumerable<int> seats)
    {
        var text = new StringBuilder();
        var (first, last) = (0, 0);
        foreach (var seat in seats.Order().Append(int.MaxValue))
        {
            if (seat == last + 1)
            {
                last = seat;
                continue;
            }

            if (first > 0)
            {
                text.Append(text.Length > 0 ? "," : "").Append(first);
                if (last > first)
                {
                    text.Append('-').Append(last);
                }
            }

            (first, last) = (seat, seat);
        }

        return text.ToString();
    }

    private static bool IsSeat(string text, int totalSeats, out int seat) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seat) && seat >= 1
        && seat <= totalSeats;
}
