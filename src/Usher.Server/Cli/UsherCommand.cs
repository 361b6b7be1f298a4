using System.CommandLine;
using System.CommandLine.Invocation;

namespace Usher.Server.Cli;

/// <summary>The command <c>usher</c>: what it can do, and how it ends.</summary>
internal static class UsherCommand
{
    // More than a server needs to finish its requests and stop its database; only one that hangs is killed.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(60);

    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            var command = Create().Parse(args);
            if (command.Action is ParseErrorAction)
            {
                throw new CommandException($"{Mistake(command).TrimEnd('.')}. Try '{Help(command)}'.");
            }

            return await command.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = StopTimeout,
            });
        }
        catch (Exception e)
        {
            return await CommandFailure.ReportAsync(e);
        }
    }

    private static string Help(ParseResult command) => command.CommandResult.Command is RootCommand
        ? "usher --help"
        : $"usher {command.CommandResult.Command.FullName()} --help";

    // For "usher shows lst" the parser's own first error would be that a command is missing.
    private static string Mistake(ParseResult command) => command.UnmatchedTokens is [var first, ..]
        ? $"'{first}' is not a command"
        : command.Errors[0].Message;

    private static RootCommand Create() => new(
        """
        Usher sells numbered seats, each exactly once, no matter how many buyers ask at the same time.

        Settings are read from appsettings.json, the environment (Bookings__HoldSeconds=300) and the arguments of any
        command (--Bookings:HoldSeconds=300); secrets also from files such as /run/secrets/Auth__AdminKey. Without
        ConnectionStrings__Postgres, a private PostgreSQL runs under Data__Directory.

        Exit codes: 0 success, 1 a check failed (a violation, a pending migration), 2 the command failed.
        """)
    {
        ServeCommand.Create(),
        MigrateCommand.Create(),
        AuditCommand.Create(),
        DoctorCommand.Create(),
        ShowsCommand.Create(),
        PlansCommand.Create(),
        OrganizationsCommand.Create(),
        AdminCommand.Create(),
        PrivacyCommand.Create(),
    };
}
