using System.CommandLine;
using Usher.BoxOffice.Organizations;

namespace Usher.Server.Cli;

internal static class OrganizationsCreateCommand
{
    public static Command Create()
    {
        var slug = new Option<string>("--slug")
        {
            Description = "Names it in addresses, for good: its buyers find it at /o/SLUG.",
            Required = true,
        };
        var name = new Option<string>("--name")
        {
            Description = "What its buyers and its people call it.",
            Required = true,
        };
        var host = new Option<string?>("--host")
        {
            Description = "The host under which buyers find its shows and no others.",
        };
        var zone = new Option<string?>("--time-zone")
        {
            Description = "The time zone of its new shows that name none (IANA).",
            HelpName = "name",
        };
        var currency = new Option<string?>("--currency")
        {
            Description = "The currency that forms for its new shows begin with (ISO 4217).",
            HelpName = "code",
        };
        var command = new Command("create", "Create an organization.")
        {
            slug, name, host, zone, currency,
        }.WithSettings();
        command.SetAction((parsed, ct) => RunAsync(
            parsed, parsed.GetRequiredValue(slug),
            new OrganizationTerms(parsed.GetRequiredValue(name))
            {
                Host = parsed.GetValue(host),
                TimeZone = parsed.GetValue(zone),
                Currency = parsed.GetValue(currency),
            },
            ct));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult command, string slug, OrganizationTerms terms, CancellationToken ct)
    {
        await using var database = await CommandDatabase.OpenMigratedAsync(command, ct);
        await using var services = AdminServices.Of(database);
        return await services.GetRequiredService<OrganizationService>().CreateAsync(slug, terms, ct) switch
        {
            OrganizationOutcome.Done(var made) => await TellAsync(made),
            OrganizationOutcome.Wrong(var problems) =>
                throw new CommandException($"{OptionOf(problems[0].Field)} {problems[0].Problem}."),
            OrganizationOutcome.TooMany => await AdminServices.RefuseAsync(
                "there are as many organizations as there can be."),
            OrganizationOutcome.NotFound => throw OrganizationsCommand.NotThere(slug),
        };
    }

    private static async Task<int> TellAsync(Organization made)
    {
        await Console.Out.WriteLineAsync($"{made.Name} sells at {made.Path}.");
        await Console.Error.WriteLineAsync(
            $"To let its first manager in: usher admin create --organization {made.Slug} --role ADMIN --email …");
        return 0;
    }

    private static string OptionOf(string field) => field switch
    {
        OrganizationRules.SlugField => "--slug",
        nameof(OrganizationTerms.Host) => "--host",
        nameof(OrganizationTerms.TimeZone) => "--time-zone",
        nameof(OrganizationTerms.Currency) => "--currency",
        _ => "--name",
    };
}
