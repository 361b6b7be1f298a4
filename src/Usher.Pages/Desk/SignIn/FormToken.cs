using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Options;
using Usher.BoxOffice.Organizations;
using Usher.Http.LoadShedding;
using Usher.Http.Security;
using Usher.Http.Transport;
using Usher.Pages.Desk.Layout;
using Usher.Pages.Desk.Organizations;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.SignIn;

/// <summary>
/// The desk takes only forms that it wrote for the same person: each carries a token that fits a cookie (antiforgery).
/// Programs that send the key with each call need none, for no page can make a browser send it.
/// </summary>
public sealed class FormToken(
    IAntiforgery antiforgery, IOptions<HttpLimits> limits, IOptions<LogoOptions> logos)
{
    public const string CookieName = "usher-desk-form";
    public const string FieldName = "form_token";

    public static void AddTo(IServiceCollection services)
    {
        services.AddSingleton<FormToken>();
        services.AddAntiforgery();
        services.AddOptions<AntiforgeryOptions>().Configure<SiteCookies>((options, cookies) =>
        {
            options.FormFieldName = FieldName;
            cookies.Apply(options.Cookie, CookieName, SameSiteMode.Strict);
            // The pages' content security policy says it for every page.
            options.SuppressXFrameOptionsHeader = true;
        });
    }

    public static bool IsNeededFor(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);

    public void RequireIn(RouteGroupBuilder group) => group.AddEndpointFilter(async (invocation, next) =>
        await RefusalOfAsync(invocation.HttpContext) ?? await next(invocation));

    /// <summary>The answer to a form that is not ours; null for one that is.</summary>
    public async Task<IResult?> RefusalOfAsync(HttpContext context)
    {
        if (!IsNeededFor(context.Request)
            || context.User.Identity is { IsAuthenticated: true, AuthenticationType: Policies.KeyScheme })
        {
            return null;
        }

        // Only files come in parts, and the token is one of them.
        var isFile = context.User.Identity is { IsAuthenticated: true }
            && context.Request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true;
        try
        {
            await PageForm.KeepNulApartAsync(context.Request);
            return await antiforgery.IsRequestValidAsync(context) ? null : Notices.FromElsewhere();
        }
        catch (Exception e) when (e is AntiforgeryValidationException or NotSupportedException)
        {
            // The latter in an encoding that .NET gave up for good reason.
            context.EndAfterBrokenBody();
            return isFile ? Unreadable(context, e.InnerException) : Notices.FromElsewhere();
        }
    }

    private PageReply<DeskNoticePage> Unreadable(HttpContext context, Exception? reason)
    {
        var isLogo = LargeBodyRoute.Of(context) == LargeBodyRoute.Logo;
        var words = reason is not BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }
            ? "It was not uploaded completely; upload it again."
            : isLogo ? $"It {LogoReader.TooLarge(logos.Value)}."
            : string.Create(
                CultureInfo.InvariantCulture, $"It is larger than {limits.Value.PlanBodyBytesMax / 1024 / 1024} MiB.");
        var notice = isLogo
            ? new DeskNotice(
                DeskPlace.Team, "The logo could not be read", words, "Choose a file", OrganizationPages.Path)
            : new DeskNotice(
                DeskPlace.Plans, "The plan file could not be read", words, "Choose a file", context.Request.Path);
        return new PageReply<DeskNoticePage>(notice) { Status = StatusCodes.Status400BadRequest };
    }
}
