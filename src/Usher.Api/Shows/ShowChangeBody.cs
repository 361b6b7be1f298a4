using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Usher.Engine.Shows;
using Usher.Http.Errors;
using Usher.Http.Fields;

namespace Usher.Api.Shows;

/// <summary>What to change of a show. What is left out stays; what is null becomes as in a new show without it.
/// </summary>
internal sealed record ShowChangeBody : IJsonBody<ShowChangeBody>
{
    // Saying yes to what is not done would be a lie.
    private static readonly Dictionary<string, string> Elsewhere = new(StringComparer.Ordinal)
    {
        ["prices"] = "cannot be changed here; use PUT /api/admin/shows/{id}/prices",
        ["currency"] = "cannot be changed here; use PUT /api/admin/shows/{id}/prices",
        ["plan_version"] = "cannot be changed here; use PUT /api/admin/shows/{id}/plan",
        ["plan_id"] = PlanStays,
        ["seating_plan"] = PlanStays,
        ["total_seats"] = PlanStays,
    };

    private static readonly string[] Known =
    [
        "name", "start_time", "hold_seconds", "sales_open_at", "seats_per_booking_max", "no_orphans",
        "extension_allowed", "sale_mode", "time_zone", "seats_per_person_max", .. Elsewhere.Keys,
    ];

    private const string PlanStays =
        "cannot be changed; use PUT /api/admin/shows/{id}/plan to choose another version of the plan";

    [Description("The name that buyers see.")]
    [MinLength(1)]
    [MaxLength(ShowLimits.NameLengthMax)]
    [Wire(NeverNull = true)]
    public string? Name { get; init; }

    [Description("When the show starts. A show can only be moved into the future.")]
    [Wire(NeverNull = true)]
    public DateTime? StartTime { get; init; }

    [Description("The time zone of the venue (IANA), such as Europe/Berlin; null: the server's Shows:TimeZone. The "
        + "times stay the same moments and are shown in that zone.")]
    [MaxLength(TimeZones.NameCharsMax)]
    public string? TimeZone { get; init; }

    [Description("How long seats are held, in seconds; null: the server's Bookings:HoldSeconds.")]
    [Range(1, ShowLimits.HoldSecondsMax)]
    public int? HoldSeconds { get; init; }

    [Description("When sales open, before the show starts; null: they are open.")]
    public DateTime? SalesOpenAt { get; init; }

    [Description("The maximum number of seats per booking.")]
    [Range(1, ShowLimits.SeatsPerBookingMax)]
    public int? SeatsPerBookingMax { get; init; }

    [Description("The maximum number of seats that one person can hold or have bought, in all bookings with the same "
        + "e-mail address; null: no limit. Whoever already has more keeps them.")]
    [Range(1, ShowLimits.SeatsPerPersonMax)]
    public int? SeatsPerPersonMax { get; init; }

    [Description("Whether bookings that leave a single free seat between taken ones are refused, unless that is "
        + "unavoidable.")]
    public bool? NoOrphans { get; init; }

    [Description("Whether buyers may extend a hold once.")]
    public bool? ExtensionAllowed { get; init; }

    [JsonIgnore]
    public Func<Show, ShowChange> Change { get; init; } = ShowChange.Nothing;

    public static ShowChangeBody? Read(ReadOnlySpan<byte> json, FieldErrors errors)
    {
        var fields = new JsonFields(json, Known, errors);
        List<Func<ShowChange, ShowChange>> changes = [];
        while (fields.Next() is { } field)
        {
            changes.Add(Read(ref fields, field, errors));
        }

        return errors.Any ? null : new ShowChangeBody
        {
            Change = show => changes.Aggregate(ShowChange.Nothing(show), (changed, change) => change(changed)),
        };
    }

    private static Func<ShowChange, ShowChange> Read(ref JsonFields fields, string field, FieldErrors errors)
    {
        switch (field)
        {
            case "name":
                var name = ShowFields.ReadName(ref fields);
                errors.Require(field, name is not null);
                return show => show with { Name = name! };
            case "start_time":
                var start = ShowFields.ReadTime(ref fields, field, errors);
                errors.Require(field, start is not null);
                return show => show with { StartsAt = start!.Value };
            case "time_zone":
                var zone = fields.Text(TimeZones.NameCharsMax);
                return show => show with { TimeZone = zone };
            case "hold_seconds":
                var hold = fields.Whole(1, ShowLimits.HoldSecondsMax);
                return show => show with { HoldSeconds = (int?)hold };
            case "sales_open_at":
                var opening = ShowFields.ReadTime(ref fields, field, errors);
                return show => show with { SalesOpenAt = opening };
            case "seats_per_booking_max":
                var seats = fields.Whole(1, ShowLimits.SeatsPerBookingMax) ?? ShowLimits.SeatsPerBookingMax;
                return show => show with { SeatsPerBookingMax = (int)seats };
            case "seats_per_person_max":
                var perPerson = fields.Whole(1, ShowLimits.SeatsPerPersonMax);
                return show => show with { SeatsPerPersonMax = (int?)perPerson };
            case "no_orphans":
                var noOrphans = fields.Flag() == true;
                return show => show with { NoOrphans = noOrphans };
            case "extension_allowed":
                var extension = fields.Flag() != false;
                return show => show with { ExtensionAllowed = extension };
            case "sale_mode":
                ShowFields.RequireDirect(ref fields, field, errors);
                return show => show;
            default:
                fields.Raw();
                errors.Add(field, Elsewhere[field]);
                return show => show;
        }
    }
}
