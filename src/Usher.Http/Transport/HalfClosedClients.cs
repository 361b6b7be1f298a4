using Microsoft.AspNetCore.Connections;

namespace Usher.Http.Transport;

/// <summary>
/// Lets a client that says it will send no more have the answer it waits for. The server takes the end of what a client
/// sends for the end of the connection, and would cut off an answer that is still under way.
/// </summary>
/// <remarks>
/// One that has gone altogether is noticed as before: what is written to it fails, and what is read from it ends.
/// </remarks>
internal static class HalfClosedClients
{
    public static ConnectionDelegate Serve(ConnectionDelegate next, TimeSpan grace) => async connection =>
    {
        var ended = connection.ConnectionClosed;
        using var closed = new CancellationTokenSource();
        await using var registration = ended.UnsafeRegister(_ => closed.CancelAfter(grace), state: null);
        connection.ConnectionClosed = closed.Token;
        try
        {
            await next(connection);
        }
        finally
        {
            connection.ConnectionClosed = ended;
        }
    };
}
