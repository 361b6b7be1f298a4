using Usher.Engine.Shows;
using Usher.Http.Fields;
using Usher.Pages.Desk.Forms;


namespace Usher.Pages.Desk.NewShows;

/// <summary>The first step: what it is called and when it begins.</summary>
internal static class ShowStep
{
    public static Fields Write(ShowDraft draft) => LocalTime.Write("starts", draft.StartsAt, draft.Zone)
        .With(new Fields([new("name", draft.Name), new("zone", draft.Zone)]));

    /// <summary>What was entered; null with errors if it is wrong.</summary>
    /// <param name="fields">The form.</param>
    /// <param name="draft">What is known already, and the form has shown.</param>
    /// <param name="zoneDefault">The time zone of a form that has none.</param>
    /// <param name="now">The present moment; null for a show that exists, which may have begun.</param>
    /// <param name="errors">Collects what is wrong.</param>
    public static ShowDraft? Read(
        Fields fields, ShowDraft? draft, string zoneDefault, DateTime? now, FieldErrors errors)
    {
        var zone = LocalTime.ReadZone(fields, zoneDefault, errors) ?? zoneDefault;
        var starts = LocalTime.Read(fields, "starts", zone, (draft?.StartsAt, draft?.Zone ?? zone), errors);
        var show = new NewShow(fields["name"], starts ?? DateTime.UnixEpoch, TotalSeats: 1);
        errors.Tell(
            now is { } moment ? show.Problems(moment) : show.Problems(),
            nameof(NewShow.Name), nameof(NewShow.StartsAt));
        return errors.Any
            ? null
            : (draft ?? new ShowDraft { Name = show.Name, StartsAt = show.StartsAt }) with
            {
                Name = show.Name,
                StartsAt = show.StartsAt,
                Zone = zone,
                Sale = draft?.Sale is { } sale ? OnTheClockOf(zone, sale, draft.Zone) : null,
            };
    }

    // Like the start, the opening keeps the time of day that was entered.
    private static DraftSale OnTheClockOf(string zone, DraftSale sale, string before) =>
        sale.OpensAt is { } opens && zone != before
        && TimeZones.ToUtc(TimeZones.ToLocal(opens, before), zone) is [var moved, ..]
            ? sale with { OpensAt = moved }
            : sale;
}
