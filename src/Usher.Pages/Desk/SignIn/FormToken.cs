using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Options;
using Usher.Http.Security;
using Usher.Http.Transport;
using Usher.Pages.Desk.Layout;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.SignIn;

/// <summary>
/// The desk takes only forms that it wrote for the same person: each carries a token that fits a cookie (antiforgery).
/// Programs that send the key with each call need none, for no page can make a browser send it.
/// </summary>
public sealed class FormToken(IAntiforgery antiforgery, IOptions<HttpLimits> limits)
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

        // Only plans come in parts, and the token is one of them.
        var isPlan = context.User.Identity is { IsAuthenticated: true }
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
            return isPlan ? Unreadable(context.Request, e.InnerException) : Notices.FromElsewhere();
        }
    }

    private PageReply<DeskNoticePage> Unreadable(HttpRequest request, Exception? reason)
    {
        var words = reason is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }
            ? string.Create(
                CultureInfo.InvariantCulture, $"It is larger than {limits.Value.PlanBodyBytesMax / 1024 / 1024} MiB.")
            : "It was not uploaded completely; upload it again.";
        var notice = new DeskNotice(
            DeskPlace.Plans, "The plan file could not be read", words, "Choose a file", request.Path);
        return new PageReply<DeskNoticePage>(notice) { Status = StatusCodes.Status400BadRequest };
    }
}
