using System.Collections.Immutable;
using System.Globalization;
using Usher.Engine.Shows;
using Usher.Http.Fields;

namespace Usher.Server.Cli;

/// <summary>Reads prices as people write them, with a decimal point or comma: "Stalls=46.00", "Stalls=46,00".</summary>
internal static class PriceOption
{
    /// <exception cref="CommandException">One of them is no price, may be two, or has more decimals than the currency.
    /// </exception>
    public static ImmutableArray<Price> Read(IEnumerable<string> options, string? currency) =>
        [.. options.Select(option => Read(option, Currencies.DigitsOf(currency ?? "")))];

    private static Price Read(string option, int digits)
    {
        var equals = option.LastIndexOf('=');
        var text = option[(equals + 1)..];
        return (equals > 0 ? TypedNumber.Amount(text, digits, decimalSign: '.') : new TypedAmount.None()) switch
        {
            TypedAmount.Read(var units) when units <= MaxOf(digits) =>
                new Price(option[..equals].Trim(), (long)(units * (decimal)Math.Pow(10, digits))),
            TypedAmount.Read => throw TooMuch(option, digits),
            TypedAmount.Ambiguous two => throw new CommandException($"--price '{option}' {two.Words}."),
            TypedAmount.None => throw (equals > 0 && IsTooMuch(text, digits)
                ? TooMuch(option, digits)
                : new CommandException(
                    $"--price must be a category and an amount with at most {digits} decimals, such as "
                    + $"\"Stalls={(digits == 0 ? "4600" : "46." + new string('0', digits))}\"; '{option}' is not.")),
        };
    }

    private static CommandException TooMuch(string option, int digits) => new(
        $"--price must be at most {MaxOf(digits).ToString("N0", CultureInfo.InvariantCulture)}; '{option}' is more.");

    // Digits alone, and more than a number can have, are more than a price can be.
    private static bool IsTooMuch(string text, int digits) =>
        text.Length > 0 && text.All(letter => char.IsAsciiDigit(letter) || letter == '.')
        && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var units)
        && units > (double)MaxOf(digits);

    private static decimal MaxOf(int digits) => Price.AmountMax / (decimal)Math.Pow(10, digits);
}
