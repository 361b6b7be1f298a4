using Usher.Http.Security;
using Usher.Http.Wording;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.SignIn;

/// <summary>To the provider that organisers may sign in at, and back from it.</summary>
public sealed class OpenIdPages(OpenIdSignIn provider, CodeTickets tickets, DeskSession session)
{
    public const string Path = "/desk/sign-in/openid";

    private const string WithPassword = "Sign in with your password";

    /// <summary>The way there, which leads back to the page that was asked for.</summary>
    public static string UrlFor(string returnUrl) => Path + QueryString.Create("return", returnUrl);

    public async Task<IResult> Begin(HttpContext context)
    {
        var returnUrl = SignInPages.OwnUrl(context.Request.Query["return"]);
        if (await DeskSession.FindAsync(context) is not null)
        {
            return PageForm.SeeOther(returnUrl);
        }

        // The provider may ask nothing of who is signed in there. So that a link elsewhere signs nobody in, it takes a
        // click here.
        if (CrossOrigin.IsFromAnotherSite(context.Request))
        {
            return PageForm.SeeOther(SignInPages.UrlFor(returnUrl));
        }

        context.Response.Headers.CacheControl = PageReply<EntryNoticePage>.NoStore;
        return await provider.BeginAsync(context, returnUrl) is { } outcome
            ? await AnswerAsync(context, outcome)
            : Results.Empty;
    }

    public async Task<IResult> Finish(HttpContext context) =>
        await AnswerAsync(context, await provider.FinishAsync(context));

    private async Task<IResult> AnswerAsync(HttpContext context, OpenIdOutcome outcome)
    {
        var name = provider.Provider;
        switch (outcome)
        {
            case OpenIdOutcome.Right(var person, var returnUrl):
                await session.OpenAsync(context, person);
                return Welcome(SignInPages.OwnUrl(returnUrl));
            case OpenIdOutcome.CodeNeeded(var person, var returnUrl):
                return CodePages.Page(
                    new CodeView(
                        SignInPages.OwnUrl(returnUrl), tickets.Make(person.Id, person.Stamp), Problem: null),
                    StatusCodes.Status200OK);
            case OpenIdOutcome.Unverified:
                return Refused(
                    $"Your address is not confirmed at {name}",
                    "So we cannot know that it is yours. Confirm it there and sign in again.");
            case OpenIdOutcome.Nobody:
                return Refused(
                    "You have no access here",
                    $"Nobody with your account at {name} may sign in. Ask an administrator of your organization to "
                    + "invite your address.");
            case OpenIdOutcome.OtherAccount:
                return Refused(
                    $"This is another account at {name}",
                    "The person with this address signs in by a different account there. Sign in with your password, "
                    + "and remove that account under Your account.");
            case OpenIdOutcome.Wrong:
                return Refused(
                    "The sign-in did not work",
                    $"It was begun elsewhere, took too long, or was not confirmed by {name}. Begin again.");
            case OpenIdOutcome.TooMany(var wait):
                var words = $"Too many failed sign-ins. Try again in {CountTexts.Wait(wait, ReaderCulture.Current)}.";
                return Notice("Wait a little", words, StatusCodes.Status429TooManyRequests) with { RetryAfter = wait };
            case OpenIdOutcome.Away:
                return Notice(
                    "The sign-in did not work",
                    $"There is no answer from {name}. Your password works as always; or try again in a few minutes.",
                    StatusCodes.Status503ServiceUnavailable);
            case OpenIdOutcome.Busy:
                return Notice(
                    "Many people are signing in", "Try again in a few seconds.",
                    StatusCodes.Status503ServiceUnavailable);
        }

        throw new InvalidOperationException($"No answer to {outcome}.");
    }

    // A redirect would still be the other site's doing, and the browser would not show the new cookie: it is Strict.
    // What a page of ours leads to is our own.
    private static PageReply<EntryNoticePage> Welcome(string returnUrl) => EntryNotice.Page(
        new EntryNotice("You are signed in", "You are being taken to the desk.", "Continue", returnUrl),
        StatusCodes.Status200OK) with
    {
        Refresh = (TimeSpan.Zero, returnUrl),
    };

    private static PageReply<EntryNoticePage> Refused(string title, string words) =>
        Notice(title, words, StatusCodes.Status403Forbidden);

    private static PageReply<EntryNoticePage> Notice(string title, string words, int status) =>
        EntryNotice.Page(new EntryNotice(title, words, WithPassword, SignInPages.Path), status);
}
