using System.Text.Json.Serialization;

namespace Usher.Pages.Desk.LiveMap;

/// <summary>What the live map loads beside the live updates.</summary>
internal sealed record BlockedSeatsDocument
{
    public required int[] Seats { get; init; }

    /// <summary>The total price of the sold seats, in words; null if not requested.</summary>
    public required string? Booked { get; init; }

    /// <summary>How many bookings are confirmed and what is due for them, in words; null if not requested.</summary>
    public required string? Bookings { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(BlockedSeatsDocument))]
internal sealed partial class LiveMapJson : JsonSerializerContext;
