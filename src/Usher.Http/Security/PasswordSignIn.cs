using Usher.BoxOffice.Identity;
using Usher.Engine.Bookings;

namespace Usher.Http.Security;

/// <summary>What came of an e-mail address and a password.</summary>
public abstract record SignInOutcome
{
    private SignInOutcome()
    {
    }

    /// <summary>They belong together, and the person may sign in.</summary>
    public sealed record Right(Person Person) : SignInOutcome;

    /// <summary>The password is right, and a code is needed beside it.</summary>
    /// <param name="Person">Whose it is, and who is not signed in yet.</param>
    /// <param name="WasWrong">Whether one was sent and is not right.</param>
    public sealed record CodeNeeded(Person Person, bool WasWrong) : SignInOutcome;

    /// <summary>They do not, or there is nobody; which of both is nobody's to know.</summary>
    public sealed record Wrong : SignInOutcome;

    /// <summary>The client has failed too often, and waits.</summary>
    public sealed record TooMany(TimeSpan Wait) : SignInOutcome;

    /// <summary>Too many sign in at once.</summary>
    public sealed record Busy : SignInOutcome;
}

/// <summary>
/// Signs people in by their password: at the desk and through the API alike. Whoever does not exist, is disabled, has
/// no password or may do nothing gets the same answer after the same time as whoever mistypes.
/// </summary>
public sealed class PasswordSignIn(
    People people, PasswordHashes hashes, SecondFactor factor, SignInDelays delays)
{
    /// <summary>Looks at a password; its session is the caller's to open.</summary>
    /// <param name="email">However it is typed.</param>
    /// <param name="password">As it was typed.</param>
    /// <param name="code">Of the second factor; null: none was sent.</param>
    /// <param name="context">The request.</param>
    public async Task<SignInOutcome> CheckAsync(string email, string password, string? code, HttpContext context)
    {
        var ct = context.RequestAborted;
        var (address, account) = (context.Connection.RemoteIpAddress, EmailKey.Normal(email));
        if (delays.Begin(address, account) is { } wait)
        {
            return new SignInOutcome.TooMany(wait);
        }

        var person = await people.FindAsync(email, ct);
        var verdict = password.Length <= PasswordStrength.CharsMax
            ? await hashes.VerifyAsync(person?.PasswordHash, password, ct)
            : PasswordVerdict.Wrong;
        if (verdict is null)
        {
            return new SignInOutcome.Busy();
        }

        if (verdict == PasswordVerdict.Wrong || person is not { MaySignIn: true, PasswordHash: { } hash })
        {
            return new SignInOutcome.Wrong();
        }

        if (person.HasSecondFactor && code is not null && !await factor.IsRightAsync(person.Id, code, ct))
        {
            // It stays counted: a guesser of codes is slowed down like one of passwords.
            return new SignInOutcome.CodeNeeded(person, WasWrong: true);
        }

        delays.Succeeded(address, account);
        if (verdict == PasswordVerdict.RightButWeak && await hashes.HashAsync(password, ct) is { } stronger)
        {
            await people.RehashAsync(person.Id, hash, stronger, ct);
        }

        return person.HasSecondFactor && code is null
            ? new SignInOutcome.CodeNeeded(person, WasWrong: false)
            : new SignInOutcome.Right(person);
    }

    /// <summary>Looks at a code of somebody whose password was right a moment ago.</summary>
    /// <param name="id">Whose.</param>
    /// <param name="stamp">Of the password that was right.</param>
    /// <param name="code">As it was typed.</param>
    /// <param name="context">The request.</param>
    public async Task<SignInOutcome> CheckCodeAsync(PersonId id, Guid stamp, string code, HttpContext context)
    {
        var (address, account) = (context.Connection.RemoteIpAddress, $"code {id}");
        if (delays.Begin(address, account) is { } wait)
        {
            return new SignInOutcome.TooMany(wait);
        }

        if (await people.FindAsync(id, context.RequestAborted) is not { MaySignIn: true } person
            || person.Stamp != stamp)
        {
            return new SignInOutcome.Wrong();
        }

        if (person.HasSecondFactor && !await factor.IsRightAsync(id, code, context.RequestAborted))
        {
            return new SignInOutcome.CodeNeeded(person, WasWrong: true);
        }

        delays.Succeeded(address, account);
        return new SignInOutcome.Right(person);
    }

    /// <summary>The session that a request of this person's opens.</summary>
    public static NewSession SessionOf(Person person, SessionKind kind, TimeSpan length, HttpContext context) => new(
        person.Id, person.Organization!.Value, person.Stamp, kind, length, AddressOf(context), AgentOf(context));

    public static string? AddressOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString();

    public static string? AgentOf(HttpContext context) =>
        context.Request.Headers.UserAgent is [{ Length: > 0 } agent, ..] ? agent : null;
}
