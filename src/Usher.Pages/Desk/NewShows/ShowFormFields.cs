using Usher.Engine.Shows;
using Usher.Engine.Validation;
using Usher.Http.Fields;

namespace Usher.Pages.Desk.NewShows;

/// <summary>The fields of shows as the desk's forms call them.</summary>
internal static class ShowFormFields
{
    /// <summary>Says under its field what is wrong, unless something wrong with the field was said already.</summary>
    /// <param name="errors">Collects it.</param>
    /// <param name="problems">What the rules say.</param>
    /// <param name="fields">The fields of the form; what is wrong with others is said elsewhere.</param>
    public static void Tell(
        this FieldErrors errors, IEnumerable<FieldProblem> problems, params IReadOnlyCollection<string> fields)
    {
        foreach (var problem in problems.Where(problem => fields.Contains(problem.Field, StringComparer.Ordinal)))
        {
            if (!errors.Has(NameOf(problem.Field)))
            {
                errors.Add(NameOf(problem.Field), problem.Problem);
            }
        }
    }

    /// <summary>What stands before a field.</summary>
    public static string LabelOf(string field) => field switch
    {
        nameof(NewShow.StartsAt) => "Start",
        nameof(NewShow.TimeZone) => "Time zone",
        nameof(NewShow.TotalSeats) => "Seats",
        nameof(NewShow.SalesOpenAt) => "Sale opens",
        nameof(NewShow.HoldSeconds) => "Hold time (minutes)",
        nameof(NewShow.SeatsPerBookingMax) => "Maximum seats per booking",
        nameof(NewShow.SeatsPerPersonMax) => "Maximum seats per person",
        _ => field,
    };

    private static string NameOf(string field) => field switch
    {
        nameof(NewShow.StartsAt) => "starts",
        nameof(NewShow.TimeZone) => "zone",
        nameof(NewShow.SalesOpenAt) => "opens",
        nameof(NewShow.HoldSeconds) => "hold_minutes",
        nameof(NewShow.SeatsPerBookingMax) => "seats_max",
        nameof(NewShow.SeatsPerPersonMax) => "person_max",
        _ => "name",
    };
}
