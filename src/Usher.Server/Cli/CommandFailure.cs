using Usher.Server.Hosting;

namespace Usher.Server.Cli;

/// <summary>
/// A command could not be carried out. The message is for the user and says what to do.
/// </summary>
internal sealed class CommandException(string message) : Exception(message);

internal static class CommandFailure
{
    /// <summary>Writes each problem on a line of standard error, and returns the exit code.</summary>
    public static async Task<int> ReportAsync(Exception failure)
    {
        if (failure is OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("usher: interrupted.");
            return ExitCodes.Interrupted;
        }

        var lines = failure is CommandException ? [failure.Message] : Failures.Explain(failure);
        if (lines is null)
        {
            await Console.Error.WriteLineAsync($"usher: unexpected error; please report this bug.\n{failure}");
            return ExitCodes.Defect;
        }

        foreach (var line in lines)
        {
            await Console.Error.WriteLineAsync($"usher: {line}");
        }

        return ExitCodes.CouldNot;
    }
}
