using System.CommandLine;
using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Permissions;

namespace Usher.Server.Cli;

internal static class AdminDisableCommand
{
    public static Command Create()
    {
        var email = AdminServices.Email();
        var command = new Command(
            "disable", "Shut a person out: they are signed out everywhere within seconds, and cannot sign in again.")
        {
            email,
        }.WithSettings();
        command.SetAction((parsed, ct) => DisableAsync(parsed, parsed.GetRequiredValue(email), ct));
        return command;
    }

    public static Command CreateEnable()
    {
        var email = AdminServices.Email();
        var command = new Command("enable", "Let a person in again who was disabled.") { email }.WithSettings();
        command.SetAction((parsed, ct) => EnableAsync(parsed, parsed.GetRequiredValue(email), ct));
        return command;
    }

    private static async Task<int> DisableAsync(ParseResult command, string email, CancellationToken ct)
    {
        await using var database = await CommandDatabase.OpenMigratedAsync(command, ct);
        await using var services = AdminServices.Of(database);
        var person = await AdminServices.FindAsync(services, email, ct);
        return await services.GetRequiredService<People>().DisableAsync(person.Id, ct) switch
        {
            MemberChange.Done => await TellAsync($"{person.Email} is disabled."),
            MemberChange.NotFound => await AdminServices.RefuseAsync($"nobody has the e-mail address {email}."),
            MemberChange.LastOne(var role) => await AdminServices.RefuseAsync(
                $"{person.Email} is the last {RoleNames.NameOf(role)} who can sign in; make another one first."),
        };
    }

    private static async Task<int> EnableAsync(ParseResult command, string email, CancellationToken ct)
    {
        await using var database = await CommandDatabase.OpenMigratedAsync(command, ct);
        await using var services = AdminServices.Of(database);
        var person = await AdminServices.FindAsync(services, email, ct);
        await services.GetRequiredService<People>().EnableAsync(person.Id, ct);
        return await TellAsync($"{person.Email} can sign in again.");
    }

    private static async Task<int> TellAsync(string words)
    {
        await Console.Out.WriteLineAsync(words);
        return 0;
    }
}
