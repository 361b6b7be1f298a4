using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Usher.Engine.Shows;

namespace Usher.Pages.Kit;

/// <summary>How amounts are written for a reader. Scripts are told the form and write the same, whatever the browser
/// would make of it.</summary>
public static class Money
{
    private const string NoBreak = "\u00a0";

    private static readonly FrozenDictionary<string, string> Signs = (
        "AUD A$ BRL R$ CAD CA$ CNY CN¥ EUR € GBP £ HKD HK$ ILS ₪ INR ₹ JPY ¥ KRW ₩ MXN MX$ NZD NZ$ PHP ₱ TWD NT$ "
        + "USD $ VND ₫ XAF FCFA XCD EC$ XOF F\u202fCFA XPF CFPF")
        .Split(' ').Chunk(2).ToFrozenDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    private static readonly ConcurrentDictionary<string, Form> Forms = new(StringComparer.Ordinal);

    /// <summary>"£138.00" in English, "138,00 £" in German; "Free" where there is no currency.</summary>
    public static string Text(long amount, string? currency) =>
        currency is null ? "Free" : Text(amount, currency, Currencies.DigitsOf(currency));

    /// <summary>The form of amounts for scripts; null where there is no currency.</summary>
    public static string? FormJson(string? currency)
    {
        if (currency is null)
        {
            return null;
        }

        var form = FormOf(ReaderCulture.Current);
        var (prefix, suffix) = form.Around(currency);
        return JsonSerializer.Serialize(new
        {
            digits = Currencies.DigitsOf(currency),
            prefix,
            suffix,
            @decimal = form.Numbers.NumberDecimalSeparator,
            group = form.Numbers.NumberGroupSeparator,
            sizes = form.Numbers.NumberGroupSizes,
        });
    }

    /// <summary>"£46", but "£4.50": for lists of prices.</summary>
    public static string Brief(long amount, string? currency)
    {
        if (currency is null)
        {
            return "Free";
        }

        var digits = Currencies.DigitsOf(currency);
        return Text(amount, currency, amount % (long)Math.Pow(10, digits) == 0 ? 0 : digits);
    }

    /// <summary>The amount as one types it into a field of the desk: "46.50", or "46,50" where one writes so.</summary>
    public static string Typed(long amount, string currency)
    {
        var digits = Currencies.DigitsOf(currency);
        return (amount / (decimal)Math.Pow(10, digits)).ToString($"F{digits}", ReaderCulture.Current);
    }

    /// <summary>What stands before the decimals of <see cref="Typed"/>.</summary>
    public static char DecimalSign => ReaderCulture.Current.NumberFormat.NumberDecimalSeparator[0];

    /// <summary>An amount as it was typed, without the sign or the code of its currency, as pages show them.</summary>
    public static string WithoutSign(string text, string currency)
    {
        var (prefix, suffix) = FormOf(ReaderCulture.Current).Around(currency);
        foreach (var sign in (string[])[prefix.Trim(), suffix.Trim(), currency])
        {
            if (sign.Length > 0 && text.StartsWith(sign, StringComparison.OrdinalIgnoreCase))
            {
                return text[sign.Length..].Trim();
            }

            if (sign.Length > 0 && text.EndsWith(sign, StringComparison.OrdinalIgnoreCase))
            {
                return text[..^sign.Length].Trim();
            }
        }

        return text;
    }

    private static string Text(long amount, string currency, int places)
    {
        var form = FormOf(ReaderCulture.Current);
        var units = amount / (decimal)Math.Pow(10, Currencies.DigitsOf(currency));
        var (prefix, suffix) = form.Around(currency);
        return prefix + units.ToString($"N{places}", form.Numbers) + suffix;
    }

    private static Form FormOf(CultureInfo culture) =>
        Forms.GetOrAdd(culture.Name, static (_, culture) => new Form(culture), culture);

    private sealed class Form(CultureInfo culture)
    {
        // One's own dollar has no country.
        private readonly RegionInfo? _region = culture.Name.Length > 0 ? new RegionInfo(culture.Name) : null;

        // Some write amounts otherwise than numbers.
        public NumberFormatInfo Numbers { get; } = new()
        {
            NumberDecimalSeparator = culture.NumberFormat.CurrencyDecimalSeparator,
            NumberGroupSeparator = culture.NumberFormat.CurrencyGroupSeparator,
            NumberGroupSizes = culture.NumberFormat.CurrencyGroupSizes,
        };

        private readonly int _pattern = culture.NumberFormat.CurrencyPositivePattern;

        /// <summary>What stands before the figures and behind them.</summary>
        public (string Prefix, string Suffix) Around(string currency) => (_pattern, SignOf(currency)) switch
        {
            // Letters do not touch the figures.
            (0, var sign) => (char.IsLetter(sign[^1]) ? sign + NoBreak : sign, ""),
            (1, var sign) => ("", sign),
            (2, var sign) => (sign + NoBreak, ""),
            (_, var sign) => ("", NoBreak + sign),
        };

        private string SignOf(string currency)
        {
            var sign = Signs.GetValueOrDefault(currency, currency);
            return _region is null ? sign
                : _region.ISOCurrencySymbol == currency ? _region.CurrencySymbol
                : _region.CurrencySymbol == sign ? currency
                : sign;
        }
    }
}
