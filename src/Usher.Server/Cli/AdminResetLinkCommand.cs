using System.CommandLine;
using Usher.BoxOffice.Identity;
using Usher.Http.Security;
using Usher.Server.Hosting;

namespace Usher.Server.Cli;

internal static class AdminResetLinkCommand
{
    public static Command Create()
    {
        var email = AdminServices.Email();
        var command = new Command(
            "reset-link", "Print a link by which a person chooses a new password. It works once; earlier ones work no "
                + "more.")
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
        var link = await services.GetRequiredService<PersonLinks>().MakeAsync(
            person.Id, person.PasswordHash is null ? LinkKind.Invitation : LinkKind.Reset, ct);
        var site = database.Configuration[$"{PublicAddressOptions.Section}:{nameof(PublicAddressOptions.PublicUrl)}"];
        var url = string.IsNullOrEmpty(site) ? ServerHost.UrlDefault : site.TrimEnd('/');
        await Console.Out.WriteLineAsync(url + JoinLinks.PathOf(link.Token));
        await Console.Error.WriteLineAsync(
            $"Give it to {person.Email} yourself. It works once, until {link.ExpiresAt:yyyy-MM-dd HH:mm} UTC.");
        return 0;
    }
}
