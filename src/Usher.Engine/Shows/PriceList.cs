using System.Collections.Immutable;
using Usher.Engine.SeatingPlans;

namespace Usher.Engine.Shows;

/// <summary>
/// What the seats of one show cost, by their category in its seating plan. It does not hold the plan, which may be
/// dropped from memory and read again.
/// </summary>
public sealed class PriceList
{
    private readonly ImmutableArray<long> _amountsByCategory;

    private PriceList(string currency, ImmutableArray<long> amountsByCategory)
    {
        Currency = currency;
        _amountsByCategory = amountsByCategory;
        IsUniform = amountsByCategory.All(amount => amount == amountsByCategory[0]);
    }

    /// <summary>The currency of all amounts (ISO 4217).</summary>
    public string Currency { get; }

    /// <summary>Whether all seats cost the same, so that nobody need look at the plan.</summary>
    public bool IsUniform { get; }

    /// <summary>The prices of a show over its plan; a category without a price costs nothing.</summary>
    public static PriceList Of(string currency, IReadOnlyCollection<Price> prices, SeatingPlan plan) => new(
        currency,
        [
            .. plan.Categories.Select(category =>
                prices.FirstOrDefault(price => price.Category == category.Name)?.Amount ?? 0),
        ]);

    /// <summary>What seats cost together where all cost the same, in minor units.</summary>
    public long AmountOf(int seatCount) => _amountsByCategory[0] * seatCount;

    /// <summary>What seats cost together, in minor units.</summary>
    /// <param name="seatNumbers">Each 1..the number of seats.</param>
    /// <param name="plan">The plan of the show.</param>
    public long AmountOf(ImmutableArray<int> seatNumbers, SeatingPlan plan)
    {
        var amount = 0L;
        foreach (var number in seatNumbers)
        {
            amount += _amountsByCategory[plan.Seats[number - 1].Category];
        }

        return amount;
    }
}
