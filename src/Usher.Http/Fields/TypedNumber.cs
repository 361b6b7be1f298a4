using System.Globalization;

namespace Usher.Http.Fields;

/// <summary>
/// Numbers as people type them, and as pages write them for any reader: with a decimal comma or a decimal point, with
/// points, commas, spaces or apostrophes between thousands, or between lakhs as India has them. What could be read as
/// two numbers is neither.
/// </summary>
public static class TypedNumber
{
    private const int DigitsOfGroup = 3;
    private const int DigitsOfLakh = 2;
    private const string Signs = ".,";
    private const string Spaces = " '\u2019\u00a0\u202f\u2009\u066c";

    // The decimal sign of Arabic, which is nothing else.
    private const char ArabicDecimal = '\u066b';

    /// <summary>A whole number with nothing but digits; as it was typed if it is none.</summary>
    public static string Whole(string text)
    {
        if (Bare(text) is not { } bare)
        {
            return text;
        }

        var at = bare.AsSpan().IndexOfAny(Signs);
        return at >= 0 && IsGrouped(bare, bare[at])
            ? bare.Replace($"{bare[at]}", "", StringComparison.Ordinal)
            : bare;
    }

    /// <summary>An amount of money.</summary>
    /// <param name="text">As typed.</param>
    /// <param name="digits">How many decimals the currency has.</param>
    /// <param name="decimalSign">What stands before decimals in amounts that the sender was shown, all of which have
    /// that many; null: nobody knows.</param>
    public static TypedAmount Amount(string text, int digits, char? decimalSign = null)
    {
        if (text.Count(letter => letter == ArabicDecimal) == 1 && !text.AsSpan().ContainsAny(Signs))
        {
            return Bare(text.Replace(ArabicDecimal, '.')) is [>= '0' and <= '9', .., >= '0' and <= '9'] arabic
                ? Parse(arabic, digits)
                : new TypedAmount.None();
        }

        if (Bare(text) is not { } bare || bare.AsSpan().Trim(Signs).Length != bare.Length)
        {
            return new TypedAmount.None();
        }

        var last = bare.AsSpan().LastIndexOfAny(Signs);
        if (last < 0)
        {
            return Parse(bare, digits);
        }

        var sign = bare[last];
        var other = sign == '.' ? ',' : '.';
        var decimals = bare.Length - last - 1;
        // "1.250,00": the last sign is the decimal one, the others stand between thousands.
        if (bare.Contains(other))
        {
            var units = bare[..last].Replace($"{other}", "", StringComparison.Ordinal);
            return bare.Count(letter => letter == sign) == 1 && IsGrouped(bare[..last], other)
                ? Parse($"{units}.{bare[(last + 1)..]}", digits)
                : new TypedAmount.None();
        }

        if (!IsGrouped(bare, sign))
        {
            return Parse(bare.Replace(sign, '.'), digits);
        }

        // "1.250": where there are no decimals, or several signs, it can only be thousands.
        var whole = bare.Replace($"{sign}", "", StringComparison.Ordinal);
        var exact = bare.Replace(sign, '.');
        return digits == 0 || bare.Count(letter => letter == sign) > 1 ? Parse(whole, digits)
            : sign == decimalSign && decimals == digits ? Parse(exact, digits)
            : decimals > digits && !exact.EndsWith(new string('0', decimals - digits), StringComparison.Ordinal)
                ? new TypedAmount.Ambiguous(whole, Decimals: null)
                : new TypedAmount.Ambiguous(whole, exact[..(last + 1 + Math.Min(decimals, digits))]);
    }

    // Null where there is something else than digits, points, commas and spaces.
    private static string? Bare(string text)
    {
        var bare = string.Concat(text.Where(letter => !Spaces.Contains(letter, StringComparison.Ordinal)));
        return bare.Length > 0 && bare.All(letter => char.IsAsciiDigit(letter) || letter is '.' or ',') ? bare : null;
    }

    // "1.250", "12.500.000": one to three digits, no zero in front, and groups of three behind. "1,23,456": one or two
    // digits, groups of two, and one of three.
    private static bool IsGrouped(string text, char sign)
    {
        var groups = text.Split(sign);
        return groups[0].Length is >= 1 and <= DigitsOfGroup && groups[0][0] != '0'
            && groups.All(group => group.All(char.IsAsciiDigit))
            && groups[^1].Length == DigitsOfGroup
            && (groups[1..].All(group => group.Length == DigitsOfGroup)
                || (sign == ',' && groups[0].Length <= DigitsOfLakh
                    && groups[1..^1].All(group => group.Length == DigitsOfLakh)));
    }

    private static TypedAmount Parse(string text, int digits) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var units)
        && decimal.Round(units, digits) == units
            ? new TypedAmount.Read(units)
            : new TypedAmount.None();
}

/// <summary>What somebody typed as an amount.</summary>
public abstract record TypedAmount
{
    private TypedAmount()
    {
    }

    /// <summary>It is this.</summary>
    public sealed record Read(decimal Units) : TypedAmount;

    /// <summary>It may be either.</summary>
    /// <param name="Thousands">The amount if the sign stands between thousands.</param>
    /// <param name="Decimals">The amount if it stands before decimals; null: it has more than the currency then.
    /// </param>
    public sealed record Ambiguous(string Thousands, string? Decimals) : TypedAmount
    {
        /// <summary>What it could be, and what to type instead, as the end of a sentence.</summary>
        public string Words => Decimals is null
            ? $"could be {Thousands}, or an amount with too many decimals; if it is {Thousands}, leave out the "
                + "thousands separator"
            : $"could be {Thousands} or {Decimals}; leave out the thousands separator";
    }

    /// <summary>It is no amount of the currency.</summary>
    public sealed record None : TypedAmount;
}
