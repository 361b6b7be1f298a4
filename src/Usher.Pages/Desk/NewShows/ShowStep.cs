using Usher.Engine.Shows;
using Usher.Http.Fields;
using Usher.Pages.Desk.Forms;


namespace Usher.Pages.Desk.NewShows;

/// <summary>The first step: what it is called and when it begins.</summary>
internal static class ShowStep
{
    public static Fields Write(ShowDraft draft) => new(
    [
        new("name", draft.Name), new("starts", LocalTime.Write(draft.StartsAt, draft.Zone)), new("zone", draft.Zone),
    ]);

    /// <summary>What was entered; null with errors if it is wrong.</summary>
    /// <param name="fields">The form.</param>
    /// <param name="draft">What is known already.</param>
    /// <param name="now">The present moment; null for a show that exists, which may have begun.</param>
    /// <param name="errors">Collects what is wrong.</param>
    public static ShowDraft? Read(Fields fields, ShowDraft? draft, DateTime? now, FieldErrors errors)
    {
        var zone = LocalTime.ReadZone(fields["zone"]);
        var starts = LocalTime.Read(fields["starts"], zone, "starts", errors);
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
            };
    }
}
