using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Formats;
using Usher.Engine.Shows;
using Usher.Http.Errors;
using Usher.Http.Fields;

namespace Usher.Api.Shows;

/// <summary>
/// A show to put on sale: its seats are a number, or those of a seating plan. Selling through the queue is not
/// supported yet.
/// </summary>
public sealed record NewShowBody : IJsonBody<NewShowBody>
{
    private static readonly string[] Known =
    [
        "name", "start_time", "total_seats", "hold_seconds", "sales_open_at", "sale_mode", "currency", "prices",
        "seating_plan", "plan_id", "seats_per_booking_max", "no_orphans", "extension_allowed", "plan_version",
        "time_zone", "seats_per_person_max",
    ];

    [Description("The name that buyers see.")]
    [MinLength(1)]
    [MaxLength(ShowLimits.NameLengthMax)]
    public required string Name { get; init; }

    [Description("When the show starts; in the future.")]
    public required DateTime StartTime { get; init; }

    [Description("The time zone of the venue (IANA), such as Europe/Berlin: people are shown local times there. "
        + "Default: the server's Shows:TimeZone.")]
    [MaxLength(TimeZones.NameCharsMax)]
    public string? TimeZone { get; init; }

    [Description("How many seats it has, numbered from 1. Left out with a seating_plan or "
        + "a plan_id.")]
    [Range(1, ShowLimits.TotalSeatsMax)]
    public int? TotalSeats { get; init; }

    [Description("The seating plan in pretix's JSON format; instead of total_seats. Where it has no focal_point, the "
        + "place of a text such as \"Stage\" is taken: GET /api/admin/plans/{id} says so, and PATCH corrects it.")]
    public JsonElement? SeatingPlan { get; init; }

    [Description("The id of a stored seating plan, whose latest version is used; instead of total_seats.")]
    [Wire(Minimum = 1)]
    public long? PlanId { get; init; }

    [Description("How long seats are held, in seconds. Default: the server's Bookings:HoldSeconds.")]
    [Range(1, ShowLimits.HoldSecondsMax)]
    public int? HoldSeconds { get; init; }

    [Description("When sales open, before the show starts. Default: immediately.")]
    public DateTime? SalesOpenAt { get; init; }

    [Description("DIRECT, the default: a booking is answered immediately.")]
    [Wire(Values = ["DIRECT"])]
    public string? SaleMode { get; init; }

    [Description("The currency of the prices (ISO 4217). Ignored without prices: a free show has no currency.")]
    [RegularExpression("^[A-Z]{3}$")]
    public string? Currency { get; init; }

    [Description("One for each category of the seating plan; without a plan, at most one for all seats. If left out or "
        + "empty, the show is free.")]
    public PriceDocument[]? Prices { get; init; }

    [Description("The maximum number of seats per booking.")]
    [Range(1, ShowLimits.SeatsPerBookingMax)]
    [DefaultValue(ShowLimits.SeatsPerBookingMax)]
    public int? SeatsPerBookingMax { get; init; }

    [Description("The maximum number of seats that one person can hold or have bought, in all bookings with the same "
        + "e-mail address. Default: no limit.")]
    [Range(1, ShowLimits.SeatsPerPersonMax)]
    public int? SeatsPerPersonMax { get; init; }

    [Description("Whether bookings that leave a single free seat between taken ones are refused, unless that is "
        + "unavoidable.")]
    [DefaultValue(false)]
    public bool? NoOrphans { get; init; }

    [Description("Whether buyers may extend a hold once.")]
    [DefaultValue(true)]
    public bool? ExtensionAllowed { get; init; }

    [JsonIgnore]
    public NewShow? Show { get; init; }

    public NewShow ToNewShow() => Show!;

    public static NewShowBody? Read(ReadOnlySpan<byte> json, FieldErrors errors)
    {
        var fields = new JsonFields(json, Known, errors);
        var sent = new Values();
        while (fields.Next() is { } field)
        {
            Read(ref fields, field, sent, errors);
        }

        errors.Require("name", sent.Name is not null);
        errors.Require("start_time", sent.StartsAt is not null);
        var plan = sent.Plan is { Length: > 0 } file ? ReadPlan(file, sent.Name, errors) : null;
        errors.Require(
            "total_seats", sent.Seats is not null || sent.Plan is { Length: > 0 } || sent.PlanId is not null);
        if (sent is { Plan.Length: > 0, PlanId: not null })
        {
            errors.Add("plan_id", "must be left out if seating_plan is sent");
        }

        // Its mistakes are told beside those of the others; what hangs on a wrong field is told once that is mended.
        var show = ToNewShow(sent, plan);
        var isPriced = sent.PlanId is null && !errors.Has("seating_plan");
        errors.With(show.Problems(DateTime.UnixEpoch).Where(problem =>
            isPriced || problem.Field is not (nameof(NewShow.Prices) or nameof(NewShow.TotalSeats))));
        return errors.Any ? null : new NewShowBody { Name = show.Name, StartTime = show.StartsAt, Show = show };
    }

    private static void Read(ref JsonFields fields, string field, Values sent, FieldErrors errors)
    {
        switch (field)
        {
            case "name":
                sent.Name = ShowFields.ReadName(ref fields);
                break;
            case "start_time":
                sent.StartsAt = ShowFields.ReadTime(ref fields, field, errors);
                break;
            case "time_zone":
                sent.TimeZone = fields.Text(TimeZones.NameCharsMax);
                break;
            case "total_seats":
                sent.Seats = fields.Whole(1, ShowLimits.TotalSeatsMax);
                break;
            case "plan_id":
                sent.PlanId = fields.Whole(1, long.MaxValue);
                break;
            case "hold_seconds":
                sent.HoldSeconds = fields.Whole(1, ShowLimits.HoldSecondsMax);
                break;
            case "sales_open_at":
                sent.OpensAt = ShowFields.ReadTime(ref fields, field, errors);
                break;
            case "seats_per_booking_max":
                sent.SeatsPerBooking = fields.Whole(1, ShowLimits.SeatsPerBookingMax);
                break;
            case "seats_per_person_max":
                sent.SeatsPerPerson = fields.Whole(1, ShowLimits.SeatsPerPersonMax);
                break;
            case "no_orphans":
                sent.NoOrphans = fields.Flag();
                break;
            case "extension_allowed":
                sent.ExtensionAllowed = fields.Flag();
                break;
            case "currency":
                sent.Currency = fields.Text(charsMax: 64);
                break;
            case "prices":
                sent.Prices = PricesField.Read(fields.Raw(), errors);
                break;
            case "seating_plan":
                sent.Plan = fields.Raw().ToArray();
                break;
            case "plan_version":
                if (!fields.Raw().IsEmpty)
                {
                    errors.Add(field, "must be left out: a new show has the latest version of its plan, and "
                        + "PUT /api/admin/shows/{id}/plan moves it to another");
                }

                break;
            default:
                ShowFields.RequireDirect(ref fields, field, errors);
                break;
        }
    }

    private static NewShow ToNewShow(Values sent, SeatingPlan? plan) => new(
        sent.Name ?? "-",
        sent.StartsAt ?? DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc),
        (int?)sent.Seats ?? plan?.Seats.Length ?? (sent.PlanId is null ? 1 : 0),
        (int?)sent.HoldSeconds,
        sent.OpensAt)
    {
        TimeZone = sent.TimeZone,
        Plan = plan,
        PlanId = sent.PlanId is { } id ? new PlanId(id) : null,
        Currency = sent.Currency,
        Prices = sent.Prices,
        SeatsPerBookingMax = (int?)sent.SeatsPerBooking ?? ShowLimits.SeatsPerBookingMax,
        SeatsPerPersonMax = (int?)sent.SeatsPerPerson,
        NoOrphans = sent.NoOrphans == true,
        ExtensionAllowed = sent.ExtensionAllowed != false,
    };

    private static SeatingPlan? ReadPlan(byte[] json, string? name, FieldErrors errors)
    {
        var reading = PlanJson.Read(json, nameDefault: name is { Length: > 0 } ? name : "Seating plan");
        foreach (var problem in reading.Problems)
        {
            errors.Add("seating_plan", problem.ToString());
        }

        return reading.Plan;
    }

    // As sent, as far as it could be read.
    private sealed class Values
    {
        public string? Name { get; set; }

        public DateTime? StartsAt { get; set; }

        public DateTime? OpensAt { get; set; }

        public string? TimeZone { get; set; }

        public long? Seats { get; set; }

        public long? PlanId { get; set; }

        public long? HoldSeconds { get; set; }

        public long? SeatsPerBooking { get; set; }

        public long? SeatsPerPerson { get; set; }

        public string? Currency { get; set; }

        public ImmutableArray<Price> Prices { get; set; } = [];

        public byte[]? Plan { get; set; }

        public bool? NoOrphans { get; set; }

        public bool? ExtensionAllowed { get; set; }
    }
}
