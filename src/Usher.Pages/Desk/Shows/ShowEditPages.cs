using System.Globalization;
using Microsoft.Extensions.Options;
using Usher.Engine.Idempotency;
using Usher.Engine.Shows;
using Usher.Http.Fields;
using Usher.Http.Security;
using Usher.Pages.Buyers.Shows;
using Usher.Pages.Desk.Forms;
using Usher.Pages.Desk.Layout;
using Usher.Pages.Desk.NewShows;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.Shows;

/// <summary>Changes the terms of a show: what its organiser changed in the form, and nothing else.</summary>
internal sealed class ShowEditPages(ShowQueries queries, ShowService shows, IOptions<ShowTermsOptions> terms)
{
    private static readonly string[] Names =
    [
        "name", "starts", "starts_offset", "opens", "opens_offset", "zone", "seats_max", "person_max", "hold_minutes",
        "extension", "no_orphans",
    ];

    private static readonly DateTime LastMoment = DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc);

    public async Task<IResult> Ask(string id, HttpContext context)
    {
        if (ShowPages.ReadId(id) is not { } showId
            || await queries.FindWithoutSeatsAsync(showId, context.RequestAborted) is not { } show)
        {
            return DeskNotice.NoSuchShow();
        }

        var fields = FieldsOf(show);
        return Page(show, fields, ShownFields.Of(fields, Names), new FieldErrors(), StatusCodes.Status200OK);
    }

    public async Task<IResult> Save(string id, HttpContext context)
    {
        var sent = Fields.Of(await PageForm.ReadAsync(context));
        // What has begun is carried out, whether or not the browser waits for it.
        return ShowPages.ReadId(id) is { } showId
            ? await shows.WithShowAsync(
                showId, (write, show) => SaveAsync(write, show, sent, context.ActingAsStaff()), CancellationToken.None)
            : DeskNotice.NoSuchShow();
    }

    private async Task<IResult> SaveAsync(OrganiserWrite write, Show? show, Fields sent, Actor actor)
    {
        if (show is null)
        {
            return DeskNotice.NoSuchShow();
        }

        var present = FieldsOf(show);
        var fields = sent.Over(present, Names);
        var errors = new FieldErrors();
        foreach (var name in Names.Where(name =>
            sent.IsChanged(name) && sent.IsStale(name, present) && sent[name] != present[name]))
        {
            errors.Add(name, $"{ChangeTo(name, present[name])} by someone else while you were editing; "
                + "save again to use your value");
        }

        // Whoever saves once more has seen what is there now.
        if (errors.Any)
        {
            return Page(show, fields, ShownFields.Of(present, Names), errors, StatusCodes.Status409Conflict);
        }

        if (Read(show, sent, fields, errors) is { } change
            && await shows.ChangeAsync(write, show.Id, _ => change, actor, CancellationToken.None)
                is ShowChangeOutcome.Wrong(var problems))
        {
            errors.Tell(problems, [.. problems.Select(problem => problem.Field)]);
        }

        return errors.Any
            ? Page(show, fields, ShownFields.Sent(sent, Names), errors, StatusCodes.Status400BadRequest)
            : PageForm.SeeOther(string.Create(CultureInfo.InvariantCulture, $"/desk/shows/{show.Id}"));
    }

    // Whether the sale opens before the show begins is asked when both are known.
    private static ShowChange? Read(Show show, Fields sent, Fields fields, FieldErrors errors)
    {
        // A name that was given before anything was asked of names does no harm as long as it stays.
        var named = sent.IsChanged("name") ? fields : fields.With(new Fields([new("name", "-")]));
        var draft = ShowStep.Read(named, DraftOf(show), show.TimeZone, now: null, errors);
        var sale = SaleStep.Read(
            fields, draft?.Zone ?? show.TimeZone, LastMoment, (show.SalesOpenAt, show.TimeZone), errors);
        return draft is null || sale is null ? null : new ShowChange(
            sent.IsChanged("name") ? draft.Name : show.Name, draft.StartsAt, sale.OpensAt, sale.HoldSeconds,
            sale.SeatsPerBookingMax, sale.ExtensionAllowed, sale.NoOrphans,
            draft.Zone == show.TimeZone ? show.OwnTimeZone : draft.Zone)
        {
            SeatsPerPersonMax = sale.SeatsPerPersonMax,
        };
    }

    private static string ChangeTo(string name, string value) => (name, value) switch
    {
        ("extension" or "no_orphans", "") => "was turned off",
        ("extension" or "no_orphans", _) => "was turned on",
        (_, "") => "was cleared",
        ("starts" or "opens", _) => $"was changed to {value.Replace('T', ' ')}",
        ("starts_offset" or "opens_offset", _) => $"was changed to UTC{value}",
        _ => $"was changed to {value}",
    };

    private PageReply<ShowEditPage> Page(Show show, Fields fields, Fields shown, FieldErrors errors, int status) =>
        new(new ShowEditView(show, fields, shown, errors.ToWords(), terms.Value.HoldSeconds)) { Status = status };

    private static ShowDraft DraftOf(Show show) =>
        new() { Name = show.Name, StartsAt = show.StartsAt, Zone = show.TimeZone };

    private static Fields FieldsOf(Show show)
    {
        var sale = SaleStep.Write(
            new DraftSale
            {
                OpensAt = show.SalesOpenAt,
                HoldSeconds = show.HoldSeconds,
                SeatsPerBookingMax = show.SeatsPerBookingMax,
                SeatsPerPersonMax = show.SeatsPerPersonMax,
                ExtensionAllowed = show.ExtensionAllowed,
                NoOrphans = show.NoOrphans,
            },
            show.TimeZone);
        return ShowStep.Write(DraftOf(show)).With(sale);
    }
}
