using System.CommandLine;
using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Permissions;
using Usher.Engine.Validation;
using Usher.Http.Security;

namespace Usher.Server.Cli;

internal static class AdminCreateCommand
{
    public static Command Create()
    {
        var email = AdminServices.Email();
        var name = new Option<string?>("--name")
        {
            Description = "What colleagues and histories call the person. Default: the address up to its @.",
        };
        var role = new Option<string>("--role")
        {
            Description = "OPERATOR may do everything; ADMIN manages the organization; STAFF works with bookings and "
                + "seats; SCANNER sees shows.",
            HelpName = "OPERATOR|ADMIN|STAFF|SCANNER",
            Required = true,
        };
        var organization = OrganizationsCommand.Chosen();
        var command = new Command(
            "create", "Create a person. The password is asked for, or read from standard input.")
        {
            email, name, role, organization,
        }.WithSettings();
        command.SetAction((parsed, ct) => RunAsync(
            parsed, parsed.GetRequiredValue(email).Trim(), parsed.GetValue(name), parsed.GetRequiredValue(role),
            parsed.GetRequiredValue(organization), ct));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult command, string email, string? name, string roleName, string slug, CancellationToken ct)
    {
        if (RoleNames.Parse(roleName.ToUpperInvariant()) is not { } role)
        {
            throw new CommandException($"--role must be OPERATOR, ADMIN, STAFF or SCANNER, not '{roleName}'.");
        }

        var person = new NewPerson(email, name ?? email[..Math.Max(0, email.LastIndexOf('@'))], role);
        if (person.Problems().FirstOrDefault() is { } wrong)
        {
            throw Refused(wrong);
        }

        await using var database = await CommandDatabase.OpenMigratedAsync(command, ct);
        await using var services = AdminServices.Of(database);
        var password = await PasswordInput.ReadAsync(ct);
        if (PasswordStrength.Weakness(password, email, person.Name) is { } weakness)
        {
            throw new CommandException($"the password {weakness}.");
        }

        var hash = await services.GetRequiredService<PasswordHashes>().HashAsync(password, ct);
        var organization = (await OrganizationsCommand.FindAsync(services, slug, ct)).Id;
        return await services.GetRequiredService<People>().CreateAsync(
            person, organization, hash!, Guid.NewGuid(), ct) switch
        {
            NewPersonOutcome.Created => await TellAsync(person),
            NewPersonOutcome.EmailTaken => await AdminServices.RefuseAsync(
                $"somebody has the e-mail address {email} already; 'usher admin list' shows who."),
            NewPersonOutcome.Wrong(var problems) => throw Refused(problems[0]),
        };
    }

    private static CommandException Refused(FieldProblem wrong) =>
        new($"--{wrong.Field.ToLowerInvariant()} {wrong.Problem}.");

    private static async Task<int> TellAsync(NewPerson person)
    {
        await Console.Out.WriteLineAsync($"{person.Email} can sign in as {RoleNames.NameOf(person.Role)}.");
        return 0;
    }
}
