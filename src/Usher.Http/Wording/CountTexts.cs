using System.Globalization;
using Usher.Engine.Seats;

namespace Usher.Http.Wording;

/// <summary>Figures with their words, the same on all pages and in all exports.</summary>
public static class CountTexts
{
    /// <summary>"1 booking", "1,200 bookings".</summary>
    public static string Bookings(long count) => Of(count, "booking");

    /// <summary>"1 show", "40 shows".</summary>
    public static string Shows(long count) => Of(count, "show");

    /// <summary>"1 seat", "50,000 seats".</summary>
    public static string Seats(long count) => Of(count, "seat");

    /// <summary>"bookings", for a figure that stands by itself.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="one">What one of them is called.</param>
    public static string Word(long count, string one) => count == 1 ? one : one + "s";

    /// <summary>"12 sold, 3 held, 30 free, 5 blocked"; blocked ones are told only where there are some.</summary>
    public static string Seats(SeatCounts seats)
    {
        var words = string.Create(
            CultureInfo.InvariantCulture, $"{seats.Sold:N0} sold, {seats.Held:N0} held, {seats.Free:N0} free");
        return seats.Blocked == 0
            ? words
            : string.Create(CultureInfo.InvariantCulture, $"{words}, {seats.Blocked:N0} blocked");
    }

    private static string Of(long count, string one) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {Word(count, one)}");
}
