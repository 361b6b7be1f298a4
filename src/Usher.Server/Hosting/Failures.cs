using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Npgsql;
using Usher.Engine.Database;
using Usher.Engine.Sealing;
using Usher.Postgres;

namespace Usher.Server.Hosting;

/// <summary>Failures in words for whoever runs the server, with the remedy.</summary>
internal static class Failures
{
    /// <summary>What is wrong, a line each; null: nobody could say, for it is a defect.</summary>
    public static IEnumerable<string>? Explain(Exception failure) => failure switch
    {
        DatabaseConfigurationException or MigrationException or PrivatePostgresException
            or KeyRingException or InvalidDataException => [failure.Message],
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
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } refusal =>
            [$"the database's role lacks a right: {refusal.MessageText}. Run 'usher migrate' with "
                + "ConnectionStrings__PostgresMigrations, which grants what is needed."],
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
