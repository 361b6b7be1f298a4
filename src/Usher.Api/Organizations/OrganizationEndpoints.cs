using Microsoft.AspNetCore.Http.HttpResults;
using Usher.Api.Idempotency;
using Usher.BoxOffice.Organizations;
using Usher.Http.Errors;
using Usher.Http.Replies;

namespace Usher.Api.Organizations;

/// <summary>What an OPERATOR does about organizations.</summary>
internal sealed class OrganizationEndpoints(
    OrganizationStore store, OrganizationService service, RepeatableCalls calls)
{
    private const string Path = "/api/admin/organizations";

    public async Task<Reply<OrganizationListDocument>> List(HttpContext context) => new(
        StatusCodes.Status200OK,
        new OrganizationListDocument
        {
            Organizations =
            [
                .. (await store.ListAsync(context.RequestAborted)).Select(OrganizationDocument.Of),
            ],
        },
        OrganizationJson.Default.OrganizationListDocument);

    public async Task<Results<Reply<OrganizationDocument>, ProblemReply>> GetOrganization(
        string slug, HttpContext context) =>
        (await store.ListAsync(context.RequestAborted)).FirstOrDefault(one => one.Slug == slug) is { } found
            ? new Reply<OrganizationDocument>(
                StatusCodes.Status200OK, OrganizationDocument.Of(found), OrganizationJson.Default.OrganizationDocument)
            : Problems.Of(ProblemType.NoSuchOrganization);

    public Task<IResult> Create(HttpContext context) => calls.RunAsync<NewOrganizationBody>(
        context, async (write, body) => Answer(
            await service.CreateAsync(write, body.Slug, body.Terms, CancellationToken.None),
            StatusCodes.Status201Created, $"{Path}/{body.Slug}"));

    public Task<IResult> Change(string slug, HttpContext context) => calls.RunAsync<OrganizationChangeBody>(
        context, async (write, body) => Answer(
            await service.ChangeAsync(write, slug, body.Change, CancellationToken.None), StatusCodes.Status200OK));

    public static IResult Answer(OrganizationOutcome outcome, int status, string? location = null) => outcome switch
    {
        OrganizationOutcome.Done(var organization) => WriteAnswer.Of(
            status, OrganizationDocument.Of(organization), OrganizationJson.Default.OrganizationDocument, location),
        OrganizationOutcome.NotFound => Problems.Of(ProblemType.NoSuchOrganization),
        OrganizationOutcome.Wrong(var problems) => Problems.BadRequest(OrganizationFields.ToErrors(problems)),
        OrganizationOutcome.TooMany => Problems.Of(ProblemType.TooManyOrganizations),
    };
}
