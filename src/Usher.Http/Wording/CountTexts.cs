using System.Globalization;
using Usher.Engine.Seats;

namespace Usher.Http.Wording;

/// <summary>Figures with their words, the same on all pages and in all exports; in the reader's forms where one is
/// given.</summary>
public static class CountTexts
{
    // Who waits longer counts in minutes.
    private const int SecondsToldMax = 90;

    /// <summary>"1 booking", "1,200 bookings".</summary>
    public static string Bookings(long count, IFormatProvider? reader = null) => Of(count, reader, "booking");

    /// <summary>"1 show", "40 shows".</summary>
    public static string Shows(long count, IFormatProvider? reader = null) => Of(count, reader, "show");

    /// <summary>"1 seat", "50,000 seats".</summary>
    public static string Seats(long count, IFormatProvider? reader = null) => Of(count, reader, "seat");

    /// <summary>"bookings", for a figure that stands by itself.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="one">What one of them is called.</param>
    public static string Word(long count, string one) => count == 1 ? one : one + "s";

    /// <summary>"9 seconds", "15 minutes": never less than it is.</summary>
    public static string Wait(TimeSpan time, IFormatProvider? reader = null)
    {
        var seconds = (long)Math.Ceiling(time.TotalSeconds);
        return seconds is > SecondsToldMax or 60
            ? Of((seconds + 59) / 60, reader, "minute")
            : Of(Math.Max(1, seconds), reader, "second");
    }

    /// <summary>"12 sold, 3 held, 30 free, 5 blocked"; blocked ones, and slots that have begun without a buyer, are
    /// told only where there are some.</summary>
    public static string Seats(SeatCounts seats, IFormatProvider? reader = null)
    {
        reader ??= CultureInfo.InvariantCulture;
        var words = string.Create(
            reader, $"{seats.Sold:N0} sold, {seats.Held:N0} held, {seats.Free:N0} free");
        words = seats.Blocked == 0 ? words : string.Create(reader, $"{words}, {seats.Blocked:N0} blocked");
        return seats.Begun == 0 ? words : string.Create(reader, $"{words}, {seats.Begun:N0} begun");
    }

    private static string Of(long count, IFormatProvider? reader, string one) =>
        string.Create(reader ?? CultureInfo.InvariantCulture, $"{count:N0} {Word(count, one)}");
}
