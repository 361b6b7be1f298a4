using System.Text.Json;

namespace Usher.Engine.SeatingPlans;

/// <summary>
/// Seating plans in the JSON format that pretix reads and writes, so that plans can move between systems. Reading is
/// lenient: fields of older versions, numbers in quotation marks and unknown fields do no harm. Writing keeps to the
/// format. What it has no words for (focal point, kinds of seats) travels beside it, as extras.
/// </summary>
public static class PlanJson
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = 32,
    };

    /// <summary>Reads a plan, and says of a wrong one what must be mended where.</summary>
    /// <param name="json">UTF-8, with or without a byte order mark.</param>
    /// <param name="nameDefault">For a plan without a name; null: then its name is missing.</param>
    public static PlanReading Read(ReadOnlyMemory<byte> json, string? nameDefault = null) =>
        Read(json, extras: null, nameDefault);

    /// <summary>Reads a plan with what was kept beside it.</summary>
    /// <param name="json">As <see cref="Write"/> writes it.</param>
    /// <param name="extras">As <see cref="WriteExtras"/> writes it; null: none.</param>
    /// <param name="nameDefault">For a plan without a name.</param>
    internal static PlanReading Read(ReadOnlyMemory<byte> json, ReadOnlyMemory<byte>? extras, string? nameDefault)
    {
        var draft = new PlanDraft();
        try
        {
            using var document = JsonDocument.Parse(WithoutMark(json), Lenient);
            using var beside = extras is { } some ? JsonDocument.Parse(some) : null;
            new PlanJsonReader(draft, PlanExtras.Read(beside?.RootElement)).Read(document.RootElement, nameDefault);
        }
        catch (JsonException e)
        {
            draft.Problems.Add("", $"this is not JSON: {e.Message}");
        }

        return draft.Finish();
    }

    /// <summary>Writes the plan in the format's present form. Reading it again gives the same plan but for extras.
    /// </summary>
    public static byte[] Write(SeatingPlan plan) => PlanJsonWriter.Write(plan);

    /// <summary>Writes what the format has no words for: <c>focal_point</c>, and <c>kinds</c> by seat guid.</summary>
    public static byte[] WriteExtras(SeatingPlan plan) => PlanExtras.Of(plan).Write();

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> json) =>
        json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json;
}
