using System.CommandLine;
using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Permissions;

namespace Usher.Server.Cli;

internal static class AdminListCommand
{
    public static Command Create()
    {
        var organization = OrganizationsCommand.Chosen();
        var command = new Command("list", "List all people, with what each may do in an organization.")
        {
            organization,
        }.WithSettings();
        command.SetAction((parsed, ct) => RunAsync(parsed, parsed.GetRequiredValue(organization), ct));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult command, string slug, CancellationToken ct)
    {
        await using var database = await CommandDatabase.OpenMigratedAsync(command, ct);
        await using var services = AdminServices.Of(database);
        var organization = (await OrganizationsCommand.FindAsync(services, slug, ct)).Id;
        var people = await services.GetRequiredService<Members>().ListEverybodyAsync(organization, ct);
        if (people.IsEmpty)
        {
            await Console.Out.WriteLineAsync("No people. 'usher admin create' makes the first one.");
            return 0;
        }

        await Console.Out.WriteLineAsync($"{"role",-9}  {"state",-9}  {"last seen (UTC)",-16}  {"e-mail",-32}  name");
        foreach (var person in people)
        {
            var role = person.IsOperator ? RoleNames.Operator
                : person.Role is { } own ? RoleNames.NameOf(own)
                : "-";
            await Console.Out.WriteLineAsync(
                $"{role,-9}  {StateOf(person),-9}  {person.LastSeenAt,-16:yyyy-MM-dd HH:mm}  {person.Email,-32}  "
                + person.Name);
        }

        return 0;
    }

    private static string StateOf(Member person) =>
        person.IsDisabled ? "disabled" : person.HasPassword ? "active" : "invited";
}
