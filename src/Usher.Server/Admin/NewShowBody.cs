using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Usher.Engine.Shows;
using Usher.Server.Http;
using Usher.Server.Http.OpenApi;
using Usher.Server.Shows;

namespace Usher.Server.Admin;

/// <summary>
/// A show to put on sale. It is free for its buyers: prices, seating plans and selling through the queue are not
/// supported yet.
/// </summary>
internal sealed record NewShowBody : IJsonBody<NewShowBody>
{
    private static readonly string[] Known =
    [
        "name", "start_time", "total_seats", "hold_seconds", "sales_open_at", "sale_mode", "currency", "prices",
        "seating_plan",
    ];

    [Description("What people will call it.")]
    [MinLength(1)]
    [MaxLength(NewShow.NameLengthMax)]
    public required string Name { get; init; }

    [Description("When it begins.")]
    public required DateTime StartTime { get; init; }

    [Description("How many seats it has; their numbers will run from 1.")]
    [Range(1, NewShow.TotalSeatsMax)]
    public required int TotalSeats { get; init; }

    [Description("How long a booking holds its seats; left out: the server's Bookings:HoldSeconds.")]
    [Range(1, NewShow.HoldSecondsMax)]
    public int? HoldSeconds { get; init; }

    [Description("When its sale opens; left out: at once.")]
    public DateTime? SalesOpenAt { get; init; }

    [Description("DIRECT, the default: a booking is answered at once.")]
    [Wire(Values = ["DIRECT"])]
    public string? SaleMode { get; init; }

    [Description("The currency of the prices (ISO 4217). A free show has none, so it is not kept without prices.")]
    [RegularExpression("^[A-Z]{3}$")]
    public string? Currency { get; init; }

    [Description("Must be empty for now: the show is free.")]
    [MaxLength(0)]
    public PriceDocument[]? Prices { get; init; }

    public static NewShowBody? Read(ReadOnlySpan<byte> json, FieldErrors errors)
    {
        var fields = new JsonFields(json, Known, errors);
        string? name = null;
        DateTime? start = null, opening = null;
        long? seats = null, hold = null;
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
                    seats = fields.Whole(1, NewShow.TotalSeatsMax);
                    break;
                case "hold_seconds":
                    hold = fields.Whole(1, NewShow.HoldSecondsMax);
                    break;
                case "sales_open_at":
                    opening = ReadTime(ref fields, field, errors);
                    break;
                default:
                    CheckTerm(ref fields, field, errors);
                    break;
            }
        }

        errors.Require("name", name is not null);
        errors.Require("start_time", start is not null);
        errors.Require("total_seats", seats is not null || errors.Has("seating_plan"));
        return errors.Any ? null : new NewShowBody
        {
            Name = name!,
            StartTime = start!.Value,
            TotalSeats = (int)seats!.Value,
            HoldSeconds = (int?)hold,
            SalesOpenAt = opening,
        };
    }

    public NewShow ToNewShow() => new(Name, StartTime, TotalSeats, HoldSeconds, SalesOpenAt);

    private static string? ReadName(ref JsonFields fields, FieldErrors errors)
    {
        var name = fields.Text(NewShow.NameLengthMax)?.Trim();
        if (name is { Length: 0 } || name?.Any(char.IsControl) == true)
        {
            errors.Add("name", $"must have 1 to {NewShow.NameLengthMax} characters and no control characters");
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

    /// <summary>Terms with one possible value so far. Accepting another and forgetting it would be a lie.</summary>
    private static void CheckTerm(ref JsonFields fields, string field, FieldErrors errors)
    {
        switch (field)
        {
            case "sale_mode" when fields.Text(charsMax: 64) is { } mode && mode != "DIRECT":
                errors.Add(field, mode == "QUEUED"
                    ? "QUEUED is not supported yet; leave it out or send DIRECT"
                    : "must be DIRECT, or be left out");
                break;
            case "currency" when fields.Text(charsMax: 64) is { } code
                && (code.Length != 3 || code.AsSpan().ContainsAnyExceptInRange('A', 'Z')):
                errors.Add(field, "must be a currency code of ISO 4217 such as EUR");
                break;
            case "prices" when fields.IsGiven(emptyArrayCounts: false):
                errors.Add(field, "is not supported yet; leave it out, and the show is free");
                break;
            case "seating_plan" when fields.IsGiven():
                errors.Add(field, "is not supported yet; send total_seats instead");
                break;
            default:
                break;
        }
    }
}
