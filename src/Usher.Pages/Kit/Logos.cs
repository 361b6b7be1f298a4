using Microsoft.Extensions.Primitives;
using Usher.BoxOffice.Organizations;
using Usher.Http.Errors;
using Usher.Http.Replies;
using Usher.Http.Security;

namespace Usher.Pages.Kit;

/// <summary>Sends organizations' logos, each at an address that changes with its bytes.</summary>
internal sealed class Logos(OrganizationStore store, PageCache cache)
{
    /// <summary>Below an organization's own address.</summary>
    public const string Route = "/logo/{file}";

    // In memory one counts as an entry for so many bytes.
    private const long EntryBytes = 16 * 1024;

    private static readonly StringValues ForAll = "public, max-age=31536000, immutable";
    private static readonly StringValues ForOne = "private, max-age=31536000, immutable";
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(1);

    /// <summary>For buyers: the logo of the organization whose address they came by.</summary>
    public Task<IResult> GetLogo(string file, HttpContext context) =>
        SendAsync(BuyersTenant.Of(context), file, ForAll, context.RequestAborted);

    /// <summary>For the people of an organization.</summary>
    public Task<IResult> GetOwn(Organization? organization, string file, CancellationToken ct) =>
        SendAsync(organization, file, ForOne, ct);

    // Whoever makes names up costs no look at the database.
    private async Task<IResult> SendAsync(
        Organization? organization, string file, StringValues cacheControl, CancellationToken ct) =>
        organization?.Logo is { } logo && logo.FileName == file
            && await cache.GetAsync(
                $"logo:{organization.Id}:{logo.Hash}", KeptFor,
                () => store.FindLogoAsync(organization.Id, logo.Hash, CancellationToken.None),
                // One that is gone may come back.
                found => found is null ? null : 1 + found.Length / EntryBytes, ct) is { } png
            ? new LogoReply(png, $"\"{logo.Hash}\"", cacheControl)
            : Problems.Of(ProblemType.NoSuchRoute);

    private sealed record LogoReply(byte[] Png, string Tag, StringValues CacheControl) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.Headers.CacheControl = CacheControl;
            response.Headers.ETag = Tag;
            if (EntityTag.IsKnownToClient(Tag, httpContext.Request.Headers.IfNoneMatch))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }

            response.ContentType = "image/png";
            response.ContentLength = Png.Length;
            return AnswerBody.SendAsync(httpContext, Png);
        }
    }
}
