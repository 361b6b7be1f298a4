using Usher.Engine.Shows;
using Usher.Server.Cli;

namespace Usher.Tests.Commands;

/// <summary>The command line reads prices as the desk does.</summary>
public sealed class PriceOptionTests
{
    private const string Wanted =
        "--price must be a category and an amount with at most 2 decimals, such as \"Stalls=46.00\"; ";

    [Theory]
    [InlineData("Stalls=46.50", "EUR", "Stalls", 4650)]
    [InlineData("Stalls=46,50", "EUR", "Stalls", 4650)]
    [InlineData("Stalls=46,5", "EUR", "Stalls", 4650)]
    [InlineData("Stalls=1.250,00", "EUR", "Stalls", 125_000)]
    [InlineData("Stalls=1,250.00", "EUR", "Stalls", 125_000)]
    [InlineData("Row=A=12", "GBP", "Row=A", 1200)]
    [InlineData("Seat=4.600", "JPY", "Seat", 4600)]
    [InlineData("Seat=0", "EUR", "Seat", 0)]
    public void A_price_is_read_with_comma_or_point(string option, string currency, string category, long amount) =>
        PriceOption.Read([option], currency).ShouldBe([new Price(category, amount)]);

    [Theory]
    [InlineData("Stalls=1.250", "--price 'Stalls=1.250' could be 1250 or 1.25; leave out the thousands separator.")]
    [InlineData("Stalls=10000001", "--price must be at most 10,000,000; 'Stalls=10000001' is more.")]
    [InlineData("Stalls=much", Wanted + "'Stalls=much' is not.")]
    [InlineData("Stalls=46.5555", Wanted + "'Stalls=46.5555' is not.")]
    [InlineData("=46", Wanted + "'=46' is not.")]
    public void What_is_no_price_is_refused_with_what_it_must_be(string option, string words) =>
        Should.Throw<CommandException>(() => PriceOption.Read([option], "EUR")).Message.ShouldBe(words);
}
