using System.Collections.Immutable;
using FluentValidation;
using FluentValidation.Results;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Validation;

namespace Usher.Engine.Shows;

/// <summary>What the seats of a show are to cost.</summary>
/// <param name="Currency">ISO 4217; null where there are no prices.</param>
/// <param name="Prices">Empty: the show is free.</param>
/// <param name="Plan">Its seats; null: they are nothing but a number.</param>
internal sealed record NewPrices(string? Currency, ImmutableArray<Price> Prices, SeatingPlan? Plan);

/// <summary>Whether prices fit a show: each category of its plan has one, and no other has.</summary>
internal sealed class PricesValidator : AbstractValidator<NewPrices>
{
    public static readonly PricesValidator Instance = new();

    private PricesValidator()
    {
        RuleLevelCascadeMode = CascadeMode.Stop;
        RuleFor(priced => priced.Currency)
            .Must(currency => currency is null || Currencies.Exists(currency))
            .WithMessage("must be an ISO 4217 currency code such as EUR")
            .Must((priced, currency) => currency is not null || priced.Prices.IsEmpty)
            .WithMessage("is missing; prices need a currency");
        RuleFor(priced => priced.Prices).Custom((prices, context) =>
        {
            foreach (var problem in Problems(prices, context.InstanceToValidate.Plan))
            {
                // As it is: a category may be called {anything}.
                context.AddFailure(new ValidationFailure(nameof(NewPrices.Prices), problem));
            }
        });
    }

    private static IEnumerable<string> Problems(ImmutableArray<Price> prices, SeatingPlan? plan)
    {
        foreach (var price in prices)
        {
            if (price.Amount is < 0 or > Price.AmountMax)
            {
                yield return
                    $"must be 0 to {Price.AmountMax:N0} minor units, not {price.Amount} for '{price.Category}'";
            }
        }

        if (prices.GroupBy(price => price.Category, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)
            is { } twice)
        {
            yield return $"must list each category only once; '{twice.Key}' is listed twice";
        }

        foreach (var problem in prices.IsEmpty ? [] : plan is null ? Plain(prices) : Against(plan, prices))
        {
            yield return problem;
        }
    }

    private static IEnumerable<string> Plain(ImmutableArray<Price> prices)
    {
        if (prices.Length > 1)
        {
            yield return "must be a single price if the show has only a number of seats; several prices need a "
                + "seating plan";
        }

        if (prices.Any(price => price.Category.Trim().Length is 0 or > Price.CategoryCharsMax
            || price.Category.Any(char.IsControl)))
        {
            yield return $"must have category names of 1 to {Price.CategoryCharsMax} characters";
        }
        else if (prices.Select(price => VisibleText.Problem(price.Category)).OfType<string>().FirstOrDefault()
            is { } problem)
        {
            yield return $"have a category whose name {problem}";
        }
    }

    private static IEnumerable<string> Against(SeatingPlan plan, ImmutableArray<Price> prices)
    {
        var names = plan.Categories.Select(category => category.Name).ToArray();
        foreach (var price in prices.Where(price => !names.Contains(price.Category)))
        {
            yield return $"include the category '{price.Category}', which is not in the seating plan; "
                + $"its categories are {string.Join(", ", names)}";
        }

        foreach (var name in names.Where(name => prices.All(price => price.Category != name)))
        {
            yield return $"have no price for the category '{name}'; enter 0 if its seats are free";
        }
    }
}
