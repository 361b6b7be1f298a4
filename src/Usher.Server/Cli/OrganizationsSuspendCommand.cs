using System.CommandLine;
using Usher.BoxOffice.Organizations;

namespace Usher.Server.Cli;

internal static class OrganizationsSuspendCommand
{
    public static Command Create() => Create(
        "suspend", "Sell nothing new of an organization, and let its people change nothing.", isSuspended: true);

    public static Command CreateResume() => Create("resume", "Undo that.", isSuspended: false);

    private static Command Create(string verb, string description, bool isSuspended)
    {
        var slug = new Argument<string>("slug") { Description = "The organization." };
        var command = new Command(verb, description) { slug }.WithSettings();
        command.SetAction((parsed, ct) => RunAsync(parsed, parsed.GetRequiredValue(slug), isSuspended, ct));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult command, string slug, bool isSuspended, CancellationToken ct)
    {
        await using var database = await CommandDatabase.OpenMigratedAsync(command, ct);
        await using var services = AdminServices.Of(database);
        return await services.GetRequiredService<OrganizationService>().ChangeAsync(
            slug, terms => terms with { IsSuspended = isSuspended }, ct) switch
        {
            OrganizationOutcome.Done(var changed) => await TellAsync(changed),
            OrganizationOutcome.NotFound => throw OrganizationsCommand.NotThere(slug),
            OrganizationOutcome.Wrong(var problems) =>
                throw new CommandException($"{problems[0].Field} {problems[0].Problem}."),
            OrganizationOutcome.TooMany => throw OrganizationsCommand.NotThere(slug),
        };
    }

    private static async Task<int> TellAsync(Organization changed)
    {
        await Console.Out.WriteLineAsync(changed.IsSuspended
            ? $"{changed.Name} sells nothing new. Servers that run go by it within seconds."
            : $"{changed.Name} sells again.");
        return 0;
    }
}
