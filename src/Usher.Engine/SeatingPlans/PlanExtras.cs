using System.Buffers;
using System.Text.Json;

namespace Usher.Engine.SeatingPlans;

/// <summary>What is known of a plan beyond the exchange format.</summary>
internal sealed record PlanExtras(PlanPoint? FocalPoint, IReadOnlyDictionary<string, SeatKind> Kinds)
{
    /// <summary>The name by which it is written that the focal point is a guess.</summary>
    public const string GuessedField = "focal_point_guessed";

    /// <summary>Whether the focal point was guessed and nobody has confirmed it yet.</summary>
    public bool IsStageGuessed { get; init; }

    /// <summary>What the plan's places are; null where nobody said so.</summary>
    public PlanKind? Kind { get; init; }

    public static PlanExtras None { get; } = new(null, new Dictionary<string, SeatKind>(StringComparer.Ordinal));

    public static PlanExtras Of(SeatingPlan plan) => new(
        plan.FocalPoint,
        plan.Seats.Where(seat => seat.Kind != SeatKind.Seat)
            .ToDictionary(seat => seat.SeatGuid, seat => seat.Kind, StringComparer.Ordinal))
    {
        IsStageGuessed = plan.IsStageGuessed,
        Kind = plan.KindSaid,
    };

    /// <summary>Our own writing, so it is taken at its word.</summary>
    public static PlanExtras Read(JsonElement? stored)
    {
        if (stored is not { ValueKind: JsonValueKind.Object } json)
        {
            return None;
        }

        PlanPoint? focus = json.TryGetProperty("focal_point", out var point)
            ? new PlanPoint(point.GetProperty("x").GetDouble(), point.GetProperty("y").GetDouble())
            : null;
        return new PlanExtras(focus, json.TryGetProperty("kinds", out var kinds)
            ? kinds.EnumerateObject().ToDictionary(
                kind => kind.Name, kind => SeatKinds.Parse(kind.Value.GetString()!) ?? SeatKind.Seat,
                StringComparer.Ordinal)
            : None.Kinds)
        {
            IsStageGuessed = json.TryGetProperty(GuessedField, out var guessed) && guessed.GetBoolean(),
            Kind = json.TryGetProperty("kind", out var kind) ? PlanKinds.Parse(kind.GetString()!) : null,
        };
    }

    public byte[] Write()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        if (FocalPoint is { } focus)
        {
            writer.WriteStartObject("focal_point");
            writer.WriteNumber("x", focus.X);
            writer.WriteNumber("y", focus.Y);
            writer.WriteEndObject();
        }

        if (IsStageGuessed)
        {
            writer.WriteBoolean(GuessedField, true);
        }

        if (Kind is { } whole)
        {
            writer.WriteString("kind", whole.ToText());
        }

        writer.WriteStartObject("kinds");
        foreach (var (guid, kind) in Kinds)
        {
            writer.WriteString(guid, kind.ToText());
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
