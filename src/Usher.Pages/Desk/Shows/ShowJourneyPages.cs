using System.Globalization;
using Usher.Engine.Shows;
using Usher.Http.Fields;
using Usher.Http.Security;
using Usher.Pages.Buyers.Shows;
using Usher.Pages.Desk.Layout;
using Usher.Pages.Desk.NewShows;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.Shows;

/// <summary>Says where a coach goes from and to.</summary>
internal sealed class ShowJourneyPages(ShowQueries queries, ShowJourneys journeys)
{
    public async Task<IResult> Ask(string id, HttpContext context) =>
        await FindAsync(id, context) is { } show
            ? new PageReply<ShowJourneyPage>(new ShowJourneyView(
                show, JourneyForm.Write(await journeys.FindAsync(show.Id, context.RequestAborted))))
            : DeskNotice.NoSuchShow();

    public async Task<IResult> Save(string id, HttpContext context)
    {
        if (await FindAsync(id, context) is not { } show)
        {
            return DeskNotice.NoSuchShow();
        }

        var fields = Fields.Of(await PageForm.ReadAsync(context));
        if (fields["from"].Length + fields["to"].Length == 0)
        {
            await journeys.RemoveAsync(show.Id, context.ActingAsStaff(), CancellationToken.None);
            return PageForm.SeeOther(ShowJourneyView.PathOf(show));
        }

        var errors = new FieldErrors();
        var journey = JourneyForm.Read(fields, errors);
        if (journey is not null && await journeys.FindKindAsync(show.Id, context.RequestAborted) is { } kind
            && Journey.ProblemOf(kind) is { } wrong)
        {
            errors.Add("from", wrong.Problem);
        }

        if (journey is null || errors.Any)
        {
            return new PageReply<ShowJourneyPage>(new ShowJourneyView(show, fields) { Problems = errors.ToWords() })
            {
                Status = StatusCodes.Status400BadRequest,
            };
        }

        // What has begun is carried out, whether or not the browser waits for it.
        return await journeys.SaveAsync(show.Id, journey, context.ActingAsStaff(), CancellationToken.None)
            ? PageForm.SeeOther(ShowJourneyView.PathOf(show))
            : DeskNotice.NoSuchShow();
    }

    private async Task<Show?> FindAsync(string id, HttpContext context) =>
        ShowPages.ReadId(id) is { } showId
            ? await queries.FindWithoutSeatsAsync(showId, context.RequestAborted)
            : null;
}

/// <summary>The form that says where a coach goes.</summary>
/// <param name="Show">The show.</param>
/// <param name="Fields">What is in the form.</param>
public sealed record ShowJourneyView(Show Show, Fields Fields)
{
    /// <summary>What is wrong with what was entered, by field.</summary>
    public IReadOnlyDictionary<string, string>? Problems { get; init; }

    public string ShowPath => PathOf(Show);

    public static string PathOf(Show show) => string.Create(CultureInfo.InvariantCulture, $"/desk/shows/{show.Id}");
}
