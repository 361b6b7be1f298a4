using Usher.BoxOffice.Identity;
using Usher.Http.Security;

namespace Usher.Pages.Desk.Account;

/// <summary>
/// Whether it is really them, before something is changed that opens their account: they signed in a moment ago, or
/// know the password. Whoever finds the desk open did not, and does not.
/// </summary>
internal sealed class SureCheck(Sessions sessions, People people, PasswordSignIn passwords, TimeProvider time)
{
    public const string Problem = "The password is wrong, or was tried too often.";

    public const string CodeProblem =
        "The code is wrong, was used already, or was tried too often. Enter the one that your app shows now, or a "
        + "recovery code.";

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

    /// <summary>Whether they have a second factor, whose code is then needed, however fresh the session is.</summary>
    public async Task<bool> AsksCodeAsync(Caller caller, CancellationToken ct) =>
        caller.Person is { } person && await people.FindAsync(person, ct) is { HasSecondFactor: true };

    /// <summary>Whether it is them, before another way to sign in is made.</summary>
    /// <param name="caller">Who is signed in.</param>
    /// <param name="password">As it was typed, if it was.</param>
    /// <param name="code">Of the second factor, if it was typed.</param>
    /// <param name="context">The request.</param>
    /// <returns>What is wrong; null: it is them.</returns>
    public async Task<string?> ProblemAsync(Caller caller, string? password, string? code, HttpContext context)
    {
        if (!await IsSureAsync(caller, password, context))
        {
            return Problem;
        }

        return caller.Person is not { } id
            || await people.FindAsync(id, context.RequestAborted) is not { HasSecondFactor: true } person
            || await passwords.CheckCodeAsync(id, person.Stamp, code ?? "", context) is SignInOutcome.Right
                ? null
                : CodeProblem;
    }

    /// <summary>Whether it is their password. Guesses count like those at the door.</summary>
    public async Task<bool> IsPasswordAsync(Caller caller, string? password, HttpContext context) =>
        caller.Email is { } email
        && await passwords.CheckAsync(email, password ?? "", code: null, context)
            is SignInOutcome.Right or SignInOutcome.CodeNeeded;
}
