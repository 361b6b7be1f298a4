using System.Globalization;
using Usher.Engine.SeatingPlans;
using Usher.Http.Fields;
using Usher.Pages.Desk.Forms;

namespace Usher.Pages.Desk.Plans;

/// <summary>Reads forms that may carry a plan.</summary>
internal static class PlanForm
{
    /// <summary>What was sent; null with an error if it was too large or is no form.</summary>
    public static Task<IFormCollection?> ReadAsync(HttpContext context, int bytesMax, FieldErrors errors) =>
        FileForm.ReadAsync(
            context, string.Create(CultureInfo.InvariantCulture, $"is larger than {bytesMax / 1024 / 1024} MiB"),
            errors);

    public static string ReadName(IFormCollection? form, FieldErrors errors)
    {
        var name = form?["name"].ToString().Trim() ?? "";
        foreach (var problem in new NewPlan(default) { Name = name }.Problems())
        {
            errors.Add("name", problem.Problem);
        }

        return name;
    }
}
