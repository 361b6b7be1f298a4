using Microsoft.AspNetCore.Http.HttpResults;
using Usher.Engine.Seats;
using Usher.Engine.Shows;
using Usher.Http.Fields;
using Usher.Http.Errors;
using Usher.Http.Replies;
using Usher.Http.SeatingPlans;

namespace Usher.Api.Shows;

/// <summary>What can be booked.</summary>
internal sealed class ShowEndpoints(
    ShowReads reads, ShowCatalog catalog, SeatMaps seats, SeatMapReplies replies)
{
    public async Task<Results<Reply<ShowPageDocument>, ProblemReply>> List(HttpContext context)
    {
        var errors = new FieldErrors();
        if (ShowListRequest.Read(context.Request.Query, errors) is not { } wanted)
        {
            return Problems.BadRequest(errors);
        }

        var (page, next) = await reads.ListAsync(wanted, ShowDocument.Of, context.RequestAborted);
        return new Reply<ShowPageDocument>(
            StatusCodes.Status200OK, new ShowPageDocument { Shows = page, Next = next },
            ShowJson.Default.ShowPageDocument);
    }

    public async Task<Results<Reply<ShowDocument>, ProblemReply>> GetShow(string id, HttpContext context) =>
        await reads.FindAsync(id, ShowDocument.Of, context.RequestAborted) is { } show
            ? new Reply<ShowDocument>(StatusCodes.Status200OK, show, ShowJson.Default.ShowDocument)
            : Problems.Of(ProblemType.NoSuchShow);

    public async Task<Results<SeatMapReply, ProblemReply>> Seats(string id, HttpContext context) =>
        ShowIdField.Read(id) is { } showId
        && await catalog.FindAsync(showId, context.RequestAborted) is { } show
        && await seats.FindAsync(showId, context.RequestAborted) is { } map
            ? replies.Of(map, await catalog.PlanAsync(show, context.RequestAborted))
            : Problems.Of(ProblemType.NoSuchShow);

    public async Task<Results<PlanReply, ProblemReply>> Plan(string id, HttpContext context) =>
        ShowIdField.Read(id) is { } showId && await catalog.FindAsync(showId, context.RequestAborted) is { } show
            ? PlanReply.Of(await catalog.PlanAsync(show, context.RequestAborted))
            : Problems.Of(ProblemType.NoSuchShow);
}
