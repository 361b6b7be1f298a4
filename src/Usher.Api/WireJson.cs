using System.Text.Json.Serialization;
using Usher.Api.Bookings;
using Usher.Api.Health;
using Usher.Api.Problems;
using Usher.Api.Shows;
using Usher.Http.Problems;
using Usher.Pages.Desk.LiveMap;

namespace Usher.Api;

/// <summary>Everything that crosses the wire, written by generated code.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(BookBody))]
[JsonSerializable(typeof(ConfirmBody))]
[JsonSerializable(typeof(NewShowBody))]
[JsonSerializable(typeof(BookingDocument))]
[JsonSerializable(typeof(SeatsTakenDocument))]
[JsonSerializable(typeof(ShowDocument))]
[JsonSerializable(typeof(ShowPageDocument))]
[JsonSerializable(typeof(SeatMapDocument))]
[JsonSerializable(typeof(PlanDocument))]
[JsonSerializable(typeof(BlockedSeatsDocument))]
[JsonSerializable(typeof(ReasonBody))]
[JsonSerializable(typeof(BlockBody))]
[JsonSerializable(typeof(BlockedDocument))]
[JsonSerializable(typeof(UnblockedDocument))]
[JsonSerializable(typeof(BookingPageDocument))]
[JsonSerializable(typeof(EventPageDocument))]
[JsonSerializable(typeof(HealthDocument))]
[JsonSerializable(typeof(ProblemTypeDocument))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class WireJson : JsonSerializerContext;
