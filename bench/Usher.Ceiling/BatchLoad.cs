using System.Text.Json;
using System.Text.Json.Serialization;

namespace Usher.Ceiling;

/// <summary>What the engine is loaded with.</summary>
internal sealed record BatchLoad(int Connections, int Seconds, int WarmupSeconds, int Shows, int SeatsPerShow);

/// <summary>What the engine did in the measured part. CPU and memory include the buyers, not PostgreSQL.</summary>
internal sealed record BatchResult(
    double BookingsPerSecond, long Bookings, long Refused, double MeasuredSeconds, double CpuSeconds,
    double AllocatedBytesPerBooking)
{
    public string ToJson() => JsonSerializer.Serialize(this, MeasuringJson.Default.BatchResult);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(BatchResult))]
internal sealed partial class MeasuringJson : JsonSerializerContext;
