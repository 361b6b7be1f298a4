using Usher.Engine.Shows;
using Usher.Http.Fields;

namespace Usher.Pages.Desk.NewShows;

/// <summary>Where a coach goes, as the desk's forms ask it.</summary>
internal static class JourneyForm
{
    public static Fields Write(Journey? journey) =>
        new([new("from", journey?.From ?? ""), new("to", journey?.To ?? "")]);

    /// <summary>What was entered; null with errors if it is wrong.</summary>
    public static Journey? Read(Fields fields, FieldErrors errors)
    {
        var journey = new Journey(fields["from"], fields["to"]);
        var problems = journey.Problems().ToList();
        foreach (var problem in problems)
        {
            errors.Add(problem.Field == nameof(Journey.From) ? "from" : "to", problem.Problem);
        }

        return problems.Count == 0 ? journey : null;
    }
}
