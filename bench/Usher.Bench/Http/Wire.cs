using System.Text.Json.Serialization;

namespace Usher.Bench.Http;

/// <summary>The parts of a booking document that are compared; a 409 has <see cref="ConflictSeats"/>.</summary>
internal sealed record BookingDocument(
    Guid? BookingId, long ShowId, int[]? SeatNumbers, string? Status, string? Reason, int[]? ConflictSeats);

internal sealed record SeatMapDocument(long ShowId, SeatDocument[]? Seats);

internal readonly record struct SeatDocument(int SeatNumber, SeatStatus Status, int Version = 0);

internal enum SeatStatus
{
    [JsonStringEnumMemberName("AVAILABLE")]
    Available,

    [JsonStringEnumMemberName("HELD")]
    Held,

    [JsonStringEnumMemberName("BOOKED")]
    Booked,
}

internal sealed record PlanDocument(PlanRow[]? Rows);

/// <summary>A row as the server's plan tells it; aisles are places after which there is one, from 1.</summary>
internal sealed record PlanRow(int First, int Count, int[]? Aisles);

internal sealed record NewShowDocument(
    string Name, DateTimeOffset StartTime, int TotalSeats, int HoldSeconds, bool NoOrphans);

internal sealed record ShowDocument(long Id, int TotalSeats);

internal sealed record ProblemDocument(string? Title, string? Detail);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true,
    RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(BookingDocument))]
[JsonSerializable(typeof(SeatMapDocument))]
[JsonSerializable(typeof(PlanDocument))]
[JsonSerializable(typeof(NewShowDocument))]
[JsonSerializable(typeof(ShowDocument))]
[JsonSerializable(typeof(ProblemDocument))]
internal sealed partial class WireJson : JsonSerializerContext;
