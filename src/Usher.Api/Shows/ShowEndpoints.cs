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
    ShowQueries shows, ShowCatalog catalog, SeatMaps seats, SeatCounting counting, SeatMapReplies replies,
    TimeProvider time)
{
    public async Task<Results<Reply<ShowPageDocument>, ProblemReply>> List(HttpContext context)
    {
        var errors = new FieldErrors();
        if (ShowListRequest.Read(context.Request.Query, errors) is not { } wanted)
        {
            return Problems.BadRequest(errors);
        }

        var (page, next) = await shows.ListWithoutSeatsAsync(
            wanted.From, wanted.Text, wanted.Limit, wanted.After, context.RequestAborted);
        // What is being sold is in memory; a crowd that asks for it costs the database nothing.
        var counts = await counting.CountAsync([.. page.Select(show => show.Id)], context.RequestAborted);
        var now = time.GetUtcNow();
        return new Reply<ShowPageDocument>(
            StatusCodes.Status200OK,
            new ShowPageDocument
            {
                Shows = [.. page.Select(show => ShowDocument.Of(show, counts.GetValueOrDefault(show.Id).Free, now))],
                Next = next is null ? null : ShowListRequest.Write(next),
            },
            ShowJson.Default.ShowPageDocument);
    }

    public async Task<Results<Reply<ShowDocument>, ProblemReply>> GetShow(string id, HttpContext context) =>
        ShowIdField.Read(id) is { } showId
        && await shows.FindWithoutSeatsAsync(showId, context.RequestAborted) is { } show
        && await seats.FindAsync(showId, context.RequestAborted) is { } map
            ? new Reply<ShowDocument>(
                StatusCodes.Status200OK, ShowDocument.Of(show, SeatCounts.Of(map).Free, time.GetUtcNow()),
                ShowJson.Default.ShowDocument)
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
