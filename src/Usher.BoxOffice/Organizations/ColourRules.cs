using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Usher.BoxOffice.Organizations;

/// <summary>
/// Whether people can read what wears an organization's colour: the contrast of WCAG 2.2 (1.4.3, AA) with everything
/// that the look puts behind it or writes on it. A test holds the lists to the look.
/// </summary>
public static partial class ColourRules
{
    /// <summary>The least contrast of text.</summary>
    public const double ContrastMin = 4.5;

    /// <summary>What is behind links on light pages, and what is written on buttons: canvas, surface, sunken,
    /// action-soft, on-action.</summary>
    public static readonly ImmutableArray<string> OnLight = ["#f2f5f5", "#ffffff", "#e8eeee", "#dfeeef", "#ffffff"];

    /// <summary>The same on dark pages.</summary>
    public static readonly ImmutableArray<string> OnDark = ["#0a1316", "#121e22", "#0d181b", "#14343a", "#06222a"];

    /// <summary>Whether a text is a colour as it is stored.</summary>
    public static bool IsOne(string text) => Colour.IsMatch(text);

    /// <summary>What is wrong with a colour on these, as the end of a sentence that begins with it; null: nothing is.
    /// </summary>
    public static string? Problem(string colour, ImmutableArray<string> backgrounds)
    {
        if (!IsOne(colour))
        {
            return "must be a colour as #rrggbb, in small letters";
        }

        var worst = backgrounds.MinBy(background => Contrast(colour, background))!;
        var contrast = Contrast(colour, worst);
        return contrast >= ContrastMin
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"must have a contrast of {ContrastMin} to 1 with all that it is seen on or with; with {worst} it has "
                + $"{Math.Floor(contrast * 10) / 10:0.0}. Choose a {(IsDark(worst) ? "lighter" : "darker")} one");
    }

    /// <summary>The contrast of two colours, 1..21, whichever comes first (WCAG 2.2, "contrast ratio").</summary>
    public static double Contrast(string one, string other)
    {
        var (first, second) = (Luminance(one), Luminance(other));
        return (Math.Max(first, second) + 0.05) / (Math.Min(first, second) + 0.05);
    }

    private static bool IsDark(string colour) => Luminance(colour) < 0.5;

    private static double Luminance(string colour) =>
        0.2126 * Linear(colour, 1) + 0.7152 * Linear(colour, 3) + 0.0722 * Linear(colour, 5);

    private static double Linear(string colour, int at)
    {
        var part = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);
    }

    [GeneratedRegex("^#[0-9a-f]{6}\\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Colour { get; }
}
