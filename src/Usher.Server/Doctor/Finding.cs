using System.Text.Json.Serialization;

namespace Usher.Server.Doctor;

/// <summary>How a part of the installation is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FindingState>))]
internal enum FindingState
{
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>It works, and could be better.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    [JsonStringEnumMemberName("failed")]
    Failed,
}

/// <summary>What one check found.</summary>
/// <param name="State">How it is.</param>
/// <param name="Message">In one line.</param>
/// <param name="Remedy">What to do; null: nothing.</param>
internal sealed record Finding(FindingState State, string Message, string? Remedy = null)
{
    public static Finding Ok(string message) => new(FindingState.Ok, message);

    public static Finding Warning(string message, string remedy) => new(FindingState.Warning, message, remedy);

    public static Finding Failed(string message, string remedy) => new(FindingState.Failed, message, remedy);
}

/// <summary>A finding with the name of its check.</summary>
internal sealed record NamedFinding(string Name, FindingState State, string Message, string? Remedy);

/// <summary>What all checks found.</summary>
internal sealed record DoctorReport(bool IsHealthy, IReadOnlyList<NamedFinding> Checks);

[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Serialization,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DoctorReport))]
internal sealed partial class DoctorJson : JsonSerializerContext;
