using System.Net.Sockets;
using Npgsql;

namespace Usher.Engine.Selling.Batching;

/// <summary>What a failed attempt at a batch means for its commands.</summary>
internal enum DatabaseFailure
{
    /// <summary>The connection broke or the server went away: try again on a new connection.</summary>
    ConnectionLost,

    /// <summary>The transaction was undone for a passing reason: try again.</summary>
    Passing,

    /// <summary>The database will not have this: some command of the batch is poisonous.</summary>
    Lasting,
}

internal static class DatabaseFailures
{
    public static DatabaseFailure Classify(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } => DatabaseFailure.Passing,
        PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected } => DatabaseFailure.Passing,
        PostgresException { SqlState: PostgresErrorCodes.SerializationFailure } => DatabaseFailure.Passing,
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } => DatabaseFailure.Passing,
        // A statement's own time-out says the same, however it is worded in SqlState.
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } => DatabaseFailure.Passing,
        // Disk full, out of memory, too many connections: nothing the command could help.
        PostgresException { SqlState: ['5', '3', ..] } => DatabaseFailure.ConnectionLost,
        // The server is stopping, starting or was told to end this session; or the disk failed beneath it.
        PostgresException { SqlState: ['5', '7', ..] or ['5', '8', ..] or ['0', '8', ..] } =>
            DatabaseFailure.ConnectionLost,
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => DatabaseFailure.ConnectionLost,
        PostgresException { Severity: "FATAL" or "PANIC" } => DatabaseFailure.ConnectionLost,
        PostgresException => DatabaseFailure.Lasting,
        NpgsqlException or SocketException or IOException or TimeoutException => DatabaseFailure.ConnectionLost,
        _ => DatabaseFailure.Lasting,
    };
}
