using System.Text.Json.Serialization;

namespace Usher.Api.Bookings;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(BookBody))]
[JsonSerializable(typeof(ConfirmBody))]
[JsonSerializable(typeof(BookingDocument))]
[JsonSerializable(typeof(SeatsTakenDocument))]
[JsonSerializable(typeof(TicketLinkDocument))]
[JsonSerializable(typeof(TicketLinksEndedDocument))]
[JsonSerializable(typeof(ReasonBody))]
[JsonSerializable(typeof(BlockBody))]
[JsonSerializable(typeof(BlockedDocument))]
[JsonSerializable(typeof(UnblockedDocument))]
[JsonSerializable(typeof(BookingPageDocument))]
[JsonSerializable(typeof(EventPageDocument))]
internal sealed partial class BookingJson : JsonSerializerContext;
