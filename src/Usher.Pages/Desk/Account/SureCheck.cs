using Usher.BoxOffice.Identity;
using Usher.Http.Security;

namespace Usher.Pages.Desk.Account;

/// <summary>
/// Whether it is really them, before something is changed that opens their account: they signed in a moment ago, or
/// know the password. Whoever finds the desk open did not, and does not.
/// </summary>
internal sealed class SureCheck(Sessions sessions, PasswordSignIn passwords, TimeProvider time)
{
    public const string Problem = "The password is wrong, or was tried too often.";

    private static readonly TimeSpan FreshLength = TimeSpan.FromMinutes(5);

    /// <summary>Whether the session is new enough to need no password.</summary>
    public async Task<bool> IsFreshAsync(Caller caller, CancellationToken ct) =>
        caller is { Person: { } person, Session: { } session }
        && (await sessions.ListAsync(person, ct)).FirstOrDefault(line => line.Id == session) is { } own
        && own.CreatedAt > time.GetUtcNow().UtcDateTime - FreshLength;

    /// <summary>Whether it is them.</summary>
    /// <param name="caller">Who is signed in.</param>
    /// <param name="password">As it was typed, if it was.</param>
    /// <param name="context">The request.</param>
    public async Task<bool> IsSureAsync(Caller caller, string? password, HttpContext context) =>
        await IsFreshAsync(caller, context.RequestAborted) || await IsPasswordAsync(caller, password, context);

    /// <summary>Whether it is their password. Guesses count like those at the door.</summary>
    public async Task<bool> IsPasswordAsync(Caller caller, string? password, HttpContext context) =>
        caller.Email is { } email
        && await passwords.CheckAsync(email, password ?? "", code: null, context)
            is SignInOutcome.Right or SignInOutcome.CodeNeeded;
}
