using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections.Features;

namespace Usher.Http.Transport;

/// <summary>What a connection's large answers are sent by. A feature of each connection.</summary>
/// <param name="writer">What the connection's bytes are written to; null where that is Kestrel's own transport.</param>
/// <param name="held">What its client holds, among others.</param>
/// <param name="limits">How slow it may be.</param>
/// <param name="time">By what clock.</param>
public sealed class ConnectionOutput(SocketWriter? writer, HeldBytes held, HttpLimits limits, TimeProvider time)
{
    public HeldBytes Held => held;

    public TimeProvider Time => time;

    /// <summary>How long a client may take for a <see cref="SendWindow"/>.</summary>
    public TimeSpan WindowTimeMax { get; } = SendWindow.TimeMax(limits);

    /// <summary>
    /// The writer that takes this answer's body as it is in memory; null where the connection's bytes are others than
    /// the body's, as with TLS, HTTP/2 or chunks.
    /// </summary>
    public SocketWriter? WriterOf(HttpContext context, int bodyBytes) =>
        HttpProtocol.IsHttp11(context.Request.Protocol) && context.Response.ContentLength == bodyBytes
        && writer is not null && context.Features.Get<ITlsHandshakeFeature>() is null
            ? writer : null;

    /// <summary>Notes that the client of a request is slow to take a body; to be disposed when it is sent.</summary>
    public IDisposable? Hold(HttpContext context, ReadOnlyMemory<byte> body) =>
        MemoryMarshal.TryGetArray(body, out var array)
            ? held.Hold(ClientAddress.Of(context.Connection.RemoteIpAddress), array.Array!, array.Array!.Length) : null;
}

/// <summary>The client holds as much memory as one may (<see cref="HttpLimits.HeldBytesPerClientMax"/>).</summary>
public sealed class ClientHoldsTooMuchException()
    : Exception("The client reads large responses slowly and already ties up as much memory as one client may.");
