using Microsoft.Extensions.Logging;

namespace Usher.Engine.Database;

internal static partial class MigrationLog
{
    [LoggerMessage(LogLevel.Information, "Applied the migration {Name}")]
    public static partial void Applied(ILogger logger, string name);

    [LoggerMessage(LogLevel.Information, "Another process is migrating the database; waiting for it")]
    public static partial void Waiting(ILogger logger);

    [LoggerMessage(LogLevel.Warning,
        "Dropped the unfinished index {Index} of an interrupted attempt; {Name} creates it again")]
    public static partial void DroppedUnfinished(ILogger logger, string index, string name);

    [LoggerMessage(LogLevel.Debug, "Evolve: {Message}")]
    public static partial void Evolve(ILogger logger, string message);
}
