using Usher.Api.Idempotency;
using Usher.BoxOffice.Organizations;
using Usher.Http.Errors;
using Usher.Http.Fields;
using Usher.Http.Security;

namespace Usher.Api.Organizations;

/// <summary>The logo of the organization that a call is for.</summary>
internal sealed class LogoEndpoints(
    OrganizationDirectory organizations, OrganizationService service, LogoReader reader, RepeatableCalls calls)
{
    private const string Field = "logo";

    public async Task<IResult> Save(HttpContext context)
    {
        if (await FindSlugAsync(context) is not { } slug)
        {
            return Problems.Of(ProblemType.NoSuchOrganization);
        }

        LogoImage? image = null;
        return await calls.RunAsync<LogoBody>(
            context,
            async body => await reader.ReadAsync(body.Bytes, context.RequestAborted) switch
            {
                LogoReading.Ready(var read) => Keep(read),
                LogoReading.Refused(var problem) => Problems.BadRequest(Field, problem),
            },
            async (write, _) => OrganizationEndpoints.Answer(
                await service.SetLogoAsync(write, slug, image, CancellationToken.None), StatusCodes.Status200OK));

        IResult? Keep(LogoImage read)
        {
            image = read;
            return null;
        }
    }

    public async Task<IResult> Remove(HttpContext context) =>
        await FindSlugAsync(context) is { } slug
            && await service.SetLogoAsync(slug, logo: null, CancellationToken.None) is OrganizationOutcome.Done
                ? TypedResults.NoContent()
                : Problems.Of(ProblemType.NoSuchOrganization);

    private async Task<string?> FindSlugAsync(HttpContext context) =>
        (await organizations.GetAsync(context.RequestAborted)).Find(context.SignedIn().Organization)?.Slug;
}

/// <summary>A file that is to become a logo, whatever it is.</summary>
internal sealed record LogoBody(ReadOnlyMemory<byte> Bytes) : IJsonBody<LogoBody>
{
    public static readonly string[] Types = ["image/png", "image/jpeg", "image/webp"];

    public static string ContentTypes => "image/png, image/jpeg or image/webp";

    public static string Wanted => "a PNG, JPEG or WebP file";

    // Its text has no encoding: it is none.
    public static bool ReadsEncodings => true;

    public static bool Takes(string? contentType) => Array.Exists(Types, type => JsonBody.IsType(contentType, type));

    public static LogoBody? Read(ReadOnlySpan<byte> json, FieldErrors errors) => new(json.ToArray());
}
