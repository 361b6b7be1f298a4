using System.Collections.Immutable;
using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Permissions;
using Usher.Http.Security;
using Usher.Pages.Desk.SignIn;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.Account;

/// <summary>What one does about oneself.</summary>
internal sealed class AccountPages(
    People people, Sessions sessions, Passkeys passkeys, ProviderLogins providers, PasswordHashes hashes,
    PasswordSignIn passwords, PasskeySignIn ceremonies, SureCheck sure)
{
    public const string Path = "/desk/account";

    private const string PasswordDone = "password";

    public async Task<IResult> GetAccount(HttpContext context) => await PageAsync(
        context, isPasswordNew: context.Request.Query["done"] == PasswordDone,
        done: context.Request.Query["done"].ToString() switch
        {
            PasswordDone => "Your password is changed, and you are signed out everywhere else.",
            "off" => "The second factor is off.",
            "passkey" => "The passkey is added. You can sign in with it from now on.",
            "passkey-removed" => "The passkey is removed.",
            "provider" => "That account opens nothing here any more.",
            _ => null,
        });

    public async Task<IResult> ChangePassword(HttpContext context)
    {
        var form = await PageForm.ReadAsync(context);
        var (old, chosen, repeated, code) = (
            form?["old_password"].ToString() ?? "", form?["password"].ToString() ?? "", form?["repeat"].ToString(),
            form?["code"].ToString() ?? "");
        var caller = context.SignedIn();
        if (caller is not { Person: { } id, Session: { } session, Email: { } email })
        {
            return await PageAsync(context, "Whoever signs in with a key has no password here.");
        }

        if (PasswordStrength.Weakness(chosen, email, caller.Name) is { } weakness)
        {
            return await PageAsync(context, $"The new password {weakness}.");
        }

        if (chosen != repeated)
        {
            return await PageAsync(context, "The two new passwords are not the same.");
        }

        // Guesses of whoever found the desk open count like those at the door. Without a second factor no code counts.
        switch (await passwords.CheckAsync(email, old, code, context))
        {
            case SignInOutcome.Right:
                return await hashes.HashAsync(chosen, CancellationToken.None) is { } hash
                    && await people.FindAsync(id, CancellationToken.None) is { PasswordHash: { } current }
                    && await people.ChangePasswordAsync(id, current, hash, session, CancellationToken.None)
                        ? PageForm.SeeOther($"{Path}?done={PasswordDone}")
                        : await PageAsync(context, "Your password was not changed. Try again.");
            case SignInOutcome.CodeNeeded:
                return await PageAsync(context, SureCheck.CodeProblem);
            case SignInOutcome.Wrong:
                return await PageAsync(context, "The old password is wrong.");
            case SignInOutcome.TooMany:
            case SignInOutcome.Busy:
                return await PageAsync(context, "Too many attempts. Wait a minute and try again.");
        }

        throw new InvalidOperationException("A sign-in has an outcome.");
    }

    public async Task<IResult> EndSession(string session, HttpContext context)
    {
        var caller = context.SignedIn();
        if (caller.Person is { } person && Guid.TryParseExact(session, "D", out var id))
        {
            await sessions.EndAsync(new SessionId(id), person, CancellationToken.None);
        }

        return PageForm.SeeOther(Guid.TryParseExact(session, "D", out var own) && caller.Session?.Value == own
            ? SignInPages.Path
            : Path);
    }

    public async Task<IResult> EndOthers(HttpContext context)
    {
        if (context.SignedIn() is { Person: { } person, Session: { } own })
        {
            await sessions.EndAllAsync(person, own, CancellationToken.None);
        }

        return PageForm.SeeOther(Path);
    }

    /// <summary>The account at a provider opens this one no more; the next sign-in by it links anew.</summary>
    public async Task<IResult> RemoveProvider(HttpContext context)
    {
        var form = await PageForm.ReadAsync(context);
        var caller = context.SignedIn();
        if (!await sure.IsSureAsync(caller, form?["password"], context))
        {
            return await PageAsync(context, SureCheck.Problem);
        }

        if (caller.Person is { } person)
        {
            await providers.RemoveAsync(person, form?["issuer"].ToString() ?? "", CancellationToken.None);
        }

        return PageForm.SeeOther($"{Path}?done=provider");
    }

    private async Task<IResult> PageAsync(
        HttpContext context, string? problem = null, string? done = null, bool isPasswordNew = false)
    {
        var caller = context.SignedIn();
        var view = new AccountView(caller.Name, caller.Email, caller.Role)
        {
            Own = caller.Session,
            Problem = problem,
            Done = done,
            IsPasswordNew = isPasswordNew,
            CanAddPasskeys = ceremonies.IsPossible(context.Request),
        };
        return new PageReply<AccountPage>(
            caller.Person is { } person ? await WithRowsAsync(view, person, caller) : view)
        {
            Status = problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
        };
    }

    private async Task<AccountView> WithRowsAsync(AccountView view, PersonId person, Caller caller) => view with
    {
        Sessions = await sessions.ListAsync(person, CancellationToken.None),
        HasSecondFactor = await people.FindAsync(person, CancellationToken.None) is { HasSecondFactor: true },
        Passkeys = await passkeys.ListAsync(person, CancellationToken.None),
        Providers = await providers.ListAsync(person, CancellationToken.None),
        AsksPassword = !await sure.IsFreshAsync(caller, CancellationToken.None),
    };
}

/// <summary>Oneself.</summary>
/// <param name="Name">What colleagues call one.</param>
/// <param name="Email">Null: signed in with a key.</param>
/// <param name="Role">What one may do.</param>
public sealed record AccountView(string Name, string? Email, Role Role)
{
    /// <summary>Where one is signed in.</summary>
    public ImmutableArray<SessionLine> Sessions { get; init; } = [];

    public ImmutableArray<PasskeyLine> Passkeys { get; init; } = [];

    /// <summary>One's accounts at providers.</summary>
    public ImmutableArray<ProviderLine> Providers { get; init; } = [];

    /// <summary>Whether this site has a name that passkeys can belong to.</summary>
    public bool CanAddPasskeys { get; init; }

    /// <summary>Whether changes to how one signs in need the password once more.</summary>
    public bool AsksPassword { get; init; }

    public SessionId? Own { get; init; }

    public string? Problem { get; init; }

    public string? Done { get; init; }

    /// <summary>Whether the password was changed just now, which leaves other ways to sign in as they are.</summary>
    public bool IsPasswordNew { get; init; }

    public bool HasSecondFactor { get; init; }
}
