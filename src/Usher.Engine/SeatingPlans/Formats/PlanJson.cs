using System.Text.Json;

namespace Usher.Engine.SeatingPlans.Formats;

/// <summary>
/// Seating plans in the JSON format that pretix reads and writes, so that plans can move between systems. Reading is
/// lenient: fields of older versions, numbers in quotation marks and unknown fields do no harm. Writing keeps to the
/// format. A <c>focal_point</c> is read where a file has one; where it has none, the place of a text such as "Stage" is
/// taken. What the format has no words for (focal point, kind of the plan and of its seats) travels beside it, as
/// extras.
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
    /// <param name="json">UTF-8, with or without a byte order mark, or UTF-16 with one.</param>
    /// <param name="nameDefault">For a plan without a name; null: then its name is missing.</param>
    public static PlanReading Read(ReadOnlyMemory<byte> json, string? nameDefault = null) =>
        Read(json, extras: null, nameDefault);

    /// <summary>Reads a plan with what was kept beside it.</summary>
    /// <param name="json">As <see cref="Write"/> writes it.</param>
    /// <param name="extras">As <see cref="WriteExtras"/> writes it; null: none.</param>
    /// <param name="nameDefault">For a plan without a name.</param>
    internal static PlanReading Read(ReadOnlyMemory<byte> json, ReadOnlyMemory<byte>? extras, string? nameDefault)
    {
        var draft = new PlanDraft { IsStored = extras is not null };
        var text = PlanText.ToUtf8(json);
        if (PlanText.Problem(text.Span) is { } unreadable)
        {
            return Refused(unreadable);
        }

        try
        {
            if (PlanJsonScan.Problem(text.Span) is { } tooMuch)
            {
                return Refused(tooMuch);
            }

            using var document = JsonDocument.Parse(text, Lenient);
            using var beside = extras is { } some ? JsonDocument.Parse(some) : null;
            new PlanJsonReader(draft, PlanExtras.Read(beside?.RootElement)).Read(document.RootElement, nameDefault);
        }
        catch (JsonException e)
        {
            return Refused(NotJson(e));
        }
        catch (InvalidOperationException)
        {
            // What its text would be is asked only now: an escape may stand for half of a letter.
            return Refused(new PlanProblem(
                "", @"a text has half of a letter in it, \uD800 to \uDFFF without its other half"));
        }

        if (!draft.IsStored)
        {
            VisibleNames.Check(draft);
            GuessStage(draft);
        }

        return draft.Finish();
    }

    /// <summary>Writes the plan in the format's present form. Reading it again gives the same plan but for extras.
    /// </summary>
    public static byte[] Write(SeatingPlan plan) => PlanJsonWriter.Write(plan);

    /// <summary>Writes what the format has no words for: <c>focal_point</c> and whether it was guessed, <c>kind</c>,
    /// and <c>kinds</c> by seat guid.</summary>
    public static byte[] WriteExtras(SeatingPlan plan) => PlanExtras.Of(plan).Write();

    private static void GuessStage(PlanDraft draft)
    {
        if (draft.FocalPoint is null && StageWords.Find(draft.Areas) is { } stage)
        {
            (draft.FocalPoint, draft.IsStageGuessed) = (stage.Position, true);
        }
    }

    private static PlanReading Refused(PlanProblem problem) => new(null, [problem]);

    private static PlanProblem NotJson(JsonException e)
    {
        var what = e.Message.Split(" LineNumber:")[0];
        return new PlanProblem(
            e.LineNumber is { } line ? $"line {line + 1}" : "",
            $"this is not JSON: {what}" + (e.BytePositionInLine is { } at ? $" See byte {at + 1} of the line." : ""));
    }
}
