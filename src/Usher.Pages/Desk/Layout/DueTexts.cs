using Usher.Http.Wording;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.Layout;

/// <summary>What is to be paid at the box office, in words. Nothing is paid here yet, so all that is booked is due.
/// </summary>
internal static class DueTexts
{
    /// <summary>"12 bookings, £138.00 due"; of a free show "12 bookings".</summary>
    /// <param name="bookings">How many are confirmed.</param>
    /// <param name="amount">What they cost together, in minor units.</param>
    /// <param name="currency">ISO 4217; null: the show is free.</param>
    public static string Of(int bookings, long amount, string? currency) => currency is null
        ? CountTexts.Bookings(bookings, ReaderCulture.Current)
        : $"{CountTexts.Bookings(bookings, ReaderCulture.Current)}, {Money.Brief(amount, currency)} due";
}
