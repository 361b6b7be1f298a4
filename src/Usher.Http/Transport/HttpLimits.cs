using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Usher.Http.Transport;

/// <summary>What a client may take of this server. Configuration section Http.</summary>
public sealed class HttpLimits
{
    public const string Section = "Http";

    /// <summary>As sent: where a body comes in chunks, with their framing.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int BodyBytesMax { get; set; } = 64 * 1024;

    /// <summary>The same for a new show, which may bring a seating plan of 200,000 seats.</summary>
    [Range(1024, 256 * 1024 * 1024)]
    public int PlanBodyBytesMax { get; set; } = 32 * 1024 * 1024;

    /// <summary>The method, the address and the version of a request, in bytes; a longer line is answered 414.
    /// </summary>
    [Range(1024, 1024 * 1024)]
    public int RequestLineBytesMax { get; set; } = 8 * 1024;

    /// <summary>All headers of a request together, in bytes; more are answered 431.</summary>
    [Range(1024, 1024 * 1024)]
    public int HeaderBytesMax { get; set; } = 16 * 1024;

    /// <summary>How many headers a request may have; more are answered 431.</summary>
    [Range(10, 1000)]
    public int HeadersMax { get; set; } = 64;

    /// <summary>Connections at once, and as many WebSockets among them; a further one is closed as it comes.</summary>
    [Range(1, 1_000_000)]
    public int ConnectionsMax { get; set; } = 20_000;

    /// <summary>How long the line and the headers of a request may take, in seconds; a slower one is answered 408.
    /// </summary>
    [Range(1, 3600)]
    public int HeaderSecondsMax { get; set; } = 15;

    /// <summary>How long a connection may be without a request, in seconds; then it is closed.</summary>
    [Range(1, 3600)]
    public int KeepAliveSecondsMax { get; set; } = 130;

    /// <summary>How fast a body must come, in bytes a second; a slower one ends its connection.</summary>
    [Range(1, 1024 * 1024)]
    public int BodyBytesPerSecondMin { get; set; } = 240;

    /// <summary>How long a body may take before that is asked of it, in seconds.</summary>
    [Range(2, 3600)]
    public int BodyGraceSeconds { get; set; } = 5;

    /// <summary>
    /// A booking that has waited longer than this for a thread, in milliseconds, is refused at once: with the wait for
    /// its transaction it would be answered when its buyer has given up.
    /// </summary>
    [Range(10, 60_000)]
    public int QueueDelayMillisecondsMax { get; set; } = 80;

    /// <summary>
    /// How many requests that book seats may be under way at once, from their first byte to their answer; one more is
    /// refused at once. It bounds memory, and is above what may wait for a transaction (Bookings:QueueCommandsMax).
    /// </summary>
    [Range(1, 1_000_000)]
    public int RequestsUnderWayMax { get; set; } = 10_000;

    /// <summary>
    /// Whether an answer is handed to the system by the thread that wrote it (ADR 16); if not, by Kestrel's transport.
    /// </summary>
    public bool DirectSend { get; set; } = true;

    /// <summary>How fast a client must take an answer, in bytes a second; a slower one is cut off.</summary>
    [Range(1, 1024 * 1024)]
    public int SendBytesPerSecondMin { get; set; } = 4 * 1024;

    /// <summary>How long a client may take nothing at all, in seconds.</summary>
    [Range(2, 3600)]
    public int SendGraceSeconds { get; set; } = 10;

    /// <summary>
    /// How long the answer of a client may take that has said it will send no more, in seconds. One that has gone
    /// without a word looks the same, and what it asked for is given up after this time at the latest.
    /// </summary>
    [Range(1, 60)]
    public int HalfClosedSecondsMax { get; set; } = 5;

    /// <summary>
    /// How much the system keeps of an answer for one connection before its client has room for it. More waits here,
    /// where a large answer is shared by all its readers.
    /// </summary>
    [Range(16 * 1024, 16 * 1024 * 1024)]
    public int UnsentBytesMax { get; set; } = 128 * 1024;

    /// <summary>
    /// How much memory the large answers may hold that one client is slow to take; a further one is refused meanwhile.
    /// What several of its connections are sent counts once. 0: no limit.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int HeldBytesPerClientMax { get; set; } = 32 * 1024 * 1024;

    /// <summary>
    /// The same for all clients together: what many of them are sent counts once. 0: no limit.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int HeldBytesMax { get; set; } = 256 * 1024 * 1024;

    /// <summary>
    /// How many requests that may bring a seating plan or a logo, with bodies larger than <see cref="BodyBytesMax"/>,
    /// are read and carried out at once; others wait.
    /// </summary>
    [Range(1, 1000)]
    public int PlanBodiesMax { get; set; } = 2;

    /// <summary>How many of them may wait; one more is refused.</summary>
    [Range(0, 1000)]
    public int PlanBodiesWaitingMax { get; set; } = 20;
}

[OptionsValidator]
public sealed partial class HttpLimitsCheck : IValidateOptions<HttpLimits>;

public sealed class KestrelLimits(IOptions<HttpLimits> options)
    : IConfigureOptions<KestrelServerOptions>, IConfigureOptions<SocketTransportOptions>
{
    // What the server copies for a connection whose client is slow.
    private const int BufferedBytesMax = 16 * 1024;

    public void Configure(SocketTransportOptions sockets) => sockets.MaxWriteBufferSize = BufferedBytesMax;

    public void Configure(KestrelServerOptions kestrel)
    {
        var limits = options.Value;
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = limits.BodyBytesMax;
        kestrel.Limits.MaxRequestLineSize = limits.RequestLineBytesMax;
        kestrel.Limits.MaxRequestHeadersTotalSize = limits.HeaderBytesMax;
        kestrel.Limits.MaxRequestHeaderCount = limits.HeadersMax;
        kestrel.Limits.MaxConcurrentConnections = limits.ConnectionsMax;
        kestrel.Limits.MaxConcurrentUpgradedConnections = limits.ConnectionsMax;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(limits.HeaderSecondsMax);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(limits.KeepAliveSecondsMax);
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(
            limits.BodyBytesPerSecondMin, TimeSpan.FromSeconds(limits.BodyGraceSeconds));
        kestrel.Limits.MinResponseDataRate = new MinDataRate(
            limits.SendBytesPerSecondMin, TimeSpan.FromSeconds(limits.SendGraceSeconds));
        kestrel.Limits.MaxResponseBufferSize = BufferedBytesMax;
    }
}
