using System.Collections.Frozen;
using System.Globalization;
using Usher.Engine.Shows;

namespace Usher.Pages.Kit;

/// <summary>How amounts are written: as a browser set to English does it, so that scripts and server agree.</summary>
public static class Money
{
    private const string NoBreak = "\u00a0";

    private static readonly FrozenDictionary<string, string> Signs = (
        "AUD A$ BRL R$ CAD CA$ CNY CN¥ EUR € GBP £ HKD HK$ ILS ₪ INR ₹ JPY ¥ KRW ₩ MXN MX$ NZD NZ$ PHP ₱ TWD NT$ "
        + "USD $ VND ₫ XAF FCFA XCD EC$ XOF F\u202fCFA XPF CFPF")
        .Split(' ').Chunk(2).ToFrozenDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    /// <summary>"£138.00"; "Free" where there is no currency.</summary>
    public static string Text(long amount, string? currency)
    {
        if (currency is null)
        {
            return "Free";
        }

        var digits = Currencies.DigitsOf(currency);
        var units = amount / (decimal)Math.Pow(10, digits);
        return Sign(currency) + units.ToString($"N{digits}", CultureInfo.InvariantCulture);
    }

    /// <summary>How many decimal places scripts write: browsers believe otherwise of some currencies, such as HUF.
    /// </summary>
    public static int? Digits(string? currency) => currency is null ? null : Currencies.DigitsOf(currency);

    /// <summary>"£46", but "£4.50": for lists of prices.</summary>
    public static string Brief(long amount, string? currency)
    {
        var text = Text(amount, currency);
        var unit = currency is null ? 1 : (long)Math.Pow(10, Currencies.DigitsOf(currency));
        return unit > 1 && amount % unit == 0 ? text[..text.IndexOf('.', StringComparison.Ordinal)] : text;
    }

    // Letters do not touch the figures.
    private static string Sign(string currency)
    {
        var sign = Signs.GetValueOrDefault(currency, currency);
        return char.IsLetter(sign[^1]) ? sign + NoBreak : sign;
    }
}
