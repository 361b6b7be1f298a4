using System.Net.WebSockets;

namespace Usher.Api.Live;

/// <summary>A subscriber over a WebSocket (RFC 6455): one text message per message.</summary>
internal sealed class WebSocketSubscriber(WebSocket socket, HttpContext context, LiveForm form, TimeProvider time)
    : Subscriber(context, form, time)
{
    protected override ReadOnlyMemory<byte> BytesOf(LiveMessage message) => message.Json;

    // Without a token: with one, the socket cannot send at once.
    protected override ValueTask SendAsync(ReadOnlyMemory<byte> part, bool isLast) =>
        socket.SendAsync(part, WebSocketMessageType.Text, isLast, CancellationToken.None);
}
