using System.CommandLine;
using Usher.BoxOffice.Identity;

namespace Usher.Server.Cli;

internal static class AdminSecondFactorCommand
{
    public static Command Create()
    {
        var email = AdminServices.Email();
        var command = new Command(
            "second-factor-off", "Turn somebody's second factor off, who has lost the phone and the recovery codes.")
        {
            email,
        }.WithSettings();
        command.SetAction((parsed, ct) => RunAsync(parsed, parsed.GetRequiredValue(email), ct));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult command, string email, CancellationToken ct)
    {
        await using var database = await CommandDatabase.OpenMigratedAsync(command, ct);
        await using var services = AdminServices.Of(database);
        var person = await AdminServices.FindAsync(services, email, ct);
        await services.GetRequiredService<SecondFactors>().TurnOffAsync(person.Id, ct);
        await Console.Out.WriteLineAsync($"A password is enough for {person.Email} again.");
        return 0;
    }
}
