using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Usher.Api.Shows;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Formats;
using Usher.Http.Errors;

namespace Usher.Api.SeatingPlans;

/// <summary>A version of a stored seating plan, without its seats.</summary>
internal record StoredPlanDocument
{
    [Wire(Minimum = 1)]
    public required long Id { get; init; }

    [Description("The version, from 1. A version never changes.")]
    [Wire(Minimum = 1)]
    public required int Version { get; init; }

    [Description("The name of the plan.")]
    public required string Name { get; init; }

    [Range(1, PlanLimits.SeatsMax)]
    public required int TotalSeats { get; init; }

    [Description("When this version was stored.")]
    public required DateTime CreatedAt { get; init; }

    public static StoredPlanDocument Of(StoredPlan plan) => new()
    {
        Id = plan.Id.Value,
        Version = plan.Version,
        Name = plan.Name,
        TotalSeats = plan.TotalSeats,
        CreatedAt = plan.CreatedAt,
    };
}

/// <summary>A version of a seating plan that has just been stored, and what it was taken to be.</summary>
internal sealed record KeptPlanDocument : StoredPlanDocument
{
    // Behind what lists tell.
    private const int Kept = 1;

    [JsonPropertyOrder(Kept)]
    [Description("What everybody looks at: seats face it, and the best seats are those nearest to it.")]
    public required PlanPointDocument FocalPoint { get; init; }

    [JsonPropertyOrder(Kept)]
    [Description(WholePlanDocument.FocalPointSourceText)]
    [Wire(Values = ["SAID", "GUESSED", "DEFAULT"])]
    public required string FocalPointSource { get; init; }

    [JsonPropertyOrder(Kept)]
    [Description(WholePlanDocument.KindText)]
    [Wire(Values = ["SEATS", "SLOTS", "COACH"])]
    public required string Kind { get; init; }

    [JsonPropertyOrder(Kept)]
    [Description("How the letters of a text/csv were read that is not in Unicode, such as windows-1252: if names look "
        + "wrong, send it in UTF-8, or name its encoding in the Content-Type. Null for texts in Unicode.")]
    public required string? Encoding { get; init; }

    public static KeptPlanDocument Of(StoredPlan stored, SeatingPlan plan, TableLetters? letters) => new()
    {
        Id = stored.Id.Value,
        Version = stored.Version,
        Name = stored.Name,
        TotalSeats = stored.TotalSeats,
        CreatedAt = stored.CreatedAt,
        FocalPoint = new PlanPointDocument(plan.Focus.X, plan.Focus.Y),
        FocalPointSource = WholePlanDocument.SourceOf(plan),
        Kind = plan.Kind.ToText(),
        Encoding = letters?.Name,
    };
}

/// <summary>One page of seating plans, in order of their ids, each in its latest version.</summary>
internal sealed record StoredPlanPageDocument
{
    public required StoredPlanDocument[] Plans { get; init; }

    [Description("Send it as 'after' to get the next page; null on the last page.")]
    public required string? Next { get; init; }
}

/// <summary>A version of a stored seating plan, whole.</summary>
internal sealed record WholePlanDocument
{
    public const string FocalPointSourceText = "How that is known. SAID: by the file or an organiser. GUESSED: from a "
        + "text in the plan, such as \"Stage\". DEFAULT: unknown, so the middle of the upper edge is used. If it is "
        + "wrong, say where the stage is: PATCH /api/admin/plans/{id}.";

    public const string KindText = "What its places are: seats, appointments, or the seats of a coach.";

    public required StoredPlanDocument Plan { get; init; }

    [Description("All versions, newest first.")]
    public required StoredPlanDocument[] Versions { get; init; }

    [Description("Its price categories: a show with this plan has a price for each of them, or is free.")]
    public required string[] Categories { get; init; }

    [Description("The point that the audience faces. It is not part of the format below.")]
    public required PlanPointDocument FocalPoint { get; init; }

    [Description(FocalPointSourceText)]
    [Wire(Values = ["SAID", "GUESSED", "DEFAULT"])]
    public required string FocalPointSource { get; init; }

    [Description(KindText)]
    [Wire(Values = ["SEATS", "SLOTS", "COACH"])]
    public required string Kind { get; init; }

    [Description("The seating plan in pretix's JSON format.")]
    public required JsonElement SeatingPlan { get; init; }

    public static string SourceOf(SeatingPlan plan) => plan.StageSource.ToString().ToUpperInvariant();
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PlanBody))]
[JsonSerializable(typeof(PlanChangeBody))]
[JsonSerializable(typeof(StoredPlanDocument))]
[JsonSerializable(typeof(KeptPlanDocument))]
[JsonSerializable(typeof(StoredPlanPageDocument))]
[JsonSerializable(typeof(WholePlanDocument))]
internal sealed partial class SeatingPlanJson : JsonSerializerContext;
