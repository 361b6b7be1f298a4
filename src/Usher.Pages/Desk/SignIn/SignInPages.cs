using Usher.BoxOffice.Identity;
using Usher.Engine.Bookings;
using Usher.Http.Security;
using Usher.Http.Wording;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.SignIn;

/// <summary>In and out of the desk: people by their password, and whoever has it by the server's own key.</summary>
public sealed class SignInPages(
    AdminKey key, KeyCheck keys, People people, PasswordSignIn passwords, CodeTickets tickets, PasskeySignIn passkeys,
    OpenIdSignIn provider, DeskSession session, FormToken token)
{
    public const string Home = Policies.DeskPath;
    public const string Path = "/desk/sign-in";
    public const string CodePath = "/desk/sign-in/code";

    /// <summary>Where the choice of a password leads.</summary>
    public const string AfterJoin = Path + "?joined=yes";

    private const int ReturnCharsMax = 2_000;

    // One text for every failure: it tells nothing about the key, or about who has an account.
    private const string WrongKey = "This is not the admin key. Copy the whole key and try again.";
    private const string WrongPassword = "The e-mail address or the password is wrong.";

    /// <summary>The form, which leads back to the page that was asked for.</summary>
    public static string UrlFor(string returnUrl) => returnUrl == Home
        ? Path
        : Path + QueryString.Create("return", returnUrl);

    public async Task<IResult> GetSignIn(HttpContext context)
    {
        var query = context.Request.Query;
        var view = new SignInView(OwnUrl(query["return"]))
        {
            Done = query["joined"] == "yes" ? "Your password is set. Sign in with it." : null,
            IsForPeople = query["with"] == "email",
        };
        return await DeskSession.FindAsync(context) is not null
            ? PageForm.SeeOther(view.ReturnUrl)
            : await PageAsync(view, StatusCodes.Status200OK, context);
    }

    public async Task<IResult> SignIn(HttpContext context)
    {
        if (await token.RefusalOfAsync(context) is { } refusal)
        {
            return refusal;
        }

        var form = await PageForm.ReadAsync(context);
        var view = new SignInView(OwnUrl(form?["return"]));
        return form?.ContainsKey("email") == true
            ? await SignInAsync(context, view with { Email = form["email"].ToString().Trim() }, form["password"])
            : await SignInWithKeyAsync(context, view, form?["key"].ToString().Trim() ?? "");
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

        await session.CloseAsync(context);
        return PageForm.SeeOther(Path);
    }

    private async Task<IResult> SignInAsync(HttpContext context, SignInView view, string? password)
    {
        var outcome = view.Email.Length > EmailAddress.CharsMax
            ? new SignInOutcome.Wrong()
            : await passwords.CheckAsync(view.Email, password ?? "", code: null, context);
        switch (outcome)
        {
            case SignInOutcome.Right(var known):
                await session.OpenAsync(context, known);
                return PageForm.SeeOther(view.ReturnUrl);
            case SignInOutcome.CodeNeeded(var person, _):
                return CodePages.Page(
                    new CodeView(view.ReturnUrl, tickets.Make(person.Id, person.Stamp), Problem: null),
                    StatusCodes.Status200OK);
            case SignInOutcome.Wrong:
                return await PageAsync(
                    view with { Problem = WrongPassword }, StatusCodes.Status403Forbidden, context);
            case SignInOutcome.TooMany(var wait):
                var words = "Too many failed sign-ins. Try again in "
                    + $"{CountTexts.Wait(wait, ReaderCulture.Current)}.";
                return await PageAsync(
                    view with { Problem = words }, StatusCodes.Status429TooManyRequests, context) with
                {
                    RetryAfter = wait,
                };
            case SignInOutcome.Busy:
                return await PageAsync(
                    view with { Problem = "Many people are signing in. Try again in a few seconds." },
                    StatusCodes.Status503ServiceUnavailable, context) with
                {
                    RetryAfter = TimeSpan.FromSeconds(2),
                };
        }

        throw new InvalidOperationException($"No answer to {outcome}.");
    }

    private async Task<IResult> SignInWithKeyAsync(HttpContext context, SignInView view, string presented)
    {
        var verdict = await keys.OfServerKeyAsync(presented, context);
        if (verdict.Wait is { } wait)
        {
            var words = $"{WrongKey} Too many wrong keys were entered; the count restarts in "
                + $"{CountTexts.Wait(wait, ReaderCulture.Current)}.";
            return await PageAsync(view with { KeyProblem = words }, StatusCodes.Status429TooManyRequests, context) with
            {
                RetryAfter = wait,
            };
        }

        if (!verdict.IsRight)
        {
            return await PageAsync(view with { KeyProblem = WrongKey }, StatusCodes.Status403Forbidden, context);
        }

        await session.OpenAsync(context);
        return PageForm.SeeOther(view.ReturnUrl);
    }

    private async Task<PageReply<SignInPage>> PageAsync(SignInView view, int status, HttpContext context)
    {
        var ct = context.RequestAborted;
        var hasKey = key.Exists;
        return new(view with
        {
            HasKey = hasKey,
            HasMadeKey = hasKey && await key.TellAsync(ct) is not null,
            HasPasskeys = passkeys.IsPossible(context.Request),
            Provider = provider.Provider,
            IsKeyFirst = hasKey && (view.KeyProblem is not null
                || (view is { Problem: null, Done: null, IsForPeople: false } && !await people.ExistAsync(ct))),
        })
        {
            Status = status,
        };
    }

    // Only pages of the desk: another address would make the form a springboard to wherever somebody wants.
    internal static string OwnUrl(string? url) =>
        url is { Length: <= ReturnCharsMax }
        && (url == Home || url.StartsWith("/desk/", StringComparison.Ordinal)
            || url.StartsWith("/desk?", StringComparison.Ordinal))
        && !url.StartsWith(Path, StringComparison.Ordinal)
        && !url.StartsWith(JoinLinks.Path, StringComparison.Ordinal)
        && !url.Any(letter => letter is '\\' || char.IsControl(letter) || letter > '~')
            ? url
            : Home;
}
