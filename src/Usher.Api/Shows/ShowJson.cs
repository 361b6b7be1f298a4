using System.Text.Json.Serialization;

namespace Usher.Api.Shows;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(NewShowBody))]
[JsonSerializable(typeof(ShowChangeBody))]
[JsonSerializable(typeof(PricesBody))]
[JsonSerializable(typeof(ShowPlanBody))]
[JsonSerializable(typeof(ShowDocument))]
[JsonSerializable(typeof(ShowPageDocument))]
[JsonSerializable(typeof(AdminShowDocument))]
[JsonSerializable(typeof(AdminShowPageDocument))]
[JsonSerializable(typeof(SeatMapDocument))]
[JsonSerializable(typeof(PlanDocument))]
[JsonSerializable(typeof(JourneyBody))]
[JsonSerializable(typeof(JourneyDocument))]
internal sealed partial class ShowJson : JsonSerializerContext;
