using System.Collections.Immutable;
using Usher.Engine.SeatingPlans;

namespace Usher.Engine.Shows;

/// <summary>Whether prices fit a show: each category of its plan has one, and no other has.</summary>
internal static class PriceCheck
{
    public static IEnumerable<FieldProblem> Problems(
        string? currency, ImmutableArray<Price> prices, SeatingPlan? plan)
    {
        if (currency is not null && !Currencies.Exists(currency))
        {
            yield return new(nameof(NewShow.Currency), "must be a currency code of ISO 4217 such as EUR");
        }
        else if (currency is null && !prices.IsEmpty)
        {
            yield return new(nameof(NewShow.Currency), "is missing; prices need a currency");
        }

        foreach (var price in prices)
        {
            if (price.Amount is < 0 or > Price.AmountMax)
            {
                yield return new(nameof(NewShow.Prices),
                    $"must be 0 to {Price.AmountMax:N0} minor units, not {price.Amount} for '{price.Category}'");
            }
        }

        if (prices.GroupBy(price => price.Category, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)
            is { } twice)
        {
            yield return new(nameof(NewShow.Prices), $"must name each category once; '{twice.Key}' is there twice");
        }

        foreach (var problem in prices.IsEmpty ? [] : AgainstPlan(prices, plan))
        {
            yield return new(nameof(NewShow.Prices), problem);
        }
    }

    private static IEnumerable<string> AgainstPlan(ImmutableArray<Price> prices, SeatingPlan? plan)
    {
        if (plan is null)
        {
            if (prices.Length > 1)
            {
                yield return "must be one where a show has a number of seats; several need a seating plan";
            }

            if (prices.Any(price => price.Category.Trim().Length is 0 or > Price.CategoryCharsMax
                || price.Category.Any(char.IsControl)))
            {
                yield return $"must name a category of 1 to {Price.CategoryCharsMax} characters";
            }

            yield break;
        }

        var names = plan.Categories.Select(category => category.Name).ToArray();
        foreach (var price in prices.Where(price => !names.Contains(price.Category)))
        {
            yield return $"name the category '{price.Category}', which the seating plan has not; "
                + $"it has {string.Join(", ", names)}";
        }

        foreach (var name in names.Where(name => prices.All(price => price.Category != name)))
        {
            yield return $"lack the category '{name}'; say 0 where its seats are free";
        }
    }
}
