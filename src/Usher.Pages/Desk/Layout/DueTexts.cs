using Usher.Engine.Bookings;
using Usher.Http.Wording;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.Layout;

/// <summary>What is to be paid at the box office, in words. Nothing is paid here yet, so all that is booked is due.
/// </summary>
internal static class DueTexts
{
    /// <summary>What is booked together: an amount; of a free show, how many bookings.</summary>
    /// <param name="bookings">How many are confirmed.</param>
    /// <param name="amount">What they cost together, in minor units.</param>
    /// <param name="currency">ISO 4217; null: the show is free.</param>
    public static string Figure(int bookings, long amount, string? currency) => currency is null
        ? Numbers.Text(bookings)
        : Money.Brief(amount, currency);

    /// <summary>What stands below that figure: "12 bookings, £138.00 due"; of a free show "bookings, free of charge".
    /// </summary>
    /// <inheritdoc cref="Figure"/>
    public static string UnderFigure(int bookings, long amount, string? currency) => currency is null
        ? $"{CountTexts.Word(bookings, "booking")}, free of charge"
        : $"{CountTexts.Bookings(bookings, ReaderCulture.Current)}, {Money.Brief(amount, currency)} due";

    /// <summary>What a booking costs; of blocked seats, which nobody buys, a dash.</summary>
    public static string AmountOf(Booking booking) =>
        booking.Kind == BookingKind.House ? "–" : Money.Text(booking.Amount, booking.Currency);
}
