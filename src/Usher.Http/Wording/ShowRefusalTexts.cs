using System.Globalization;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Shows;

namespace Usher.Http.Wording;

/// <summary>Why a show cannot be changed as its organiser wants, in words.</summary>
public static class ShowRefusalTexts
{
    public static string CurrencyInUse(string currency) =>
        $"There are bookings in {currency}, so the show must keep this currency; to make seats free, set their price "
        + "to 0.";

    public static string PricesMissing(PlanMove.PricesMissing missing, int version) =>
        $"This show has no price for {string.Join(", ", missing.Categories)} in version {version}";

    public static string SeatsInTheWay(PlanMove.SeatsInTheWay inTheWay, int version)
    {
        var more = inTheWay.Count - inTheWay.Labels.Length;
        var named = string.Join(", ", inTheWay.Labels)
            + (more > 0 ? string.Create(CultureInfo.InvariantCulture, $" and {more:N0} more") : "");
        return inTheWay.AreBooked
            ? $"Version {version} does not have these booked or blocked {SeatNames.Noun(inTheWay.Kind, 2)}: {named}"
            : $"Version {version} has other {SeatNames.Noun(inTheWay.Kind, 2)} in place of these, in the order of "
                + $"rows: {named}. Add new rows after the last one";
    }

    /// <summary>What the organiser must accept, as a sentence without its end.</summary>
    public static string SeatsRenamed(PlanMove.SeatsRenamed renamed, int version) => renamed.Seats.Length == 1
        ? $"In version {version}, {SeatNames.Count(renamed.Kind, 1)} that is sold, held or blocked has a different "
            + "name than on its ticket"
        : $"In version {version}, {SeatNames.Count(renamed.Kind, renamed.Seats.Length)} that are sold, held or blocked "
            + "have different names than on their tickets";
}
