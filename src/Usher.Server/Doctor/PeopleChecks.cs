using Usher.BoxOffice.Identity;
using Usher.Http.Security;

namespace Usher.Server.Doctor;

/// <summary>Who can sign in.</summary>
internal static class PeopleChecks
{
    public static async Task<Finding> OperatorAsync(Patient patient, CancellationToken ct)
    {
        var hasKey = !string.IsNullOrEmpty(patient.Options<AuthOptions>(AuthOptions.Section).AdminKey);
        return (await patient.Services.GetRequiredService<People>().HaveOperatorAsync(ct), hasKey) switch
        {
            (true, true) => Finding.Warning(
                "Somebody is an OPERATOR, and Auth__AdminKey still opens everything for whoever knows it.",
                "Remove Auth__AdminKey; make API keys for programs."),
            (true, false) => Finding.Ok("Somebody is an OPERATOR."),
            (false, true) => Finding.Warning(
                "Nobody is an OPERATOR: only Auth__AdminKey opens everything, and no history says who used it.",
                "Run 'usher admin create --role OPERATOR'."),
            _ when patient.IsDevelopment => Finding.Ok("Nobody is an OPERATOR; development makes a key of its own."),
            _ => Finding.Failed(
                "Nobody is an OPERATOR, and Auth__AdminKey is not set: nobody could sign in.",
                "Run 'usher admin create --role OPERATOR'."),
        };
    }
}
