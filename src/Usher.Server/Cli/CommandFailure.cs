using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Npgsql;
using Usher.Engine.Database;
using Usher.Postgres;
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

        if (Explain(failure) is not { } lines)
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

    private static IEnumerable<string>? Explain(Exception failure) => failure switch
    {
        CommandException or DatabaseConfigurationException or MigrationException or PrivatePostgresException
            or InvalidDataException => [failure.Message],
        OptionsValidationException validation => validation.Failures,
        // Thrown by the configuration binder for text instead of a number.
        InvalidOperationException { InnerException: FormatException or ArgumentException } => [failure.Message],
        // By the logging, for a level that is none.
        InvalidOperationException when failure.Message.StartsWith("Configuration value", StringComparison.Ordinal) =>
            [failure.Message],
        InvalidOperationException
            when failure.Message.StartsWith("Unable to configure HTTPS", StringComparison.Ordinal) =>
            [$"{failure.Message.ReplaceLineEndings(" ").Split(". ")[0]}: it needs a certificate "
                + "(Http__CertificateFile)."],
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable } =>
            ["the database is not migrated; run 'usher migrate'."],
        PostgresException refusal => [$"the database refused the request: {refusal.MessageText} ({refusal.SqlState})."],
        NpgsqlException => [$"the database cannot be reached: {Innermost(failure).TrimEnd('.')}. {WhereItIs}"],
        TimeoutException => [$"the database did not respond in time. {WhereItIs}"],
        IOException { InnerException: AddressInUseException } =>
            [$"{failure.Message.TrimEnd('.')}. Choose another with --urls http://localhost:PORT."],
        SocketException => [$"cannot listen on this address: {failure.Message}. Choose another address with --urls."],
        FormatException when failure.Message.StartsWith("Invalid url", StringComparison.Ordinal) =>
            [$"{failure.Message}. Use, for example, --urls http://localhost:8080."],
        _ => null,
    };

    private const string WhereItIs =
        "Set its address in ConnectionStrings__Postgres, and those of replicas in ConnectionStrings__PostgresReplicas.";

    private static string Innermost(Exception failure) =>
        failure.InnerException is { } inner ? $"{failure.Message} ({inner.Message})" : failure.Message;
}
