using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Usher.Engine.Shows;
using Usher.Http.Errors;

namespace Usher.Api.Shows;

/// <summary>A show as its organiser sees it: what buyers see, and the terms it sells by.</summary>
internal sealed record AdminShowDocument : ShowDocument
{
    // Behind what buyers see.
    private const int Terms = 1;

    [JsonPropertyOrder(Terms)]
    [Description("How long seats are held, in seconds; null: the server's Bookings:HoldSeconds.")]
    [Range(1, ShowLimits.HoldSecondsMax)]
    public required int? HoldSeconds { get; init; }

    [JsonPropertyOrder(Terms)]
    [Description("The maximum number of seats per booking.")]
    [Range(1, ShowLimits.SeatsPerBookingMax)]
    public required int SeatsPerBookingMax { get; init; }

    [JsonPropertyOrder(Terms)]
    [Description("The maximum number of seats that one person can hold or have bought; null: no limit.")]
    [Range(1, ShowLimits.SeatsPerPersonMax)]
    public required int? SeatsPerPersonMax { get; init; }

    [JsonPropertyOrder(Terms)]
    [Description("Whether buyers may extend a hold once.")]
    public required bool ExtensionAllowed { get; init; }

    [JsonPropertyOrder(Terms)]
    [Description("The id of its seating plan; null: it only has a number of seats.")]
    [Wire(Minimum = 1)]
    public required long? PlanId { get; init; }

    [JsonPropertyOrder(Terms)]
    [Description("The version of the seating plan, from 1; null without a plan.")]
    [Wire(Minimum = 1)]
    public required int? PlanVersion { get; init; }

    public static new AdminShowDocument Of(Show show, int availableSeats, DateTimeOffset now)
    {
        var seen = ShowDocument.Of(show, availableSeats, now);
        return new AdminShowDocument
        {
            Id = seen.Id,
            Organization = seen.Organization,
            Name = seen.Name,
            StartTime = seen.StartTime,
            TimeZone = seen.TimeZone,
            TotalSeats = seen.TotalSeats,
            AvailableSeats = seen.AvailableSeats,
            Status = seen.Status,
            SalesOpenAt = seen.SalesOpenAt,
            Currency = seen.Currency,
            Prices = seen.Prices,
            NoOrphans = seen.NoOrphans,
            CreatedAt = seen.CreatedAt,
            HoldSeconds = show.HoldSeconds,
            SeatsPerBookingMax = show.SeatsPerBookingMax,
            SeatsPerPersonMax = show.SeatsPerPersonMax,
            ExtensionAllowed = show.ExtensionAllowed,
            PlanId = show.PlanId?.Value,
            PlanVersion = show.PlanVersion,
        };
    }
}

/// <summary>One page of shows as their organiser sees them, in order of start.</summary>
internal sealed record AdminShowPageDocument
{
    public required AdminShowDocument[] Shows { get; init; }

    [Description("Send it as 'after' to get the next page; null on the last page.")]
    public required string? Next { get; init; }
}
