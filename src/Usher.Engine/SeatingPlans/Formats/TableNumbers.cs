using System.Buffers;
using System.Globalization;

namespace Usher.Engine.SeatingPlans.Formats;

/// <summary>
/// How the numbers of a table are written. Spreadsheets write them as their country does and do not say which: "0,5"
/// and "0.5" are clear by themselves, "1,250" and "1.250" only beside others of the same table.
/// </summary>
/// <param name="isPartedByCommas">Whether the columns are: then a decimal comma is not to be expected.</param>
internal sealed class TableNumbers(bool isPartedByCommas)
{
    private const int DigitsOfGroup = 3;

    private static readonly SearchValues<char> Spaces = SearchValues.Create(" '\u2019\u00a0\u202f\u2009");

    private bool _hasDecimalComma;
    private bool _hasDecimalPoint;
    private bool _hasDoubtfulComma;

    /// <summary>Looks at a number of the table, before any is read.</summary>
    public void Look(string text)
    {
        switch (MeaningOf(Bare(text)))
        {
            case Meaning.DecimalComma:
                _hasDecimalComma = true;
                break;
            case Meaning.DecimalPoint:
                _hasDecimalPoint = true;
                break;
            case Meaning.DoubtfulComma:
                _hasDoubtfulComma = true;
                break;
        }
    }

    /// <summary>The number; null with the reason if it is none, or could be two.</summary>
    public double? Read(string text, out string? problem)
    {
        var bare = Bare(text);
        var meaning = MeaningOf(bare) switch
        {
            Meaning.DoubtfulComma => _hasDecimalComma && !_hasDecimalPoint ? Meaning.DecimalComma
                : !_hasDecimalComma && (_hasDecimalPoint || isPartedByCommas) ? Meaning.DecimalPoint
                : Meaning.DoubtfulComma,
            Meaning.DoubtfulPoint => _hasDecimalComma && !_hasDecimalPoint ? Meaning.DecimalComma
                : !_hasDecimalComma && (_hasDecimalPoint || !_hasDoubtfulComma) ? Meaning.DecimalPoint
                : Meaning.DoubtfulPoint,
            var clear => clear,
        };
        problem = meaning is Meaning.DoubtfulComma or Meaning.DoubtfulPoint
            ? $"'{text}', which may be {bare.Replace(',', '.')} or "
                + $"{bare.Replace(meaning == Meaning.DoubtfulComma ? "," : ".", "", StringComparison.Ordinal)}; write "
                + "it without a sign between thousands"
            : null;
        if (problem is not null)
        {
            return null;
        }

        return Parse(bare, meaning == Meaning.DecimalComma ? ',' : '.');
    }

    private static double? Parse(string bare, char decimalSign)
    {
        var thousands = decimalSign == ',' ? '.' : ',';
        var plain = bare;
        if (bare.Contains(thousands))
        {
            var end = bare.IndexOf(decimalSign) is >= 0 and var at ? at : bare.Length;
            if (bare[..end].Split(thousands).Skip(1).Any(group => group.Length != DigitsOfGroup))
            {
                return null;
            }

            plain = bare.Replace($"{thousands}", "", StringComparison.Ordinal);
        }

        return double.TryParse(
            plain.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? number
                : null;
    }

    private static Meaning MeaningOf(string text)
    {
        var (commas, points) = (text.AsSpan().Count(','), text.AsSpan().Count('.'));
        return (commas, points) switch
        {
            (0, 0) => Meaning.Whole,
            ( > 0, > 0) => text.LastIndexOf(',') > text.LastIndexOf('.') ? Meaning.DecimalComma : Meaning.DecimalPoint,
            ( > 1, 0) => Meaning.DecimalPoint,
            (0, > 1) => Meaning.DecimalComma,
            (1, 0) => IsGroup(text, text.IndexOf(',')) ? Meaning.DoubtfulComma : Meaning.DecimalComma,
            _ => IsGroup(text, text.IndexOf('.')) ? Meaning.DoubtfulPoint : Meaning.DecimalPoint,
        };
    }

    // "1,250" has a group of three behind one to three digits that are no lone zero.
    private static bool IsGroup(string text, int at)
    {
        var before = text.AsSpan(0, at).TrimStart('-');
        return text.Length - at - 1 == DigitsOfGroup && before.Length is >= 1 and <= DigitsOfGroup && before[0] != '0';
    }

    // Spaces and apostrophes stand between thousands, never before decimals.
    private static string Bare(string text)
    {
        var bare = text.Replace('\u2212', '-');
        return bare.AsSpan().ContainsAny(Spaces)
            ? new string([.. bare.Where(letter => !Spaces.Contains(letter))])
            : bare;
    }

    private enum Meaning
    {
        Whole,
        DecimalComma,
        DecimalPoint,
        DoubtfulComma,
        DoubtfulPoint,
    }
}
