using Usher.Http.Security;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.SignIn;

/// <summary>In and out of the desk, for now with the admin key.</summary>
public sealed class SignInPages(AdminKey key, KeyCheck keys, DeskSession session, FormToken token)
{
    public const string Home = "/desk";
    public const string Path = "/desk/sign-in";

    private const int ReturnCharsMax = 2_000;

    // One text for every failure: it tells nothing about the key.
    private const string WrongKey = "This is not the admin key. Copy the whole key and try again.";

    /// <summary>The form, which leads back to the page that was asked for.</summary>
    public static string UrlFor(string returnUrl) => returnUrl == Home
        ? Path
        : Path + QueryString.Create("return", returnUrl);

    public async Task<IResult> GetSignIn(HttpContext context)
    {
        var returnUrl = OwnUrl(context.Request.Query["return"]);
        return await DeskSession.FindAsync(context) is not null
            ? PageForm.SeeOther(returnUrl)
            : await PageAsync(returnUrl, problem: null, StatusCodes.Status200OK, context.RequestAborted);
    }

    public async Task<IResult> SignIn(HttpContext context)
    {
        if (await token.RefusalOfAsync(context) is { } refusal)
        {
            return refusal;
        }

        var form = await PageForm.ReadAsync(context);
        var returnUrl = OwnUrl(form?["return"]);
        var ct = context.RequestAborted;
        var verdict = await keys.OfAsync(form?["key"].ToString().Trim() ?? "", context);
        if (verdict.Wait is { } wait)
        {
            var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
            var page = await PageAsync(
                returnUrl,
                $"{WrongKey} Too many wrong keys were entered; the count restarts in {Times.Span(seconds)}.",
                StatusCodes.Status429TooManyRequests, ct);
            return page with { RetryAfter = wait };
        }

        if (!verdict.IsRight)
        {
            return await PageAsync(returnUrl, WrongKey, StatusCodes.Status403Forbidden, ct);
        }

        await session.OpenAsync(context);
        return PageForm.SeeOther(returnUrl);
    }

    public async Task<IResult> SignOut(HttpContext context)
    {
        if (await DeskSession.FindAsync(context) is { } organiser)
        {
            // The token of a form belongs to the one it was written for.
            context.User = organiser;
            if (await token.RefusalOfAsync(context) is { } refusal)
            {
                return refusal;
            }
        }

        await DeskSession.CloseAsync(context);
        return PageForm.SeeOther(Path);
    }

    private async Task<PageReply<SignInPage>> PageAsync(
        string returnUrl, string? problem, int status, CancellationToken ct) =>
        new(new SignInView(returnUrl, problem, await key.TellAsync(ct) is not null)) { Status = status };

    // Only pages of the desk: another address would make the form a springboard to wherever somebody wants.
    private static string OwnUrl(string? url) =>
        url is { Length: <= ReturnCharsMax }
        && (url == Home || url.StartsWith("/desk/", StringComparison.Ordinal)
            || url.StartsWith("/desk?", StringComparison.Ordinal))
        && !url.StartsWith(Path, StringComparison.Ordinal)
        && !url.Any(letter => letter is '\\' || char.IsControl(letter) || letter > '~')
            ? url
            : Home;
}
