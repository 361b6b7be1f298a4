using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Permissions;
using Usher.Http.Security;
using Usher.Pages.Desk.SignIn;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.Account;

/// <summary>
/// Somebody with a link chooses a password. What opens the link stands behind '#' and is never sent with an address: a
/// script puts it into the form, and whoever has none copies it there.
/// </summary>
internal sealed class JoinPages(PersonLinks links, PasswordHashes hashes, FormToken token)
{
    private const string NoLink =
        "This link does not work. It may have expired, or been used already; ask for another one.";

    public static IResult Ask(HttpContext context) => new PageReply<JoinPage>(new JoinView());

    public async Task<IResult> Choose(HttpContext context)
    {
        if (await token.RefusalOfAsync(context) is { } refusal)
        {
            return refusal;
        }

        var form = await PageForm.ReadAsync(context);
        var code = CodeOf(form?["code"].ToString() ?? "");
        var password = form?["password"].ToString() ?? "";
        if (code.Length != Token.Chars
            || await links.FindAsync(code, context.RequestAborted) is not { } owner)
        {
            return Page("", NoLink);
        }

        if (PasswordStrength.Weakness(password, owner.Email, owner.Name) is { } weakness)
        {
            return Page(code, $"The password {weakness}.");
        }

        if (password != form?["repeat"].ToString())
        {
            return Page(code, "The two passwords are not the same.");
        }

        return await hashes.HashAsync(password, CancellationToken.None) is not { } hash
            ? Page(code, "Many people are signing in. Try again in a few seconds.")
            : await links.UseAsync(code, hash, CancellationToken.None) is null
            ? Page("", NoLink)
            : PageForm.SeeOther(SignInPages.AfterJoin);
    }

    // The whole link is a code too: it is what people copy.
    private static string CodeOf(string typed) => typed.Trim().Split('#')[^1];

    private static PageReply<JoinPage> Page(string code, string problem) =>
        new(new JoinView { Code = code, Problem = problem }) { Status = StatusCodes.Status400BadRequest };
}

/// <summary>The form that asks for a password.</summary>
public sealed record JoinView
{
    /// <summary>What opens the link, if it was sent already.</summary>
    public string Code { get; init; } = "";

    /// <summary>Why the last attempt failed; null before the first.</summary>
    public string? Problem { get; init; }
}
