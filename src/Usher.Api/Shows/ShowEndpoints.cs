using Microsoft.AspNetCore.Http.HttpResults;
using Usher.BoxOffice.Organizations;
using Usher.Engine.Database;
using Usher.Engine.Seats;
using Usher.Engine.Shows;
using Usher.Http.Fields;
using Usher.Http.Errors;
using Usher.Http.Replies;
using Usher.Http.SeatingPlans;

namespace Usher.Api.Shows;

/// <summary>What can be booked.</summary>
internal sealed class ShowEndpoints(
    ShowReads reads, ShowCatalog catalog, SeatMaps seats, SeatMapReplies replies, OrganizationDirectory organizations)
{
    public const string OrganizationQuery = "organization";

    public async Task<Results<Reply<ShowPageDocument>, ProblemReply>> List(HttpContext context)
    {
        var errors = new FieldErrors();
        var wanted = ShowListRequest.Read(context.Request.Query, errors);
        if (context.Request.Query.One(OrganizationQuery, errors) is { } slug)
        {
            if (await FindAsync(slug, context) is { } organization)
            {
                Tenant.Enter(organization.Id);
            }
            else
            {
                errors.Add(OrganizationQuery, "must be the slug of an organization that sells here");
            }
        }

        if (wanted is null || errors.Any)
        {
            return Problems.BadRequest(errors);
        }

        var (page, next) = await reads.ListAsync(wanted, ShowDocument.Of, context.RequestAborted);
        return new Reply<ShowPageDocument>(
            StatusCodes.Status200OK, new ShowPageDocument { Shows = page, Next = next },
            ShowJson.Default.ShowPageDocument);
    }

    // Whoever came by the address of another one sees nothing of this one.
    private async Task<Organization?> FindAsync(string slug, HttpContext context) =>
        (await organizations.RecallAsync(context.RequestAborted)).FindBySlug(slug) is { IsSuspended: false } found
        && Tenant.MaySee(found.Id)
            ? found
            : null;

    public async Task<Results<Reply<ShowDocument>, ProblemReply>> GetShow(string id, HttpContext context) =>
        await reads.FindAsync(id, ShowDocument.Of, context.RequestAborted) is { } show
            ? new Reply<ShowDocument>(StatusCodes.Status200OK, show, ShowJson.Default.ShowDocument)
            : Problems.Of(ProblemType.NoSuchShow);

    public async Task<Results<SeatMapReply, ProblemReply>> Seats(string id, HttpContext context) =>
        ShowIdField.Read(id) is { } showId
        && await catalog.FindAsync(showId, context.RequestAborted) is { } show
        && await seats.FindAsync(showId, context.RequestAborted) is { } map
            ? replies.Of(map, await catalog.PlanAsync(show, context.RequestAborted), show.Slots)
            : Problems.Of(ProblemType.NoSuchShow);

    public async Task<Results<PlanReply, ProblemReply>> Plan(string id, HttpContext context) =>
        ShowIdField.Read(id) is { } showId && await catalog.FindAsync(showId, context.RequestAborted) is { } show
            ? PlanReply.Of(await catalog.PlanAsync(show, context.RequestAborted))
            : Problems.Of(ProblemType.NoSuchShow);
}
