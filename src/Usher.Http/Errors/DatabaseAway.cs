using System.Net.Sockets;
using Npgsql;

namespace Usher.Http.Errors;

public static class DatabaseAway
{
    /// <summary>
    /// Whether the database, not the request, is the reason: it cannot be reached, does not answer in time, or turns
    /// sessions away. Trying again later can help.
    /// </summary>
    public static bool Caused(Exception exception) => exception switch
    {
        // 08 connection, 28 and 3D not let in, 53 out of resources, 57 stopping or cancelled by time-out, 58 system.
        PostgresException { SqlState: ['0', '8', ..] or ['2', '8', ..] or ['3', 'D', ..] } => true,
        PostgresException { SqlState: ['5', '3' or '7' or '8', ..] } => true,
        PostgresException => false,
        NpgsqlException => true,
        SocketException or TimeoutException => true,
        _ => false,
    };
}
