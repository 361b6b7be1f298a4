using System.Globalization;

namespace Usher.Http.Security;

/// <summary>
/// Whether a key could be guessed. A key that is drawn at random passes; what people make up often does not. It cannot
/// see everything: it refuses what is known to be tried first.
/// </summary>
public static class KeyStrength
{
    public const int CharsMin = 16;
    public const int DifferentCharsMin = 8;

    // "abcd", "4321" and "aaaa" are runs; three neighbours happen by chance.
    private const int RunCharsMin = 4;

    // What lists of common passwords are made of, and what examples write in place of a key.
    private static readonly string[] KnownWords =
    [
        "correcthorsebatterystaple", "correct", "horse", "battery", "staple", "password", "passwort", "passw0rd",
        "p@ssw0rd", "p@ssword", "passphrase", "trustno1", "iloveyou", "sunshine", "princess", "football", "baseball",
        "superman", "starwars", "letmein", "welcome", "dragon", "monkey", "shadow", "master", "login", "qwerty",
        "qwertz", "azerty", "asdfgh", "zxcvbn", "yxcvbn", "uiop", "hjkl", "qazwsx", "1q2w3e4r", "1qaz2wsx", "changeme",
        "please", "change-me", "change_me", "changethis", "change-this", "replaceme", "replace-me", "replace",
        "example", "placeholder", "default", "insert", "your-", "your_", "secret", "private", "apikey", "api-key",
        "api_key", "adminkey", "admin", "root", "user", "usher", "tickets", "ticket", "booking", "theatre", "theater",
        "development", "production", "staging", "testing", "company", "organiser", "organizer", "server", "key",
    ];

    /// <summary>What is wrong with it, to follow its name in a sentence; null if nothing is.</summary>
    public static string? Weakness(string key)
    {
        if (key.Any(letter => letter is < ' ' or > '~') || key[0] == ' ' || key[^1] == ' ')
        {
            return "has characters that cannot be sent in a header, or begins or ends with a space";
        }

        return key.Length switch
        {
            < CharsMin => string.Create(
                CultureInfo.InvariantCulture, $"is too short: it needs at least {CharsMin} characters"),
            > AdminKey.CharsMax => string.Create(
                CultureInfo.InvariantCulture, $"is too long: it can have at most {AdminKey.CharsMax} characters"),
            _ => Predictability(key),
        };
    }

    /// <summary>What makes a text easy to guess, whatever its length; null if nothing does.</summary>
    internal static string? Predictability(string text) =>
        Different(text) < DifferentCharsMin
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"has too few different characters: it needs at least {DifferentCharsMin}")
        : Repeats(text) ? "repeats the same few characters"
        : Different(WithoutRuns(WithoutWords(LettersAndDigits(text)))) < DifferentCharsMin
            || Different(WithoutRuns(WithoutWords(text))) < DifferentCharsMin
            ? "consists of common words or sequences of characters"
        : null;

    private static int Different(string text) => text.ToLowerInvariant().Distinct().Count();

    // Whole or cut off in its last turn: "abcabcab" repeats "abc".
    private static bool Repeats(string key)
    {
        for (var period = 1; period <= key.Length / 2; period++)
        {
            if (key.AsSpan(period).SequenceEqual(key.AsSpan(0, key.Length - period)))
            {
                return true;
            }
        }

        return false;
    }

    // What parts them makes words no harder to guess.
    private static string LettersAndDigits(string key) => string.Concat(key.Where(char.IsLetterOrDigit));

    private static string WithoutWords(string key) => KnownWords.Aggregate(
        key, (rest, word) => rest.Replace(word, "", StringComparison.OrdinalIgnoreCase));

    private static string WithoutRuns(string text)
    {
        var rest = new List<char>();
        for (var start = 0; start < text.Length;)
        {
            var length = RunAt(text, start);
            if (length < RunCharsMin)
            {
                rest.Add(text[start]);
                length = 1;
            }

            start += length;
        }

        return new string([.. rest]);
    }

    private static int RunAt(string text, int start)
    {
        if (start + 1 >= text.Length || text[start + 1] - text[start] is not (>= -1 and <= 1 and var step))
        {
            return 1;
        }

        var end = start + 2;
        while (end < text.Length && text[end] - text[end - 1] == step)
        {
            end++;
        }

        return end - start;
    }
}
