using System.CommandLine;
using Usher.BoxOffice.Organizations;

namespace Usher.Server.Cli;

internal static class OrganizationsCommand
{
    public static Command Create() => new(
        "organizations", "List, create, suspend and resume organizations, and set their logos.")
    {
        OrganizationsListCommand.Create(),
        OrganizationsCreateCommand.Create(),
        OrganizationsSuspendCommand.Create(),
        OrganizationsSuspendCommand.CreateResume(),
        OrganizationsLogoCommand.Create(),
        OrganizationsLogoCommand.CreateRemove(),
    };

    /// <summary>Which organization a command is about.</summary>
    public static Option<string> Chosen() => new("--organization")
    {
        Description = "The slug of the organization, from 'usher organizations list'.",
        HelpName = "slug",
        DefaultValueFactory = _ => Organization.DefaultSlug,
    };

    /// <summary>The one of a slug.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    public static async Task<Organization> FindAsync(IServiceProvider services, string slug, CancellationToken ct) =>
        (await services.GetRequiredService<OrganizationStore>().ListAsync(ct)).FirstOrDefault(one => one.Slug == slug)
        ?? throw NotThere(slug);

    public static CommandException NotThere(string slug) =>
        new($"There is no organization '{slug}'; run 'usher organizations list' to see all.");
}
