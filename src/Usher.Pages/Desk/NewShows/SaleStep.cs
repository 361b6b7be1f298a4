using System.Globalization;
using Usher.Engine.Shows;
using Usher.Http.Fields;
using Usher.Pages.Desk.Forms;

namespace Usher.Pages.Desk.NewShows;

/// <summary>The fourth step: when its sale opens, and on which terms.</summary>
internal static class SaleStep
{
    public static Fields Write(DraftSale? sale, string zone) => LocalTime.Write("opens", sale?.OpensAt, zone).With(new(
    [
        new("hold_minutes", HoldTime.Write(sale?.HoldSeconds)),
        new("seats_max", (sale?.SeatsPerBookingMax ?? DefaultSeatsMax).ToString(CultureInfo.InvariantCulture)),
        new("person_max", sale?.SeatsPerPersonMax?.ToString(CultureInfo.InvariantCulture) ?? ""),
        new("extension", sale?.ExtensionAllowed == false ? "" : "yes"),
        new("no_orphans", sale?.NoOrphans == true ? "yes" : ""),
    ]));

    private const int DefaultSeatsMax = 10;

    /// <summary>What was entered; null with errors if it is wrong.</summary>
    /// <param name="fields">The form.</param>
    /// <param name="zone">On whose clock times were entered.</param>
    /// <param name="startsAt">When the show begins, UTC.</param>
    /// <param name="known">The opening that the form has shown, if any, and on whose clock.</param>
    /// <param name="errors">Collects what is wrong.</param>
    public static DraftSale? Read(
        Fields fields, string zone, DateTime startsAt, (DateTime? Utc, string Zone) known, FieldErrors errors)
    {
        var opens = fields["opens"].Length == 0 ? null : LocalTime.Read(fields, "opens", zone, known, errors);
        var hold = HoldTime.Read(fields["hold_minutes"], "hold_minutes", errors);
        var seats = WholeNumber.Read(fields["seats_max"], 1, ShowLimits.SeatsPerBookingMax, "seats_max", errors);
        var perPerson = fields["person_max"].Length == 0
            ? null
            : WholeNumber.Read(fields["person_max"], 1, ShowLimits.SeatsPerPersonMax, "person_max", errors);
        var show = new NewShow("-", startsAt, TotalSeats: 1, hold, opens)
        {
            SeatsPerBookingMax = seats ?? ShowLimits.SeatsPerBookingMax,
            SeatsPerPersonMax = perPerson,
        };
        errors.Tell(
            show.Problems(DateTime.UnixEpoch), nameof(NewShow.SalesOpenAt), nameof(NewShow.HoldSeconds),
            nameof(NewShow.SeatsPerBookingMax), nameof(NewShow.SeatsPerPersonMax));
        return errors.Any ? null : new DraftSale
        {
            OpensAt = opens,
            HoldSeconds = hold,
            SeatsPerBookingMax = seats!.Value,
            SeatsPerPersonMax = perPerson,
            ExtensionAllowed = fields["extension"] == "yes",
            NoOrphans = fields["no_orphans"] == "yes",
        };
    }
}
