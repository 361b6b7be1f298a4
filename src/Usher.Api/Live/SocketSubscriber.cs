using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;

namespace Usher.Api.Live;

/// <summary>
/// Watches over a WebSocket on a connection of its own that nothing encrypts: frames that are ready, and shared by all,
/// go to the system as they are, without the copies and the change of thread that a stream costs each watcher.
/// </summary>
/// <remarks>
/// The WebSocket goes on to listen, and to answer pings and goodbyes: a socket takes what it is handed piece by piece,
/// in order, and both hand over whole frames.
/// </remarks>
internal sealed class SocketSubscriber(Socket socket, HttpContext context, TimeProvider time) : Subscriber(time)
{
    /// <summary>The socket of such a connection; null if frames must take the long way.</summary>
    public static Socket? SocketOf(HttpContext context) =>
        HttpProtocol.IsHttp11(context.Request.Protocol) && context.Features.Get<ITlsHandshakeFeature>() is null
            ? context.Features.Get<IConnectionSocketFeature>()?.Socket : null;

    public override void Abort() => context.Abort();

    protected override ReadOnlyMemory<byte> BytesOf(LiveMessage message) => message.Frames;

    protected override ValueTask SendAsync(ReadOnlyMemory<byte> part, bool isLast)
    {
        var sending = socket.SendAsync(part, SocketFlags.None, CancellationToken.None);
        if (!sending.IsCompletedSuccessfully)
        {
            return WaitAsync(sending);
        }

        sending.GetAwaiter().GetResult();
        return ValueTask.CompletedTask;
    }

    // A stream socket is done with a piece when all of it has gone.
    private static async ValueTask WaitAsync(ValueTask<int> sending) => await sending;
}
