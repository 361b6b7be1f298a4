namespace Usher.Engine.SeatingPlans.Formats;

/// <summary>
/// Keeps spreadsheets from taking a text of ours for a formula: one that begins like a formula is written behind an
/// apostrophe, and loses it when it is read. What begins with apostrophes before such a sign gets one more, so that
/// every text comes back as it was.
/// </summary>
internal static class FormulaGuard
{
    private const char Guard = '\'';
    // The wide ones too: spreadsheets in East Asia take them for the others.
    private const string Signs = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

    public static string Add(string text) => IsLikeFormula(text) ? Guard + text : text;

    public static string Remove(string text) =>
        text is [Guard, ..] && IsLikeFormula(text.AsSpan(1)) ? text[1..] : text;

    private static bool IsLikeFormula(ReadOnlySpan<char> text) =>
        text.TrimStart(Guard) is [var first, ..] && Signs.Contains(first, StringComparison.Ordinal);
}
