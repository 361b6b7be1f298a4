using System.Text.Json.Serialization;

namespace Usher.Pages.Desk.LiveMap;

/// <summary>What the live map asks for beside the live link.</summary>
internal sealed record BlockedSeatsDocument
{
    public required int[] Seats { get; init; }

    /// <summary>What the sold seats came to, in words; null where nobody asked.</summary>
    public required string? Taken { get; init; }

    public required int? Bookings { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(BlockedSeatsDocument))]
internal sealed partial class LiveMapJson : JsonSerializerContext;
