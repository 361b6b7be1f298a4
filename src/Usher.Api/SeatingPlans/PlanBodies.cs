using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Usher.Api.Shows;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Formats;
using Usher.Http.Fields;

namespace Usher.Api.SeatingPlans;

/// <summary>A seating plan in the JSON format that pretix reads and writes. What is listed here is what it must have.
/// </summary>
internal sealed record PlanBody : IJsonBody<PlanBody>
{
    public const string NameDefault = "Seating plan";

    [Description("The name of the plan.")]
    public required string Name { get; init; }

    [Description("The price categories.")]
    [MaxLength(PlanLimits.CategoriesMax)]
    public required PlanBodyCategory[] Categories { get; init; }

    [Description("The areas of the venue, with their rows and seats.")]
    [MaxLength(PlanLimits.SectionsMax)]
    public required PlanBodyZone[] Zones { get; init; }

    [Description("The point that the audience faces. Default: the position of a text such as \"Stage\", or else the "
        + "middle of the upper edge. It is stored beside the plan.")]
    public PlanPointDocument? FocalPoint { get; init; }

    [JsonIgnore]
    public SeatingPlan? Plan { get; init; }

    public static string ContentTypes => $"application/json or {PlanCsvBody.ContentType}";

    public static string Wanted => "a seating plan";

    public static bool ReadsEncodings => true;

    public static PlanBody? Read(ReadOnlySpan<byte> json, FieldErrors errors) =>
        Read(new NewPlan(json.ToArray()) { NameDefault = NameDefault, Format = PlanFormat.Json }, errors).Plan
            is { } plan
                ? new PlanBody { Name = plan.Name, Categories = [], Zones = [], Plan = plan }
                : null;

    public static PlanReading Read(NewPlan sent, FieldErrors errors)
    {
        var reading = sent.Read();
        foreach (var problem in reading.Problems)
        {
            errors.Add("seating_plan", problem.ToString());
        }

        return reading;
    }
}

// For the OpenAPI document only: the engine reads the format itself, in its older forms too.

internal sealed record PlanBodyCategory(string Name, string? Color);

internal sealed record PlanBodyZone(string Name, PlanPointDocument Position, PlanBodyRow[] Rows);

internal sealed record PlanBodyRow(string RowNumber, PlanPointDocument Position, PlanBodySeat[] Seats);

/// <summary>A seat; its guid is the same in all versions of a plan.</summary>
internal sealed record PlanBodySeat(string SeatGuid, string SeatNumber, string Category, PlanPointDocument Position);

/// <summary>A seating plan as a table.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Letters">How its letters were read, if it does not say itself how they are written.</param>
internal sealed record PlanCsvBody(SeatingPlan Plan, TableLetters? Letters) : IJsonBody<PlanCsvBody>
{
    public const string ContentType = "text/csv";

    // What spreadsheets write. Others would be read as something else.
    private static readonly string[] Charsets =
        ["utf-8", "us-ascii", "utf-16", "utf-16le", "utf-16be", "iso-8859-1"];

    public static string ContentTypes =>
        $"{ContentType}; charset=utf-8, charset=utf-16 with a byte order mark, or charset= one of "
        + string.Join(", ", TableLetters.All.Select(letters => letters.Name));

    public static string Wanted => "the table of a seating plan";

    public static bool ReadsEncodings => true;

    public static bool Takes(string? contentType) => JsonBody.IsType(contentType, ContentType)
        && (JsonBody.CharsetOf(contentType) is not { } charset
            || Charsets.Contains(charset) || TableLetters.Parse(charset) is not null);

    public static PlanCsvBody? Read(ReadOnlySpan<byte> json, FieldErrors errors) =>
        Read(json, contentType: null, errors);

    public static PlanCsvBody? Read(ReadOnlySpan<byte> json, string? contentType, FieldErrors errors)
    {
        var letters = TableLetters.Parse(JsonBody.CharsetOf(contentType) ?? "");
        var reading = PlanBody.Read(
            new NewPlan(json.ToArray())
            {
                NameDefault = PlanBody.NameDefault,
                Format = PlanFormat.Csv,
                Letters = letters,
            },
            errors);
        if (reading is { Plan: null, Letters: { } assumed } && letters is null)
        {
            errors.Add(
                "seating_plan",
                $"the letters of the table were read as {assumed.Words} ({assumed.Name}), since it is not in UTF-8; if "
                + "names look wrong, send it in UTF-8 or name its encoding in Content-Type, such as "
                + "\"text/csv; charset=windows-1250\"");
        }

        return reading.Plan is { } plan ? new PlanCsvBody(plan, reading.Letters) : null;
    }
}
