using System.Buffers;
using System.Globalization;
using System.Text;

namespace Usher.Engine.Validation;

/// <summary>
/// Names and notes that people can read and tell apart: there is something to see, nothing turns the letters behind it
/// around, and nothing invisible stands at an end, where it makes another name of one that looks the same.
/// </summary>
public static class VisibleText
{
    // Embeddings, overrides and isolates (Unicode Standard Annex 9). A mark of direction, U+200E or U+200F, turns no
    // letters around and may be needed within a name.
    private static readonly SearchValues<char> Turns =
        SearchValues.Create("\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069");

    // Of no width. The joiners are of use between letters.
    private static readonly SearchValues<char> NoWidth = SearchValues.Create(
        "\u00AD\u034F\u061C\u180E\u200B\u200C\u200D\u200E\u200F\u2060\u2061\u2062\u2063\u2064\uFEFF");

    // Letters and a symbol that leave their place empty.
    private static readonly SearchValues<char> Blanks = SearchValues.Create("\u115F\u1160\u2800\u3164\uFFA0");

    /// <summary>What is wrong with a text, as the end of a sentence that begins with its field; null: nothing is.
    /// </summary>
    /// <param name="text">Spaces at its ends do not matter.</param>
    public static string? Problem(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.IndexOfAny(Turns) is >= 0 and var turn)
        {
            return $"must not contain characters that change the text direction ({Code(trimmed[turn])})";
        }

        if (!IsVisible(trimmed))
        {
            return "must have at least one visible character";
        }

        return IsUnseen(trimmed[0]) ? EndsIn(trimmed[0])
            : IsUnseen(trimmed[^1]) ? EndsIn(trimmed[^1])
            : null;
    }

    /// <summary>Whether it is a letter or a symbol that looks like a space.</summary>
    public static bool IsBlank(Rune rune) => rune.IsBmp && Blanks.Contains((char)rune.Value);

    private static bool IsUnseen(char letter) => NoWidth.Contains(letter) || Blanks.Contains(letter);

    private static bool IsVisible(ReadOnlySpan<char> text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsBlank(rune) && Rune.GetUnicodeCategory(rune) is not (
                UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
                or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.OtherNotAssigned))
            {
                return true;
            }
        }

        return false;
    }

    private static string EndsIn(char letter) => $"must not begin or end with an invisible character ({Code(letter)})";

    private static string Code(char letter) =>
        string.Create(CultureInfo.InvariantCulture, $"U+{(int)letter:X4}");
}
