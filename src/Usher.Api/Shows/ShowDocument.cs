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

    [Description("The slug of the organization that sells it.")]
    public required string Organization { get; init; }

    [Description("The name that buyers see.")]
    public required string Name { get; init; }

    [Description("When the show starts.")]
    public required DateTime StartTime { get; init; }

    [Description("The time zone of the venue (IANA): people are shown local times there.")]
    public required string TimeZone { get; init; }

    [Description("How many seats it has, numbered from 1.")]
    [Range(1, ShowLimits.TotalSeatsMax)]
    public required int TotalSeats { get; init; }

    [Description("How many seats are available: neither held nor sold nor blocked, and no slots that have begun.")]
    [Range(0, ShowLimits.TotalSeatsMax)]
    public required int AvailableSeats { get; init; }

    [Description("PAST: the show has started; of appointment slots, the last one has. NOT_YET_OPEN: sales open at "
        + "sales_open_at. SOLD_OUT: no seat is available, also while the last ones are only held; it is ON_SALE again "
        + "when a hold ends without a confirmation. The first status that applies is used.")]
    [Wire(Values = ["ON_SALE", "SOLD_OUT", "NOT_YET_OPEN", "PAST"])]
    public required string Status { get; init; }

    [Description("When sales open; null: they are open.")]
    public required DateTime? SalesOpenAt { get; init; }

    [Description("The currency of its prices (ISO 4217); null if the show is free.")]
    public required string? Currency { get; init; }

    [Description("Empty if the show is free.")]
    public required PriceDocument[] Prices { get; init; }

    [Description("Whether bookings that leave a single free seat between taken ones are refused, unless that is "
        + "unavoidable.")]
    public required bool NoOrphans { get; init; }

    [Description("When the show was created.")]
    public required DateTime CreatedAt { get; init; }

    public static ShowDocument Of(Show show, int availableSeats, DateTimeOffset now) => new()
    {
        Id = show.Id.Value,
        Organization = show.Organization,
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

    [Description("Send it as 'after' to get the next page; null on the last page.")]
    public required string? Next { get; init; }
}
