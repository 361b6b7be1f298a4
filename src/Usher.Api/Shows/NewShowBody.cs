using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Formats;
using Usher.Engine.Selling;
using Usher.Engine.Shows;
using Usher.Http.Fields;
using Usher.Http.Errors;

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
        "seating_plan", "seats_per_booking_max", "no_orphans",
    ];

    [Description("What people will call it.")]
    [MinLength(1)]
    [MaxLength(ShowLimits.NameLengthMax)]
    public required string Name { get; init; }

    [Description("When it begins.")]
    public required DateTime StartTime { get; init; }

    [Description("How many seats it has; their numbers will run from 1. Left out with a seating_plan.")]
    [Range(1, ShowLimits.TotalSeatsMax)]
    public int? TotalSeats { get; init; }

    [Description("Where its seats are, in the JSON format that pretix uses; instead of total_seats.")]
    public JsonElement? SeatingPlan { get; init; }

    [Description("How long a booking holds its seats; left out: the server's Bookings:HoldSeconds.")]
    [Range(1, ShowLimits.HoldSecondsMax)]
    public int? HoldSeconds { get; init; }

    [Description("When its sale opens; left out: at once.")]
    public DateTime? SalesOpenAt { get; init; }

    [Description("DIRECT, the default: a booking is answered at once.")]
    [Wire(Values = ["DIRECT"])]
    public string? SaleMode { get; init; }

    [Description("The currency of the prices (ISO 4217). A free show has none, so it is not kept without prices.")]
    [RegularExpression("^[A-Z]{3}$")]
    public string? Currency { get; init; }

    [Description("One for each category of the seating plan; without a plan at most one, for all seats. Left out or "
        + "empty: the show is free.")]
    public PriceDocument[]? Prices { get; init; }

    [Description("The most seats one booking may have.")]
    [Range(1, BookRequest.SeatsMax)]
    [DefaultValue(BookRequest.SeatsMax)]
    public int? SeatsPerBookingMax { get; init; }

    [Description("Whether a booking is refused that leaves a single free seat between taken ones, unless that cannot "
        + "be helped.")]
    [DefaultValue(false)]
    public bool? NoOrphans { get; init; }

    [JsonIgnore]
    public NewShow? Show { get; init; }

    public static NewShowBody? Read(ReadOnlySpan<byte> json, FieldErrors errors)
    {
        var fields = new JsonFields(json, Known, errors);
        string? name = null;
        DateTime? start = null, opening = null;
        long? seats = null, hold = null, seatsPerBooking = null;
        ImmutableArray<Price> prices = [];
        string? currency = null;
        byte[]? plan = null;
        bool? noOrphans = null;
        while (fields.Next() is { } field)
        {
            switch (field)
            {
                case "name":
                    name = ReadName(ref fields, errors);
                    break;
                case "start_time":
                    start = ReadTime(ref fields, field, errors);
                    break;
                case "total_seats":
                    seats = fields.Whole(1, ShowLimits.TotalSeatsMax);
                    break;
                case "hold_seconds":
                    hold = fields.Whole(1, ShowLimits.HoldSecondsMax);
                    break;
                case "sales_open_at":
                    opening = ReadTime(ref fields, field, errors);
                    break;
                case "seats_per_booking_max":
                    seatsPerBooking = fields.Whole(1, BookRequest.SeatsMax);
                    break;
                case "no_orphans":
                    noOrphans = fields.Flag();
                    break;
                case "currency":
                    currency = fields.Text(charsMax: 64);
                    break;
                case "prices":
                    prices = PricesField.Read(fields.Raw(), errors);
                    break;
                case "seating_plan":
                    plan = fields.Raw().ToArray();
                    break;
                default:
                    CheckTerm(ref fields, field, errors);
                    break;
            }
        }

        errors.Require("name", name is not null);
        errors.Require("start_time", start is not null);
        var hall = plan is { Length: > 0 } ? ReadPlan(plan, name, errors) : null;
        errors.Require("total_seats", seats is not null || plan is { Length: > 0 });
        if (errors.Any)
        {
            return null;
        }

        return Checked(errors, new NewShow(
            name!, start!.Value, (int?)seats ?? hall!.Seats.Length, (int?)hold, opening)
        {
            Plan = hall,
            Currency = currency,
            Prices = prices,
            SeatsPerBookingMax = (int?)seatsPerBooking ?? BookRequest.SeatsMax,
            NoOrphans = noOrphans == true,
        });
    }

    private static NewShowBody? Checked(FieldErrors errors, NewShow show)
    {
        foreach (var problem in show.Problems())
        {
            errors.Add(WireName(problem.Field), problem.Problem);
        }

        return errors.Any ? null : new NewShowBody { Name = show.Name, StartTime = show.StartsAt, Show = show };
    }

    public NewShow ToNewShow() => Show!;

    private static SeatingPlan? ReadPlan(byte[] json, string? name, FieldErrors errors)
    {
        var reading = PlanJson.Read(json, nameDefault: name ?? "Seating plan");
        foreach (var problem in reading.Problems)
        {
            errors.Add("seating_plan", problem.ToString());
        }

        return reading.Plan;
    }

    private static string WireName(string field) => field switch
    {
        nameof(NewShow.TotalSeats) => "total_seats",
        nameof(NewShow.Currency) => "currency",
        nameof(NewShow.Prices) => "prices",
        nameof(NewShow.SeatsPerBookingMax) => "seats_per_booking_max",
        nameof(NewShow.HoldSeconds) => "hold_seconds",
        nameof(NewShow.StartsAt) => "start_time",
        nameof(NewShow.SalesOpenAt) => "sales_open_at",
        _ => "name",
    };

    private static string? ReadName(ref JsonFields fields, FieldErrors errors)
    {
        var name = fields.Text(ShowLimits.NameLengthMax)?.Trim();
        if (name is { Length: 0 } || name?.Any(char.IsControl) == true)
        {
            errors.Add("name", $"must have 1 to {ShowLimits.NameLengthMax} characters and no control characters");
        }

        return name;
    }

    private static DateTime? ReadTime(ref JsonFields fields, string field, FieldErrors errors)
    {
        if (fields.Text(charsMax: 64) is not { } text)
        {
            return null;
        }

        var time = Rfc3339.Parse(text, out var message);
        if (time is null)
        {
            errors.Add(field, message);
        }

        return time;
    }

    /// <summary>A term with one possible value so far. Accepting another and forgetting it would be a lie.</summary>
    private static void CheckTerm(ref JsonFields fields, string field, FieldErrors errors)
    {
        if (fields.Text(charsMax: 64) is { } mode && mode != "DIRECT")
        {
            errors.Add(field, mode == "QUEUED"
                ? "QUEUED is not supported yet; leave it out or send DIRECT"
                : "must be DIRECT, or be left out");
        }
    }
}
