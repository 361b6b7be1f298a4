using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Shows;
using Usher.Engine.Validation;

namespace Usher.Tests.Shows;

/// <summary>Which prices a show may have, and what is said about the others.</summary>
public sealed class PriceCheckTests
{
    private static readonly SeatingPlan Hall = BlockPlan.Create("Hall", 3, 6, [], "Front", "Rear");

    [Fact]
    public void A_free_show_needs_neither_currency_nor_prices()
    {
        Problems(null, null).ShouldBeEmpty();
        Problems(null, Hall).ShouldBeEmpty();
    }

    [Fact]
    public void One_price_for_each_category_is_what_a_plan_needs() =>
        Problems("GBP", Hall, new("Rear", 0), new("Front", Price.AmountMax)).ShouldBeEmpty();

    [Theory]
    [InlineData("gbp")]
    [InlineData("QQQ")]
    public void A_currency_is_one_that_people_pay_with(string currency) => Problems(currency, null)
        .ShouldBe(["Currency: must be an ISO 4217 currency code such as EUR"]);

    [Fact]
    public void Prices_need_a_currency() => Problems(null, null, new Price("Stalls", 5))
        .ShouldBe(["Currency: is missing; prices need a currency"]);

    [Theory]
    [InlineData(-1)]
    [InlineData(Price.AmountMax + 1)]
    public void An_amount_has_a_least_and_a_most(long amount) => Problems("GBP", null, new Price("Stalls", amount))
        .ShouldBe([$"Prices: must be 0 to 1,000,000,000 minor units, not {amount} for 'Stalls'"]);

    [Fact]
    public void A_category_has_one_price() =>
        Problems("GBP", Hall, new("Front", 1), new("Rear", 2), new("Front", 3))
            .ShouldBe(["Prices: must list each category only once; 'Front' is listed twice"]);

    [Fact]
    public void A_category_that_is_missing_and_one_that_the_plan_has_not_are_named() =>
        Problems("GBP", Hall, new("Front", 1), new("Balcony", 2)).ShouldBe(
        [
            "Prices: include the category 'Balcony', which is not in the seating plan; its categories are Front, Rear",
            "Prices: have no price for the category 'Rear'; enter 0 if its seats are free",
        ]);

    [Fact]
    public void A_show_without_a_plan_has_one_price_under_any_word()
    {
        Problems("GBP", null, new Price("Any seat", 450)).ShouldBeEmpty();
        Problems("GBP", null, new("Front", 1), new("Rear", 2)).ShouldBe(
            ["Prices: must be a single price if the show has only a number of seats; several prices need a seating "
                + "plan"]);
    }

    [Fact]
    public void The_word_for_the_seats_is_neither_empty_nor_endless_nor_unprintable()
    {
        Problems("GBP", null, new Price(new string('x', Price.CategoryCharsMax), 1)).ShouldBeEmpty();
        foreach (var word in (string[])["", "  ", "a\tb", new('x', Price.CategoryCharsMax + 1)])
        {
            Problems("GBP", null, new Price(word, 1))
                .ShouldBe(["Prices: must have category names of 1 to 200 characters"]);
            Problems("GBP", null, new("Front", 1), new(word, 1)).Last()
                .ShouldBe("Prices: must have category names of 1 to 200 characters");
        }
    }

    private static IEnumerable<string> Problems(string? currency, SeatingPlan? plan, params Price[] prices) =>
        PricesValidator.Instance.Problems(new NewPrices(currency, [.. prices], plan))
            .Select(problem => $"{problem.Field}: {problem.Problem}");
}
