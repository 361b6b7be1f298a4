namespace Usher.Pages.Desk.SignIn;

/// <summary>The forms that ask who comes.</summary>
/// <param name="ReturnUrl">The page that was asked for.</param>
public sealed record SignInView(string ReturnUrl)
{
    /// <summary>The address that was typed.</summary>
    public string Email { get; init; } = "";

    /// <summary>Why the last attempt failed; null before the first.</summary>
    public string? Problem { get; init; }

    /// <summary>Why the last attempt with the key failed; null before the first.</summary>
    public string? KeyProblem { get; init; }

    /// <summary>Whether the server has a key of its own.</summary>
    public bool HasKey { get; init; }

    /// <summary>Whether the server made the key itself and prints it when it starts.</summary>
    public bool HasMadeKey { get; init; }

    /// <summary>Whether the key is asked for at once: nobody has an account yet, or it was tried.</summary>
    public bool IsKeyFirst { get; init; }

    /// <summary>Whether the address and the password were asked for by name.</summary>
    public bool IsForPeople { get; init; }

    /// <summary>Whether passkeys can be used here.</summary>
    public bool HasPasskeys { get; init; }

    /// <summary>What people call the provider that they may sign in at; null: there is none.</summary>
    public string? Provider { get; init; }

    /// <summary>Something that went well before, such as a new password; null: nothing.</summary>
    public string? Done { get; init; }
}
