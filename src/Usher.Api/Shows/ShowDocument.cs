using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Usher.Engine.Shows;
using Usher.Http.Errors;

namespace Usher.Api.Shows;

/// <summary>One performance, trip or slot list.</summary>
internal record ShowDocument
{
    [Wire(Minimum = 1)]
    public required long Id { get; init; }

    [Description("What people call it.")]
    public required string Name { get; init; }

    [Description("When it begins.")]
    public required DateTime StartTime { get; init; }

    [Description("The time zone of its venue (IANA): people are told its times on the clock of that place.")]
    public required string TimeZone { get; init; }

    [Description("How many seats it has; their numbers run from 1.")]
    [Range(1, ShowLimits.TotalSeatsMax)]
    public required int TotalSeats { get; init; }

    [Description("How many of them are neither held nor sold.")]
    [Range(0, ShowLimits.TotalSeatsMax)]
    public required int AvailableSeats { get; init; }

    [Description("PAST: it has begun. NOT_YET_OPEN: its sale opens at sales_open_at. SOLD_OUT: every seat is held or "
        + "sold; a hold that ends makes it ON_SALE again. The first that applies is told.")]
    [Wire(Values = ["ON_SALE", "SOLD_OUT", "NOT_YET_OPEN", "PAST"])]
    public required string Status { get; init; }

    [Description("When its sale opens; null: it is open.")]
    public required DateTime? SalesOpenAt { get; init; }

    [Description("The currency of its prices (ISO 4217); null where the show is free.")]
    public required string? Currency { get; init; }

    [Description("Empty: the show is free.")]
    public required PriceDocument[] Prices { get; init; }

    [Description("Whether a booking is refused that leaves a single free seat between taken ones, unless that cannot "
        + "be helped.")]
    public required bool NoOrphans { get; init; }

    [Description("When it was put on sale here.")]
    public required DateTime CreatedAt { get; init; }

    public static ShowDocument Of(Show show, int availableSeats, DateTimeOffset now) => new()
    {
        Id = show.Id.Value,
        Name = show.Name,
        StartTime = show.StartsAt,
        TimeZone = show.TimeZone,
        TotalSeats = show.TotalSeats,
        AvailableSeats = availableSeats,
        Status = show.StatusAt(now.UtcDateTime, availableSeats).ToText(),
        SalesOpenAt = show.SalesOpenAt,
        Currency = show.Currency,
        Prices = [.. show.Prices.Select(price => new PriceDocument(price.Category, price.Amount))],
        NoOrphans = show.NoOrphans,
        CreatedAt = show.CreatedAt,
    };
}

/// <summary>What a seat of one category costs.</summary>
public sealed record PriceDocument(
    string Category,
    [property: Description("In minor units (cents, paise).")] long Amount);

/// <summary>One page of shows, in order of start.</summary>
internal sealed record ShowPageDocument
{
    public required ShowDocument[] Shows { get; init; }

    [Description("Send it as 'after' for the next page; null: there is none.")]
    public required string? Next { get; init; }
}
