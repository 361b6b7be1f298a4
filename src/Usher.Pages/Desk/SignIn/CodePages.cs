using Usher.Http.Security;
using Usher.Http.Wording;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.SignIn;

/// <summary>The second step of a sign-in, for those whose password is not enough.</summary>
public sealed class CodePages(PasswordSignIn passwords, CodeTickets tickets, DeskSession session, FormToken token)
{
    private const string Wrong = "This code is not right, or was used already. Enter the next one that your app shows.";

    public async Task<IResult> SignIn(HttpContext context)
    {
        if (await token.RefusalOfAsync(context) is { } refusal)
        {
            return refusal;
        }

        var form = await PageForm.ReadAsync(context);
        var view = new CodeView(SignInPages.OwnUrl(form?["return"]), form?["ticket"].ToString() ?? "", Problem: null);
        var code = form?["code"].ToString() ?? "";
        if (tickets.Read(view.Ticket) is not (var person, var stamp) || code.Length > SecondFactor.CodeCharsMax)
        {
            return PageForm.SeeOther(SignInPages.UrlFor(view.ReturnUrl));
        }

        var outcome = await passwords.CheckCodeAsync(person, stamp, code, context);
        switch (outcome)
        {
            case SignInOutcome.Right(var known):
                await session.OpenAsync(context, known);
                return PageForm.SeeOther(view.ReturnUrl);
            case SignInOutcome.CodeNeeded:
                return Page(view with { Problem = Wrong }, StatusCodes.Status403Forbidden);
            case SignInOutcome.TooMany(var wait):
                var words = $"Too many wrong codes. Try again in {CountTexts.Wait(wait, ReaderCulture.Current)}.";
                return Page(view with { Problem = words }, StatusCodes.Status429TooManyRequests) with
                {
                    RetryAfter = wait,
                };
            case SignInOutcome.Wrong:
            case SignInOutcome.Busy:
                return PageForm.SeeOther(SignInPages.UrlFor(view.ReturnUrl));
        }

        throw new InvalidOperationException($"No answer to {outcome}.");
    }

    internal static PageReply<CodePage> Page(CodeView view, int status) => new(view) { Status = status };
}
