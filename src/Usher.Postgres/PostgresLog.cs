using Microsoft.Extensions.Logging;

namespace Usher.Postgres;

internal static partial class PostgresLog
{
    [LoggerMessage(LogLevel.Warning,
        "The database is stored in {Directory}, because its user {User} cannot access {Parent}")]
    public static partial void Moved(ILogger logger, string directory, string user, string parent);

    [LoggerMessage(LogLevel.Information, "Creating a private PostgreSQL {Version} in {Directory}")]
    public static partial void Creating(ILogger logger, int version, string directory);

    [LoggerMessage(LogLevel.Information, "Started the private PostgreSQL in {Directory}")]
    public static partial void Started(ILogger logger, string directory);

    [LoggerMessage(LogLevel.Information,
        "Using the private PostgreSQL in {Directory} (process {ProcessId}) that an earlier run left running")]
    public static partial void Adopted(ILogger logger, string directory, int processId);

    [LoggerMessage(LogLevel.Information, "Using the private PostgreSQL in {Directory} that another process started")]
    public static partial void Attached(ILogger logger, string directory);

    [LoggerMessage(LogLevel.Warning, "Cleaned up after a crashed server (process {ProcessId}) in {Directory}")]
    public static partial void ClearedDead(ILogger logger, int processId, string directory);

    [LoggerMessage(LogLevel.Warning,
        "The private PostgreSQL in {Directory} did not stop within {Seconds} s: stopping it immediately")]
    public static partial void StoppingAtOnce(ILogger logger, string directory, int seconds);

    [LoggerMessage(LogLevel.Error, "The private PostgreSQL in {Directory} could not be stopped: {Reason}")]
    public static partial void NotStopped(ILogger logger, string directory, string reason);

    [LoggerMessage(LogLevel.Information, "Stopped the private PostgreSQL in {Directory}")]
    public static partial void Stopped(ILogger logger, string directory);

    [LoggerMessage(LogLevel.Error, "The private PostgreSQL in {Directory} stopped unexpectedly; restarting it")]
    public static partial void Gone(ILogger logger, string directory);

    [LoggerMessage(LogLevel.Error, "{Reason}\nTrying again in {Seconds} s")]
    public static partial void NotStartedAgain(ILogger logger, string reason, int seconds);
}
