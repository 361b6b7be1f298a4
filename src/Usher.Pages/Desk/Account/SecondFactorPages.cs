using Microsoft.Extensions.Options;
using Usher.BoxOffice.Identity;
using Usher.Http.Security;
using Usher.Pages.Desk.Layout;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.Account;

/// <summary>Turns one's own second factor on and off. Both ask for the password, and to turn it off takes a code of it
/// too: whoever finds the desk open has neither.</summary>
internal sealed class SecondFactorPages(
    SecondFactor factor, SecondFactors factors, SureCheck sure, PasswordSignIn passwords,
    IOptions<PagesOptions> options)
{
    public const string Path = "/desk/account/second-factor";

    public IResult Ask(HttpContext context) => context.SignedIn().Person is null
        ? PageForm.SeeOther(AccountPages.Path)
        : Page(context, SecondFactor.MakeSecret(), problem: null);

    public async Task<IResult> TurnOn(HttpContext context)
    {
        var form = await PageForm.ReadAsync(context);
        var (secret, code) = (form?["secret"].ToString() ?? "", form?["code"].ToString() ?? "");
        var caller = context.SignedIn();
        if (caller is not { Person: { } person } || secret.Length > SecondFactor.CodeCharsMax
            || code.Length > SecondFactor.CodeCharsMax)
        {
            return PageForm.SeeOther(AccountPages.Path);
        }

        if (!await sure.IsPasswordAsync(caller, form?["password"].ToString(), context))
        {
            return Page(context, secret, SureCheck.Problem);
        }

        return await factor.TurnOnAsync(person, secret, code, CancellationToken.None) is { } codes
            ? new PageReply<RecoveryCodesPage>(new RecoveryCodesView(codes))
            : Page(context, secret, "The code is not right. Enter the one that the app shows now.");
    }

    public async Task<IResult> TurnOff(HttpContext context)
    {
        var form = await PageForm.ReadAsync(context);
        var caller = context.SignedIn();
        var code = form?["code"].ToString() ?? "";
        if (caller is not { Person: { } person, Email: { } email } || code.Length > SecondFactor.CodeCharsMax
            || await passwords.CheckAsync(email, form?["password"].ToString() ?? "", code, context)
                is not SignInOutcome.Right)
        {
            return new PageReply<DeskNoticePage>(new DeskNotice(
                DeskPlace.Account, "The second factor stays on",
                "The password or the code is wrong, or was tried too often.", "Your account", AccountPages.Path))
            {
                Status = StatusCodes.Status400BadRequest,
            };
        }

        await factors.TurnOffAsync(person, CancellationToken.None);
        return PageForm.SeeOther($"{AccountPages.Path}?done=off");
    }

    private PageReply<SecondFactorPage> Page(HttpContext context, string secret, string? problem) => new(
        new SecondFactorView(
            secret,
            SecondFactor.UriOf(secret, context.SignedIn().Email ?? "", options.Value.SiteName), problem))
    {
        Status = problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
    };
}

/// <summary>The form that turns the second factor on.</summary>
/// <param name="Secret">For people to type.</param>
/// <param name="Uri">For apps to read.</param>
/// <param name="Problem">Why the last attempt failed; null before the first.</param>
public sealed record SecondFactorView(string Secret, string Uri, string? Problem);

/// <summary>Codes that are shown this once.</summary>
public sealed record RecoveryCodesView(IReadOnlyList<string> Codes);
