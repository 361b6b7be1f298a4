using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Usher.Engine.Shows;
using Usher.Http.Fields;

namespace Usher.Api.Shows;

/// <summary>What all seats of a show are to cost from now on.</summary>
internal sealed record PricesBody : IJsonBody<PricesBody>
{
    private static readonly string[] Known = ["currency", "prices"];

    [Description("The currency of the prices (ISO 4217). Ignored without prices.")]
    [RegularExpression("^[A-Z]{3}$")]
    public string? Currency { get; init; }

    [Description("One for each category of the seating plan; without a plan, at most one for all seats. If empty, the "
        + "show becomes free.")]
    public required PriceDocument[] Prices { get; init; }

    public static PricesBody? Read(ReadOnlySpan<byte> json, FieldErrors errors)
    {
        var fields = new JsonFields(json, Known, errors);
        string? currency = null;
        ImmutableArray<Price>? prices = null;
        while (fields.Next() is { } field)
        {
            if (field == "currency")
            {
                currency = fields.Text(charsMax: 64);
            }
            else if (fields.Raw() is { IsEmpty: false } array)
            {
                prices = PricesField.Read(array, errors);
            }
        }

        errors.Require("prices", prices is not null);
        return errors.Any ? null : new PricesBody
        {
            Currency = currency,
            Prices = [.. prices!.Value.Select(price => new PriceDocument(price.Category, price.Amount))],
        };
    }

    public ImmutableArray<Price> ToPrices() => [.. Prices.Select(price => new Price(price.Category, price.Amount))];
}
