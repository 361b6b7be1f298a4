using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;

namespace Usher.Api.Live;

/// <summary>
/// A subscriber over a WebSocket on an unencrypted connection of its own: ready-made frames, shared by all, go to the
/// operating system as they are, without the copies and the change of thread that a stream costs each subscriber.
/// </summary>
/// <remarks>
/// The WebSocket continues to receive, and to answer pings and close frames: a socket sends what it is given piece by
/// piece, in order, and both pass on whole frames.
/// </remarks>
internal sealed class SocketSubscriber(Socket socket, HttpContext context, LiveForm form, TimeProvider time)
    : Subscriber(context, form, time)
{
    /// <summary>The socket of such a connection; null if frames must go through the WebSocket.</summary>
    public static Socket? SocketOf(HttpContext context) =>
        HttpProtocol.IsHttp11(context.Request.Protocol) && context.Features.Get<ITlsHandshakeFeature>() is null
            ? context.Features.Get<IConnectionSocketFeature>()?.Socket : null;

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

    // A stream socket completes a send when all of it has left.
    private static async ValueTask WaitAsync(ValueTask<int> sending) => await sending;
}
