using System.Collections.Immutable;
using System.Globalization;
using Usher.Engine.Shows;

namespace Usher.Server.Cli;

/// <summary>Reads prices as people write them: "Stalls=46.00".</summary>
internal static class PriceOption
{
    /// <exception cref="CommandException">One of them is no price, or has more decimals than the currency.</exception>
    public static ImmutableArray<Price> Read(IEnumerable<string> options, string? currency) =>
        [.. options.Select(option => Read(option, Currencies.DigitsOf(currency ?? "")))];

    // Digits alone, and more than a number can have, are more than a price can be.
    private static bool IsTooMuch(string text, int digits) =>
        text.Length > 0 && text.All(letter => char.IsAsciiDigit(letter) || letter == '.')
        && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var units)
        && units > (double)MaxOf(digits);

    private static decimal MaxOf(int digits) => Price.AmountMax / (decimal)Math.Pow(10, digits);

    private static Price Read(string option, int digits)
    {
        var equals = option.LastIndexOf('=');
        if (equals > 0 && IsTooMuch(option[(equals + 1)..], digits))
        {
            throw new CommandException(
                $"--price must be at most {MaxOf(digits).ToString("N0", CultureInfo.InvariantCulture)}, in "
                + $"'{option}' it is more.");
        }

        if (equals > 0 && decimal.TryParse(
            option[(equals + 1)..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
        {
            for (var i = 0; i < digits; i++)
            {
                amount *= 10;
            }

            if (amount == decimal.Truncate(amount))
            {
                return new Price(option[..equals].Trim(), (long)amount);
            }
        }

        throw new CommandException(
            $"--price must be a category and an amount with at most {digits} decimals, such as "
            + $"\"Stalls={(digits == 0 ? "4600" : "46." + new string('0', digits))}\"; '{option}' is not.");
    }
}
