using System.Globalization;
using Usher.Http.Fields;

namespace Usher.Tests.Http;

/// <summary>Amounts as people type them, in their country's way.</summary>
public sealed class TypedNumberTests
{
    [Theory]
    [InlineData("12", 2, "12")]
    [InlineData("12.50", 2, "12.50")]
    [InlineData("12,50", 2, "12.50")]
    [InlineData("12,5", 2, "12.5")]
    [InlineData("0,05", 2, "0.05")]
    [InlineData("1.250,00", 2, "1250.00")]
    [InlineData("1,250.00", 2, "1250.00")]
    [InlineData("1 250,00", 2, "1250.00")]
    [InlineData("1'250.00", 2, "1250.00")]
    [InlineData("1.250.000", 2, "1250000")]
    [InlineData("12.500.000,5", 2, "12500000.5")]
    [InlineData("4,600", 0, "4600")]
    [InlineData("4.600", 0, "4600")]
    [InlineData("0.125", 3, "0.125")]
    [InlineData("1250.125", 3, "1250.125")]
    [InlineData("1,23,456", 2, "123456")]
    [InlineData("1,23,456", 0, "123456")]
    [InlineData("12,34,567.50", 2, "1234567.50")]
    [InlineData("46\u066b50", 2, "46.50")]
    [InlineData("1\u066c250\u066b500", 3, "1250.500")]
    public void An_amount_is_read_with_comma_or_point(string text, int digits, string units) =>
        TypedNumber.Amount(text, digits).ShouldBe(
            new TypedAmount.Read(decimal.Parse(units, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("1.250", 2, "1250", "1.25")]
    [InlineData("1,250", 2, "1250", "1.25")]
    [InlineData("12,500", 3, "12500", "12.500")]
    // As decimals it is no amount of the currency, and none is made of it.
    [InlineData("12.345", 2, "12345", null)]
    public void What_may_be_two_amounts_is_neither(string text, int digits, string thousands, string? decimals) =>
        TypedNumber.Amount(text, digits).ShouldBe(new TypedAmount.Ambiguous(thousands, decimals));

    [Theory]
    [InlineData("46.500", '.', 3, "46.500")]
    [InlineData("46,500", ',', 3, "46.500")]
    public void What_was_shown_with_all_its_decimals_is_read_as_it_was(
        string text, char sign, int digits, string units) =>
        TypedNumber.Amount(text, digits, sign).ShouldBe(
            new TypedAmount.Read(decimal.Parse(units, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("12.345", '.', 2)]
    [InlineData("1.250", '.', 2)]
    [InlineData("46,500", '.', 3)]
    public void Any_other_amount_that_may_be_two_is_neither(string text, char sign, int digits) =>
        TypedNumber.Amount(text, digits, sign).ShouldBeOfType<TypedAmount.Ambiguous>();

    [Theory]
    [InlineData("", 2)]
    [InlineData("much", 2)]
    [InlineData("-1", 2)]
    [InlineData("1,2,3", 2)]
    [InlineData("12.", 2)]
    [InlineData(",50", 2)]
    [InlineData("1.25,000.00", 2)]
    [InlineData("1,250.00.00", 2)]
    [InlineData("46.50", 0)]
    [InlineData("0.125", 2)]
    [InlineData("1e3", 2)]
    [InlineData("1,2,345", 2)]
    [InlineData("123,45,678", 2)]
    [InlineData("1.23.456", 2)]
    [InlineData("\u066b50", 2)]
    public void What_is_no_amount_of_the_currency_is_none(string text, int digits) =>
        TypedNumber.Amount(text, digits).ShouldBe(new TypedAmount.None());

    [Theory]
    [InlineData("1250", "1250")]
    [InlineData("1,250", "1250")]
    [InlineData("1.250", "1250")]
    [InlineData("1 250", "1250")]
    [InlineData("1.250.000", "1250000")]
    [InlineData("1,25", "1,25")]
    [InlineData("many", "many")]
    public void A_whole_number_may_have_signs_between_thousands(string text, string digits) =>
        TypedNumber.Whole(text).ShouldBe(digits);
}
