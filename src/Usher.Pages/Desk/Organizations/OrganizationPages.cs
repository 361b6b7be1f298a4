using Usher.BoxOffice.Organizations;
using Usher.Http.Fields;
using Usher.Http.Security;
using Usher.Pages.Desk.Forms;
using Usher.Pages.Desk.NewShows;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.Organizations;

/// <summary>What an ADMIN says of the organization. Its address is the OPERATOR's affair, or one could take another
/// one's.</summary>
internal sealed class OrganizationPages(
    OrganizationDirectory organizations, OrganizationService service, PublicAddress address)
{
    public const string Path = "/desk/organization";

    public async Task<IResult> Ask(HttpContext context) =>
        await ShowAsync(context, errors: null) with { Status = StatusCodes.Status200OK };

    /// <summary>The page as it is now, and what is wrong with what was sent beside its main form.</summary>
    public async Task<PageReply<OrganizationPage>> ShowAsync(HttpContext context, FieldErrors? errors)
    {
        var organization = await FindAsync(context);
        var fields = OrganizationFields.Write(OrganizationTerms.Of(organization));
        return Page(context, organization, fields, ShownFields.Of(fields, OrganizationFields.Names), errors);
    }

    public async Task<IResult> Save(HttpContext context)
    {
        var sent = Fields.Of(await PageForm.ReadAsync(context));
        var organization = await FindAsync(context);
        // What has begun is carried out, whether or not the browser waits for it.
        return await service.ChangeAsync(
            organization.Slug,
            now => OrganizationFields.Read(
                sent.Over(OrganizationFields.Write(now), OrganizationFields.Names), now),
            CancellationToken.None) switch
        {
            OrganizationOutcome.Done => PageForm.SeeOther(Path),
            OrganizationOutcome.Wrong(var problems) => Page(
                context, organization, sent, ShownFields.Sent(sent, OrganizationFields.Names),
                OrganizationFields.ToErrors(problems)),
            OrganizationOutcome.NotFound or OrganizationOutcome.TooMany => PageForm.SeeOther(Path),
        };
    }

    private PageReply<OrganizationPage> Page(
        HttpContext context, Organization organization, Fields fields, Fields shown, FieldErrors? errors) =>
        new(new OrganizationView(
            organization, fields, shown, errors?.ToWords(),
            organization.Host is { } host ? $"{context.Request.Scheme}://{host}/"
                : address.UrlOf(context.Request, organization.Path)))
        {
            Status = StatusCodes.Status400BadRequest,
        };

    /// <summary>The caller's organization, which is there.</summary>
    public async Task<Organization> FindAsync(HttpContext context)
    {
        var known = await organizations.GetAsync(context.RequestAborted);
        return known.Find(context.SignedIn().Organization)
            ?? throw new InvalidOperationException("The caller's organization is gone.");
    }
}

/// <summary>The organization, and the form that changes it.</summary>
/// <param name="Organization">As it is.</param>
/// <param name="Fields">As they are shown, or were entered.</param>
/// <param name="Shown">What the form showed at first.</param>
/// <param name="Problems">What is wrong with what was entered.</param>
/// <param name="Url">Where its buyers find it.</param>
public sealed record OrganizationView(
    Organization Organization, Fields Fields, Fields Shown, IReadOnlyDictionary<string, string>? Problems, string Url);
