using System.Collections.Immutable;
using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Organizations;
using Usher.Http.Fields;
using Usher.Http.Security;
using Usher.Pages.Desk.NewShows;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.Organizations;

/// <summary>All organizations, for an OPERATOR, who works for one of them at a time.</summary>
internal sealed class TenantPages(OrganizationStore store, OrganizationService service, Sessions sessions)
{
    public const string Path = "/desk/tenants";

    public async Task<IResult> List(HttpContext context) =>
        new PageReply<TenantsPage>(await ViewAsync(context, context.RequestAborted));

    public async Task<IResult> Make(HttpContext context)
    {
        var fields = Fields.Of(await PageForm.ReadAsync(context));
        var host = fields["host"].ToLowerInvariant();
        var terms = new OrganizationTerms(fields["name"]) { Host = host.Length > 0 ? host : null };
        return await service.CreateAsync(fields["slug"], terms, CancellationToken.None) switch
        {
            OrganizationOutcome.Done => PageForm.SeeOther(Path),
            OrganizationOutcome.Wrong(var problems) => await RefuseAsync(
                context, fields, OrganizationFields.ToErrors(problems)),
            OrganizationOutcome.TooMany => await RefuseAsync(context, fields, TooMany()),
            OrganizationOutcome.NotFound => PageForm.SeeOther(Path),
        };
    }

    public Task<IResult> Suspend(string slug) => SetAsync(slug, isSuspended: true);

    public Task<IResult> Resume(string slug) => SetAsync(slug, isSuspended: false);

    /// <summary>From here on this session works for that organization.</summary>
    public async Task<IResult> Enter(string slug, HttpContext context)
    {
        var chosen = (await store.ListAsync(context.RequestAborted)).FirstOrDefault(one => one.Slug == slug);
        if (chosen is null || context.SignedIn().Session is not { } session)
        {
            return PageForm.SeeOther(Path);
        }

        await sessions.MoveAsync(session, chosen.Id, CancellationToken.None);
        return PageForm.SeeOther("/desk/shows");
    }

    private async Task<IResult> SetAsync(string slug, bool isSuspended)
    {
        await service.ChangeAsync(slug, terms => terms with { IsSuspended = isSuspended }, CancellationToken.None);
        return PageForm.SeeOther(Path);
    }

    private static FieldErrors TooMany()
    {
        var errors = new FieldErrors();
        errors.Add("slug", "cannot be used: there are as many organizations as there can be");
        return errors;
    }

    private async Task<IResult> RefuseAsync(HttpContext context, Fields fields, FieldErrors errors) =>
        new PageReply<TenantsPage>(await ViewAsync(context, context.RequestAborted) with
        {
            Fields = fields,
            Problems = errors.ToWords(),
        })
        {
            Status = StatusCodes.Status400BadRequest,
        };

    private async Task<TenantsView> ViewAsync(HttpContext context, CancellationToken ct) =>
        new(await store.ListAsync(ct), context.SignedIn().Organization);
}

/// <summary>All organizations, and the form that makes another one.</summary>
/// <param name="Organizations">The oldest first.</param>
/// <param name="Own">The one that the session works for.</param>
public sealed record TenantsView(ImmutableArray<Organization> Organizations, OrganizationId Own)
{
    public Fields Fields { get; init; } = Fields.None;

    public IReadOnlyDictionary<string, string>? Problems { get; init; }
}
