using System.Globalization;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Shows;
using Usher.Http.Fields;
using Usher.Pages.Desk.Forms;

namespace Usher.Pages.Desk.NewShows;

/// <summary>The second step: the seats. A file is stored as a plan first and then chosen like any other.</summary>
internal sealed class PlanStep(SeatingPlanStore store)
{
    public const string FileChoice = "file";

    public static Fields Write(DraftPlan? plan) => plan is null ? Fields.None : new(
    [
        new("hall", Slug(plan.Kind)), new("plan", Text(plan.PlanId)), new("total_seats", Text(plan.TotalSeats)),
        new("hall_name", plan.Name), new("rows", Text(plan.Rows)), new("seats_per_row", Text(plan.SeatsPerRow)),
        new("coach_rows", Text(plan.Rows)), new("stadium_seats", Text(plan.TotalSeats)),
    ]);

    public static string Slug(DraftPlanKind kind) => kind.ToString().ToLowerInvariant();

    public async Task<DraftPlan?> ReadAsync(Fields fields, FieldErrors errors, CancellationToken ct)
    {
        var plan = Enum.GetValues<DraftPlanKind>().Cast<DraftPlanKind?>()
            .FirstOrDefault(kind => Slug(kind!.Value) == fields["hall"]) switch
        {
            DraftPlanKind.Stored => await StoredAsync(fields["plan"], errors, ct),
            DraftPlanKind.Number => new DraftPlan(DraftPlanKind.Number)
            {
                TotalSeats = Read(fields, "total_seats", 1, ShowLimits.TotalSeatsMax, errors),
            },
            DraftPlanKind.Rows => new DraftPlan(DraftPlanKind.Rows)
            {
                Rows = Read(fields, "rows", 1, DraftPlan.RowsMax, errors),
                SeatsPerRow = Read(fields, "seats_per_row", DraftPlan.SeatsPerRowMin, DraftPlan.SeatsPerRowMax, errors),
            },
            DraftPlanKind.Theatre => new DraftPlan(DraftPlanKind.Theatre),
            DraftPlanKind.Coach => new DraftPlan(DraftPlanKind.Coach)
            {
                Rows = Read(fields, "coach_rows", 1, DraftPlan.CoachRowsMax, errors),
            },
            DraftPlanKind.Stadium => new DraftPlan(DraftPlanKind.Stadium)
            {
                TotalSeats = Read(fields, "stadium_seats", DraftPlan.StadiumSeatsMin, PlanLimits.SeatsMax, errors),
            },
            _ => null,
        };
        if (plan is null)
        {
            errors.Require("hall", errors.Any);
        }

        return errors.Any || plan is null ? null : plan with { Name = ReadName(plan.Kind, fields, errors) };
    }

    private static string ReadName(DraftPlanKind kind, Fields fields, FieldErrors errors)
    {
        if (kind is DraftPlanKind.Stored or DraftPlanKind.Number)
        {
            return "";
        }

        var name = fields["hall_name"];
        foreach (var problem in new NewPlan(default) { Name = name }.Problems())
        {
            errors.Add("hall_name", problem.Problem);
        }

        return name;
    }

    private async Task<DraftPlan?> StoredAsync(string id, FieldErrors errors, CancellationToken ct)
    {
        if (PlanId.TryParse(id, out var planId)
            && await store.FindLatestAsync(planId, ct) is { } plan)
        {
            return new DraftPlan(DraftPlanKind.Stored) { PlanId = plan.Id.Value, PlanVersion = plan.Version };
        }

        errors.Add("plan", "must be one from the list");
        return null;
    }

    private static int Read(Fields fields, string name, int least, int most, FieldErrors errors) =>
        WholeNumber.Read(fields[name], least, most, name, errors) ?? 0;

    private static string Text(long number) => number == 0 ? "" : number.ToString(CultureInfo.InvariantCulture);
}
