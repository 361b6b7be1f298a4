using Usher.Http.Security;
using Usher.Http.Wording;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.SignIn;

/// <summary>Signs people in by a passkey: a page with a challenge, and the form that carries the device's answer.
/// </summary>
public sealed class PasskeyPages(PasskeySignIn passkeys, DeskSession session, FormToken token)
{
    public const string Path = "/desk/sign-in/passkey";

    private const string Wrong =
        "This passkey was not accepted: it was removed, its owner may not sign in, or it took too long. Try again, or "
        + "sign in with your password.";

    /// <summary>The page, which leads back to the one that was asked for.</summary>
    public static string UrlFor(string returnUrl) => Path + QueryString.Create("return", returnUrl);

    public async Task<IResult> GetSignIn(HttpContext context)
    {
        var returnUrl = SignInPages.OwnUrl(context.Request.Query["return"]);
        return await DeskSession.FindAsync(context) is not null
            ? PageForm.SeeOther(returnUrl)
            : await PageAsync(context, returnUrl, problem: null, StatusCodes.Status200OK);
    }

    public async Task<IResult> SignIn(HttpContext context)
    {
        if (await token.RefusalOfAsync(context) is { } refusal)
        {
            return refusal;
        }

        var form = await PageForm.ReadAsync(context);
        var returnUrl = SignInPages.OwnUrl(form?["return"]);
        var outcome = await passkeys.CheckAsync(form?["credential"].ToString() ?? "", context);
        switch (outcome)
        {
            case SignInOutcome.Right(var person):
                await session.OpenAsync(context, person);
                return PageForm.SeeOther(returnUrl);
            case SignInOutcome.TooMany(var wait):
                var words = "Too many failed sign-ins. Try again in "
                    + $"{CountTexts.Wait(wait, ReaderCulture.Current)}.";
                return EntryNotice.Page(
                    new EntryNotice("Wait a little", words, "Sign in", SignInPages.UrlFor(returnUrl)),
                    StatusCodes.Status429TooManyRequests) with
                {
                    RetryAfter = wait,
                };
            case SignInOutcome.Wrong:
            case SignInOutcome.CodeNeeded:
            case SignInOutcome.Busy:
                return await PageAsync(context, returnUrl, Wrong, StatusCodes.Status403Forbidden);
        }

        throw new InvalidOperationException($"No answer to {outcome}.");
    }

    private async Task<IResult> PageAsync(HttpContext context, string returnUrl, string? problem, int status) =>
        await passkeys.AskAsync(context) is { } options
            ? new PageReply<PasskeyPage>(new PasskeyView(returnUrl, options, problem)) { Status = status }
            : EntryNotice.Page(
                new EntryNotice(
                    "No passkeys here", "Passkeys belong to the name of a site, and this page was not opened by one.",
                    "Sign in with your password", SignInPages.UrlFor(returnUrl)),
                StatusCodes.Status404NotFound);
}

/// <summary>The page that asks for a passkey.</summary>
/// <param name="ReturnUrl">The page that was asked for.</param>
/// <param name="Options">For the browser (PublicKeyCredentialRequestOptions, as JSON).</param>
/// <param name="Problem">Why the last attempt failed; null before the first.</param>
public sealed record PasskeyView(string ReturnUrl, string Options, string? Problem);
