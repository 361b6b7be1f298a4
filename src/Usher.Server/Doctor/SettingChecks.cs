using Usher.Http.RateLimits;
using Usher.Http.Security;
using Usher.Server.Hosting;

namespace Usher.Server.Doctor;

/// <summary>What the settings alone tell.</summary>
internal static class SettingChecks
{
    public static Finding Settings(Patient patient) => patient switch
    {
        { SettingProblems.Count: > 0 } => Finding.Failed(
            string.Join(" ", patient.SettingProblems), "Correct them: the server does not start like this."),
        _ when patient.Configuration.GetValue<bool>(KnownSettings.AllowUnknown) => Finding.Warning(
            $"{RenamedSettings.InEnvironment(KnownSettings.AllowUnknown)} is true: misspelt settings only warn.",
            "Remove it once the rollback that it was for is over."),
        _ => Finding.Ok("All settings are known and within their limits."),
    };

    public static async Task<Finding> DevelopmentDefaultsAsync(Patient patient, CancellationToken ct)
    {
        if (patient.IsDevelopment)
        {
            return Finding.Warning(
                "The server runs in development mode, with keys of its own making.",
                "Where other people can reach it, set ASPNETCORE_ENVIRONMENT to Production.");
        }

        var problems = DevelopmentDefaults.Problems(patient.Configuration, patient.IsDevelopment).ToList();
        if (await DevelopmentDefaults.PeopleProblemAsync(patient.Services, ct) is { } people)
        {
            problems.Add(people);
        }

        return problems.Count > 0
            ? Finding.Failed(string.Join(" ", problems), "Replace them: the server does not start like this.")
            : Finding.Ok("None is in use.");
    }

    public static Finding Limits(Patient patient)
    {
        List<string> off = [];
        if (!patient.Options<RateLimitOptions>(RateLimitOptions.Section).Enabled)
        {
            off.Add("RateLimits__Enabled is false");
        }

        if (patient.Options<SellingOptions>(SellingOptions.Section).HeldSeatsPerClientMax == 0)
        {
            off.Add("Bookings__HeldSeatsPerClientMax is 0");
        }

        return off.Count > 0
            ? Finding.Warning(
                $"{string.Join(" and ", off)}: one client can take as much as it likes.",
                "Remove the setting, unless this server is for load tests.")
            : Finding.Ok("One client can neither ask for seats nor hold them without end.");
    }

    public static Finding Keys(Patient patient)
    {
        var auth = patient.Options<AuthOptions>(AuthOptions.Section);
        return auth switch
        {
            { AdminKey.Length: > 0 } when KeyStrength.Weakness(auth.AdminKey) is { } weakness => Finding.Failed(
                $"Auth__AdminKey {weakness}.", "Set it to the output of 'usher admin key'."),
            { SigningKeys: null or "" } when !patient.IsDevelopment => Finding.Ok(
                "They are strong enough. Auth__SigningKeys is not set: the API takes API keys, and gives no tokens."),
            _ => Finding.Ok("They are strong enough."),
        };
    }
}
