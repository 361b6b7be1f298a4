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

    public static ShowDraft? Read(Fields fields, ShowDraft? draft, DateTime now, FieldErrors errors)
    {
        var name = ReadName(fields["name"], errors);
        var zone = LocalTime.ReadZone(fields["zone"]);
        var starts = LocalTime.Read(fields["starts"], zone, "starts", errors);
        if (starts < now)
        {
            errors.Add("starts", "must lie ahead; this moment is over");
        }

        return errors.Any
            ? null
            : (draft ?? new ShowDraft { Name = name, StartsAt = starts!.Value }) with
            {
                Name = name,
                StartsAt = starts!.Value,
                Zone = zone,
            };
    }

    public static string ReadName(string name, FieldErrors errors)
    {
        if (name.Length is 0 or > ShowLimits.NameLengthMax || name.Any(char.IsControl))
        {
            errors.Add("name", $"must have 1 to {ShowLimits.NameLengthMax} characters");
        }

        return name;
    }
}
