using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Usher.Api.Shows;
using Usher.Engine.SeatingPlans;
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
        Read(json, PlanFormat.Json, errors) is { } plan
            ? new PlanBody { Name = plan.Name, Categories = [], Zones = [], Plan = plan }
            : null;

    public static SeatingPlan? Read(ReadOnlySpan<byte> file, PlanFormat format, FieldErrors errors)
    {
        var reading = new NewPlan(file.ToArray()) { NameDefault = NameDefault, Format = format }.Read();
        foreach (var problem in reading.Problems)
        {
            errors.Add("seating_plan", problem.ToString());
        }

        return reading.Plan;
    }
}

// For the OpenAPI document only: the engine reads the format itself, in its older forms too.

internal sealed record PlanBodyCategory(string Name, string? Color);

internal sealed record PlanBodyZone(string Name, PlanPointDocument Position, PlanBodyRow[] Rows);

internal sealed record PlanBodyRow(string RowNumber, PlanPointDocument Position, PlanBodySeat[] Seats);

/// <summary>A seat; its guid is the same in all versions of a plan.</summary>
internal sealed record PlanBodySeat(string SeatGuid, string SeatNumber, string Category, PlanPointDocument Position);

/// <summary>A seating plan as a table.</summary>
internal sealed record PlanCsvBody(SeatingPlan Plan) : IJsonBody<PlanCsvBody>
{
    public const string ContentType = "text/csv";

    // What spreadsheets write. Others would be read as something else.
    private static readonly string[] Charsets =
        ["utf-8", "us-ascii", "utf-16", "utf-16le", "utf-16be", "windows-1252", "iso-8859-1"];

    public static string ContentTypes =>
        $"{ContentType}; charset=utf-8, charset=utf-16 with a byte order mark, or charset=windows-1252";

    public static string Wanted => "the table of a seating plan";

    public static bool ReadsEncodings => true;

    public static bool Takes(string? contentType) => JsonBody.IsType(contentType, ContentType)
        && (JsonBody.CharsetOf(contentType) is not { } charset || Charsets.Contains(charset));

    public static PlanCsvBody? Read(ReadOnlySpan<byte> json, FieldErrors errors) =>
        PlanBody.Read(json, PlanFormat.Csv, errors) is { } plan ? new PlanCsvBody(plan) : null;
}
