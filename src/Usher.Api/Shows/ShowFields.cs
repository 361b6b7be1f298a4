using Usher.Engine.Shows;
using Usher.Engine.Validation;
using Usher.Http.Fields;

namespace Usher.Api.Shows;

/// <summary>The fields of shows as the wire calls them.</summary>
public static class ShowFields
{
    /// <summary>Tells what is wrong, unless something wrong with the field was told already.</summary>
    public static FieldErrors With(this FieldErrors errors, IEnumerable<FieldProblem> problems)
    {
        foreach (var group in problems
            .GroupBy(problem => WireName(problem.Field), problem => problem.Problem, StringComparer.Ordinal)
            .Where(group => !errors.Has(group.Key)))
        {
            foreach (var problem in group)
            {
                errors.Add(group.Key, problem);
            }
        }

        return errors;
    }

    internal static string? ReadName(ref JsonFields fields) => fields.Text(ShowLimits.NameLengthMax)?.Trim();

    internal static DateTime? ReadTime(ref JsonFields fields, string field, FieldErrors errors)
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
    internal static void RequireDirect(ref JsonFields fields, string field, FieldErrors errors)
    {
        if (fields.Text(charsMax: 64) is { } mode && mode != "DIRECT")
        {
            errors.Add(field, mode == "QUEUED"
                ? "QUEUED is not supported yet; leave it out or send DIRECT"
                : "must be DIRECT, or be left out");
        }
    }

    private static string WireName(string field) => field switch
    {
        nameof(NewShow.StartsAt) => "start_time",
        nameof(NewShow.TimeZone) => "time_zone",
        nameof(NewShow.TotalSeats) => "total_seats",
        nameof(NewShow.HoldSeconds) => "hold_seconds",
        nameof(NewShow.SalesOpenAt) => "sales_open_at",
        nameof(NewShow.SeatsPerBookingMax) => "seats_per_booking_max",
        nameof(NewShow.SeatsPerPersonMax) => "seats_per_person_max",
        nameof(NewShow.Currency) => "currency",
        nameof(NewShow.Prices) => "prices",
        _ => "name",
    };
}
