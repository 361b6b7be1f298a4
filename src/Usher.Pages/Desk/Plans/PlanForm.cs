using System.Globalization;
using Usher.Engine.SeatingPlans;
using Usher.Http.Fields;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.Plans;

/// <summary>Reads forms that may carry a plan.</summary>
internal static class PlanForm
{
    /// <summary>What was sent; null with an error if it was too large or is no form.</summary>
    public static async Task<IFormCollection?> ReadAsync(HttpContext context, int bytesMax, FieldErrors errors)
    {
        try
        {
            if (await PageForm.ReadAsync(context) is { } form)
            {
                return form;
            }

            errors.Add(PlanFile.Field, "was not uploaded completely; upload it again");
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            errors.Add(PlanFile.Field, string.Create(
                CultureInfo.InvariantCulture, $"is larger than {bytesMax / 1024 / 1024} MiB"));
        }

        return null;
    }

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
