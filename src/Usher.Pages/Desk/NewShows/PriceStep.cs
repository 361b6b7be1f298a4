using System.Globalization;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Shows;
using Usher.Http.Fields;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.NewShows;

/// <summary>The third step: what seats cost. All left empty: the show is free.</summary>
internal static class PriceStep
{
    private const string CurrencyDefault = "EUR";

    public static string FieldOf(int category) => string.Create(CultureInfo.InvariantCulture, $"price-{category}");

    public static Fields Write(DraftPrices? prices, SeatingPlan plan)
    {
        var currency = prices?.Currency ?? CurrencyDefault;
        var fields = new List<KeyValuePair<string, string>> { new("currency", currency) };
        for (var category = 0; category < plan.Categories.Length; category++)
        {
            fields.Add(new(
                FieldOf(category),
                prices?.Amounts.TryGetValue(DraftPrices.NameOf(plan, category), out var amount) == true
                    ? Money.Typed(amount, currency) : ""));
        }

        return new Fields(fields);
    }

    public static DraftPrices? Read(Fields fields, SeatingPlan plan, FieldErrors errors)
    {
        var texts = Enumerable.Range(0, plan.Categories.Length).Select(category => fields[FieldOf(category)]).ToArray();
        if (texts.All(text => text.Length == 0))
        {
            return new DraftPrices(null, []);
        }

        var currency = fields["currency"].ToUpperInvariant();
        if (!Currencies.Exists(currency))
        {
            errors.Add("currency", "must be an ISO 4217 code such as EUR, GBP or INR");
            return null;
        }

        var amounts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (category, text) in texts.Index())
        {
            if (ReadAmount(text, currency, FieldOf(category), errors) is { } amount)
            {
                amounts[DraftPrices.NameOf(plan, category)] = amount;
            }
        }

        return errors.Any ? null : new DraftPrices(currency, amounts);
    }

    private static long? ReadAmount(string text, string currency, string field, FieldErrors errors)
    {
        var digits = Currencies.DigitsOf(currency);
        var unit = (decimal)Math.Pow(10, digits);
        if (text.Length == 0)
        {
            errors.Add(field, "is missing; enter 0 if these seats are free");
            return null;
        }

        switch (TypedNumber.Amount(Money.WithoutSign(text, currency), digits, Money.DecimalSign))
        {
            case TypedAmount.Read(var units) when units <= Price.AmountMax / unit:
                return (long)(units * unit);
            case TypedAmount.Read:
                errors.Add(field, $"must be at most {Numbers.Text((long)(Price.AmountMax / unit))}");
                break;
            case TypedAmount.Ambiguous two:
                errors.Add(field, two.Words);
                break;
            case TypedAmount.None:
                errors.Add(field, digits == 0
                    ? "must be a whole amount such as 4600"
                    : $"must be an amount such as 46 or {Money.Typed((long)(46.5m * unit), currency)}");
                break;
        }

        return null;
    }
}
