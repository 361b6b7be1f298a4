using Spectre.Console;

namespace Usher.Server.Cli;

/// <summary>A password from whoever runs the command. Never an argument: others can see those, and shells keep them.
/// </summary>
internal static class PasswordInput
{
    /// <summary>From the terminal, twice and unseen; or one line of standard input.</summary>
    /// <exception cref="CommandException">The two are not the same, or there is nothing to read.</exception>
    public static async Task<string> ReadAsync(CancellationToken ct)
    {
        if (Console.IsInputRedirected)
        {
            return await Console.In.ReadLineAsync(ct)
                ?? throw new CommandException("standard input is empty; write the password there, on one line.");
        }

        var screen = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        var password = await AskAsync(screen, "Password:", ct);
        return password == await AskAsync(screen, "The same once more:", ct)
            ? password
            : throw new CommandException("the two passwords are not the same; nothing was changed.");
    }

    private static Task<string> AskAsync(IAnsiConsole screen, string words, CancellationToken ct) =>
        new TextPrompt<string>(words).Secret(mask: null).ShowAsync(screen, ct);
}
