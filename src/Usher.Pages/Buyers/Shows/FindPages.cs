using Usher.Engine.Selling;
using Usher.Http.Errors;
using Usher.Http.LoadShedding;
using Usher.Http.Replies;
using Usher.Pages.Kit.Pictures;

namespace Usher.Pages.Buyers.Shows;

/// <summary>Finds seats for the script of a show's page: before its map knows them, and where a group must sit apart.
/// Nothing is held.</summary>
internal sealed class FindPages(SeatFinder finder, SeatingViews views, LoadShedder shedder)
{
    private const string NoStore = "no-store";

    public async Task<IResult> Find(string id, HttpContext context)
    {
        using var admission = shedder.Admit();
        if (admission.RetryAfter is { } after)
        {
            return Problems.Later(ProblemType.Overloaded, after);
        }

        if (ShowPages.ReadId(id) is not { } showId
            || await views.FindPlanAsync(showId, context.RequestAborted) is not { } view)
        {
            return Problems.Of(ProblemType.NoSuchShow);
        }

        var query = context.Request.Query;
        if (BookingForm.ReadBest(showId, key: "", query["count"].ToString(), query["category"].ToString()) is not
            (BookingForm.Best best, null))
        {
            return Problems.BadRequest("count", $"must be from 1 to {BookRequest.SeatsMax}, and category a price's");
        }

        var request = best.ToRequest() with { MayBeSplit = true };
        return await finder.FindAsync(request, context.RequestAborted) is { } parts
            ? new Reply<FoundSeatsDocument>(
                StatusCodes.Status200OK, FoundSeatsDocument.Of(view, parts), FoundSeatsJson.Default.FoundSeatsDocument)
            {
                CacheControl = NoStore,
            }
            : Problems.BadRequest("count", "must be no more than the show sells at once, and category one of its own");
    }
}
