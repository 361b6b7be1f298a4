using System.Text.Json.Serialization;
using Usher.Bench.Proof;

namespace Usher.Bench.Runs;

/// <summary>The parts of a booking document that are compared; a 409 has <see cref="ConflictSeats"/>.</summary>
internal sealed record BookingDocument(
    Guid? BookingId, long ShowId, int[]? SeatNumbers, string? Status, string? Reason, int[]? ConflictSeats);

internal sealed record SeatMapDocument(long ShowId, SeatDocument[]? Seats);

internal readonly record struct SeatDocument(int SeatNumber, SeatStatus Status, int Version = 0);

internal sealed record PlanDocument(PlanRow[]? Rows);

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
