using Microsoft.Extensions.Options;
using Usher.BoxOffice.Organizations;
using Usher.Http.Fields;
using Usher.Pages.Desk.Forms;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.Organizations;

/// <summary>The forms for the logo, on the organization's page.</summary>
internal sealed class LogoPages(
    OrganizationPages pages, OrganizationService service, LogoReader reader, Logos logos, IOptions<LogoOptions> limits)
{
    public const string Path = OrganizationPages.Path + "/logo";

    public async Task<IResult> GetLogo(string file, HttpContext context) =>
        await logos.GetOwn(await pages.FindAsync(context), file, context.RequestAborted);

    public async Task<IResult> Save(HttpContext context)
    {
        var errors = new FieldErrors();
        var form = await FileForm.ReadAsync(context, LogoReader.TooLarge(limits.Value), errors);
        var file = await FileForm.BytesAsync(form?.Files.GetFile(FileForm.Field), context.RequestAborted);
        errors.Require(FileForm.Field, file is not null);
        if (file is not null)
        {
            switch (await reader.ReadAsync(file, context.RequestAborted))
            {
                case LogoReading.Ready(var image):
                    return await SetAsync(context, image);
                case LogoReading.Refused(var problem):
                    errors.Add(FileForm.Field, problem);
                    break;
            }
        }

        return await pages.ShowAsync(context, errors);
    }

    public Task<IResult> Remove(HttpContext context) => SetAsync(context, logo: null);

    // What has begun is carried out, whether or not the browser waits for it.
    private async Task<IResult> SetAsync(HttpContext context, LogoImage? logo)
    {
        var organization = await pages.FindAsync(context);
        await service.SetLogoAsync(organization.Slug, logo, CancellationToken.None);
        return PageForm.SeeOther(OrganizationPages.Path);
    }
}
