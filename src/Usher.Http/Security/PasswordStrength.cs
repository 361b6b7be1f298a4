using System.Globalization;

namespace Usher.Http.Security;

/// <summary>Whether a password could be guessed. Nothing is asked of what kinds of characters it has, and spaces and
/// letters of all scripts count (NIST SP 800-63B §3.1.1.2).</summary>
public static class PasswordStrength
{
    public const int CharsMin = 12;
    public const int CharsMax = 256;

    // A shorter one is in many words.
    private const int OwnCharsMin = 4;

    /// <summary>What is wrong with it, to follow "the password" in a sentence; null if nothing is.</summary>
    /// <param name="password">As it was typed.</param>
    /// <param name="own">What is known of the person, such as the address and the name: no part of a secret.</param>
    public static string? Weakness(string password, params ReadOnlySpan<string> own)
    {
        switch (password.Length)
        {
            case < CharsMin:
                return string.Create(
                    CultureInfo.InvariantCulture, $"is too short: it needs at least {CharsMin} characters");
            case > CharsMax:
                return string.Create(
                    CultureInfo.InvariantCulture, $"is too long: it can have at most {CharsMax} characters");
        }

        if (KeyStrength.Predictability(password) is { } weakness)
        {
            return weakness;
        }

        if (CommonPasswords.Contains(password))
        {
            return "is among the most common ones, which are tried first";
        }

        var rest = password;
        foreach (var text in own)
        {
            foreach (var part in text.Split(
                ['@', '.', ' ', '-', '_', '+'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                rest = part.Length < OwnCharsMin
                    ? rest
                    : rest.Replace(part, "", StringComparison.OrdinalIgnoreCase);
            }
        }

        return rest.Length < password.Length && KeyStrength.Predictability(rest) is not null
            ? "is made of your own name or e-mail address"
            : null;
    }
}
