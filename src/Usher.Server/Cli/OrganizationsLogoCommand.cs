using System.CommandLine;
using Microsoft.Extensions.Options;
using Usher.BoxOffice.Organizations;

namespace Usher.Server.Cli;

internal static class OrganizationsLogoCommand
{
    public static Command Create()
    {
        var slug = new Argument<string>("slug") { Description = "The organization." };
        var file = new Argument<string>("file") { Description = "A PNG, JPEG or WebP file." };
        var command = new Command("logo", "Set the logo that buyers see in place of an organization's name.")
        {
            slug, file,
        }.WithSettings();
        command.SetAction((parsed, ct) =>
            RunAsync(parsed, parsed.GetRequiredValue(slug), parsed.GetRequiredValue(file), ct));
        return command;
    }

    public static Command CreateRemove()
    {
        var slug = new Argument<string>("slug") { Description = "The organization." };
        var command = new Command("remove-logo", "Undo that.") { slug }.WithSettings();
        command.SetAction((parsed, ct) => RunAsync(parsed, parsed.GetRequiredValue(slug), file: null, ct));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult command, string slug, string? file, CancellationToken ct)
    {
        await using var database = await CommandDatabase.OpenMigratedAsync(command, ct);
        await using var services = AdminServices.Of(database);
        var logo = file is null ? null : await ReadAsync(services, file, ct);
        if (await services.GetRequiredService<OrganizationService>().SetLogoAsync(slug, logo, ct)
            is not OrganizationOutcome.Done(var changed))
        {
            throw OrganizationsCommand.NotThere(slug);
        }

        await Console.Out.WriteLineAsync(
            $"{changed.Name} has {(logo is null ? "no" : "this")} logo. Servers that run go by it within seconds.");
        return 0;
    }

    private static async Task<LogoImage> ReadAsync(IServiceProvider services, string file, CancellationToken ct)
    {
        var limits = services.GetRequiredService<IOptions<LogoOptions>>().Value;
        var bytes = await CommandFile.ReadAsync(file, limits.FileBytesMax, "a logo", ct);
        return await services.GetRequiredService<LogoReader>().ReadAsync(bytes, ct) switch
        {
            LogoReading.Ready(var logo) => logo,
            LogoReading.Refused(var problem) => throw new CommandException($"{file} {problem}."),
        };
    }
}
